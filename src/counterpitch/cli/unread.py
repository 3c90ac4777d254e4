"""``counterpitch unread``: what the program could not read, and a person has to."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.outfile import OUT_FILE
from counterpitch.cli.storing import REPORT, actor_option, database_option, document, opened, when
from counterpitch.errors import CounterpitchError, UsageError

if TYPE_CHECKING:
    from counterpitch.cases import Store
    from counterpitch.cases.unread import Unread


@click.command()
@click.argument("number", type=REPORT, metavar="[REPORT]", required=False)
@click.option(
    "--out", type=OUT_FILE,
    help="Save the original there, byte for byte; the journal notes it.",
)  # fmt: skip
@click.option("--reason", default="", help="What you found in it; then it waits no longer.")
@click.option("--json", "as_json", is_flag=True)
@actor_option
@database_option
def unread(
    number: int | None,
    out: Path | None,
    reason: str,
    as_json: bool,
    actor: str,
    database: str | None,
) -> None:
    """List reports in which no message could be read; save one, and say what you found.

    A brochure, a broken file, a picture whose text nobody typed: whoever handed it in was told
    that a person will look. Save the original, look, hand in what it says as a report of its
    own, and settle this one with --reason; the reporter sees that it was looked at.
    """
    if number is None and (out is not None or reason):
        raise UsageError(
            "--out and --reason need the number of a report.", hint="See counterpitch unread."
        )
    with opened(database) as store:
        from counterpitch.cases.unread import settle_unread
        from counterpitch.cases.unread import unread as unread_of

        if number is None:
            _list(unread_of(store), as_json)
            return
        held = _one(store, number)
        if out is not None:
            _save(store, held, out, actor)
        if reason:
            settle_unread(store, held.id, actor=actor, reason=reason)
            click.echo(f"R-{held.id} is settled; its reporter sees that it was looked at.")
        elif out is None:
            _list((held,), as_json)


def _list(found: "tuple[Unread, ...]", as_json: bool) -> None:
    from counterpitch.render.plain import one_line

    if as_json:
        for each in found:
            click.echo(document(each))
        return
    if not found:
        click.echo("Nothing waits for a person's own eyes.")
        return
    for each in found:
        click.echo(
            f"R-{each.id}  {when(each.at)}  {one_line(each.name, 60)}, {each.size:,} bytes,"
            f" by {one_line(each.actor, 40)}"
        )
        for line in (each.note, *each.notices):
            if line:
                click.echo(f"      {one_line(line, 200)}")
    click.echo(
        f"\nLook, then say what you found: counterpitch unread R-{found[0].id} --out FILE,"
        f" counterpitch unread R-{found[0].id} --reason TEXT"
    )


def _one(store: "Store", number: int) -> "Unread":
    from counterpitch.cases.unread import unread_one, why_not

    held = unread_one(store, number)
    if held is None:
        raise UsageError(why_not(store, number), hint="See counterpitch unread.")
    return held


def _save(store: "Store", held: "Unread", out: Path, actor: str) -> None:
    from counterpitch.cases import original
    from counterpitch.cases.noting import note_taken

    if out.exists():
        raise UsageError("the file is there already.", where=str(out), hint="Name another one.")
    note_taken(store, f"evidence:{held.sha256}", actor=actor, what=held.name)
    try:
        with out.open("xb") as stream:
            for piece in original(store, held.sha256):
                stream.write(piece)
    except OSError as error:
        raise CounterpitchError(
            f"the original cannot be saved ({(error.strerror or 'no access').lower()}).",
            where=str(out), hint="Name another file.",
        ) from None  # fmt: skip
    click.echo(f"Saved as {out}. It was sent by a stranger: open it with care.")
