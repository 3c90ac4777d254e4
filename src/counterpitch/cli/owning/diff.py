"""``counterpitch own diff``: what changed between two dates, and whose part crossed a line."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpitch.cli.owning.asking import day_of, named, register_option

if TYPE_CHECKING:
    from counterpitch.ownership.register import Register


@click.command()
@click.argument("first", metavar="DATE")
@click.argument("second", metavar="DATE")
@register_option
@click.option("--company", help="Only this company: also what it does to its owners.")
@click.option("--known", is_flag=True, help="When the register said so, not when it held.")
@click.option("--most", type=click.IntRange(1), default=200, show_default=True)
def diff(
    first: str, second: str, folder: Path, company: str | None, known: bool, most: int
) -> None:
    """Show what changed between two dates."""
    from counterpitch.ownership.changes import changes
    from counterpitch.ownership.find import find
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.telling import told_interest
    from counterpitch.render.plain import one_line

    register = Register.open(folder)
    days = day_of(first), day_of(second)
    id = find(register, company).id if company else ""
    clock = "known" if known else "valid"
    count = 0
    for change in changes(register, *days, clock, id, most + 1):  # type: ignore[arg-type]
        count += 1
        if count > most:
            click.echo("… and more (--most)")
            break
        ends = [named(register, each) for each in (change.interest.owner, change.interest.owned)]
        click.echo(f"{change.what}: {one_line(' → '.join(ends))}")
        click.echo(f"    {told_interest(change.interest)}")
    if not count:
        click.echo("Nothing changed.")
    if id:
        _crossed(register, id, days, known)


def _crossed(register: "Register", id: str, days: tuple[date, date], known: bool) -> None:
    """Tell whose part crossed a threshold between two days."""
    from counterpitch.ownership.past import view
    from counterpitch.ownership.telling import label, standings
    from counterpitch.ownership.trace import trace as run

    owners: list[dict[str, Any]] = []
    for day in days:
        dates = (None, day) if known else (day, None)
        there = view(register, [id], *dates)
        found = run(there, id, *dates).owners if there.number(id) is not None else ()
        owners.append({owner.node.id: owner for owner in found})
    for owner_id in sorted({*owners[0], *owners[1]}):
        before, after = (each.get(owner_id) for each in owners)
        said = [standings(each.share) if each else "no part" for each in (before, after)]
        if said[0] != said[1]:
            known_owner = after or before
            click.echo(label(known_owner.node) if known_owner else owner_id)
            click.echo(f"    before: {said[0]}\n    after:  {said[1]}")
