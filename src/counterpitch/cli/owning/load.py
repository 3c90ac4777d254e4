"""``counterpitch own load``: the registers' own files into a register."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from counterpitch.cli.owning.asking import DEFAULT, day_of
from counterpitch.errors import UsageError

if TYPE_CHECKING:
    from counterpitch.intake.notices import Notices

_STOPPED: Final = 130
"""The exit code of what was stopped by Ctrl-C, as shells have it."""


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE|FOLDER...",
    type=click.Path(path_type=Path, exists=True),
)  # fmt: skip
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=DEFAULT, show_default=True,
    envvar="COUNTERPITCH_REGISTER", help="Folder of the register.",
)  # fmt: skip
@click.option("--date", "day", help="Date of the snapshot (YYYY-MM-DD); today if left out.")
@click.option("--add", is_flag=True, help="The files are changes: keep what they do not name.")
@click.option("--end-most", is_flag=True, help="Let more than half of a source's interests end.")
def load(files: tuple[Path, ...], folder: Path, day: str | None, add: bool, end_most: bool) -> None:
    """Load PSC, BasicCompanyData, GLEIF, BODS, FollowTheMoney; plain, .gz or .zip.

    Formats are recognised by content; a FOLDER is walked, and what is of no register is counted.

    A source that is loaded again is updated by difference: what is gone stays on file as of
    its date, so that you can ask what was known before. A damaged file ends nothing: it is
    refused, unless --add takes what it has.
    """
    from counterpitch.ownership.load import load as run

    try:
        outcome = run(
            files, folder, _snapshot(day), add=add, end_most=end_most,
            progress=lambda text: click.echo(f"  {text} …", err=True),
        )  # fmt: skip
    except KeyboardInterrupt:
        click.echo(f"Stopped; nothing in {folder} is left half written.", err=True)
        sys.exit(_STOPPED)
    for entry in outcome.loaded:
        damaged = f", {entry.damaged:,} damaged" if entry.damaged else ""
        click.echo(
            f"{entry.path}: {entry.reader}, {entry.lines:,} records{damaged},"
            f" {entry.interests:,} interests"
        )
    if outcome.gone:
        click.echo(f"{outcome.gone:,} interests of before are no longer there.")
    _tell(outcome.notices)
    click.echo(f"The register lies in {folder}.")


def _snapshot(day: str | None) -> date:
    """Return the date that was given, or today; UsageError for one that is still to come."""
    today = date.today()
    snapshot = today if day is None else day_of(day)
    if snapshot > today:
        raise UsageError(
            f"{snapshot} is still to come; nothing can be known as of then.", where="--date",
            hint="Give the day as of which the publisher made the files.",
        )  # fmt: skip
    return snapshot


def _tell(notices: "Notices") -> None:
    from counterpitch.render.plain import one_line

    for notice in notices.kept[:20]:
        row = f", row {notice.row:,}" if notice.row is not None else ""
        place = "" if notice.path in notice.message else f"{Path(notice.path).name}{row}: "
        click.echo(f"  note: {one_line(place + notice.message, 420)}", err=True)
    more = notices.total() - min(20, len(notices.kept))
    if more > 0:
        click.echo(f"  and {more:,} more notes.", err=True)
