"""``counterpitch own match`` and ``split``: which of several sources are one, and which are not."""

from datetime import date
from pathlib import Path

import click

from counterpitch.cli.owning.asking import named, register_option
from counterpitch.errors import UsageError


@click.command()
@register_option
@click.option("--numbers", is_flag=True, help="By official numbers only, without Splink.")
@click.option("--apply", "write", is_flag=True, help="Record the merges and compute with them.")
def match(folder: Path, numbers: bool, write: bool) -> None:
    """Show which companies and people of several sources are one, with the reasons."""
    from counterpitch.ownership.load import rebuild
    from counterpitch.ownership.match import proposals
    from counterpitch.ownership.merges import append
    from counterpitch.ownership.register import Register
    from counterpitch.render.plain import one_line

    register = Register.open(folder)
    found = proposals(register, date.today(), names=not numbers)
    for merge in found[:50]:
        both = " = ".join(named(register, id) for id in (merge.one, merge.other))
        click.echo(f"{one_line(both)}  ({merge.rule}, {merge.probability:.3f})")
        click.echo(f"    {one_line('; '.join(merge.why), 300)}")
    click.echo(
        f"{len(found):,} merges {'recorded' if write else 'proposed (--apply records them)'}."
    )
    if write and found:
        append(folder, found)
        rebuild(register)


@click.command()
@click.argument("one")
@click.argument("other")
@register_option
@click.option("--together", is_flag=True, help="They are one, by your own judgement.")
@click.option("--why", default="", help="Your reason, kept with the decision.")
def split(one: str, other: str, folder: Path, together: bool, why: str) -> None:
    """Take back that ONE and OTHER (ids) are the same; with --together, say that they are."""
    from counterpitch.ownership.load import rebuild
    from counterpitch.ownership.merges import Merge, append
    from counterpitch.ownership.register import Register

    register = Register.open(folder)
    for id in (one, other):
        if register.node(id) is None:
            raise UsageError("there is no such id in the register.", where=id[:80])
    reason = (why,) if why else ()
    append(folder, [Merge(one, other, "person", reason, 1.0, date.today(), apart=not together)])
    rebuild(register)
    click.echo(f"Recorded: {one} and {other} are {'one' if together else 'two'}.")
