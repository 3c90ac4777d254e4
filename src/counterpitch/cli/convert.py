"""``counterpitch convert``: conversations out, in the interchange format."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from counterpitch.cli.inputs import named
from counterpitch.cli.notes import note_lines
from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.intake.notices import Notices
from counterpitch.render.plain import many


@click.command()
@click.argument("inputs", nargs=-1, metavar="FILE...")
@click.option(
    "--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="A file ending in .jsonl or .parquet.",
)  # fmt: skip
def convert(inputs: tuple[str, ...], target: Path) -> None:
    """Write every conversation in FILE to JSON Lines or Parquet (the interchange format)."""
    from counterpitch.intake.gather import gather

    notices = Notices()
    if target.suffix not in {".jsonl", ".parquet"}:
        raise UsageError("the name ends in neither .jsonl nor .parquet.", where=str(target))
    found = gather(named(inputs), notices)
    with _whole(target) as part:
        if target.suffix == ".jsonl":
            from counterpitch.intake import jsonl

            with part.open("wb") as stream:
                count = jsonl.write(found, stream)
        else:
            from counterpitch.intake import parquet

            count = parquet.write(found, part)
        for line in note_lines(notices):
            click.echo(f"note: {line}", err=True)
        if not count:
            raise UnreadableInput("nothing readable in what was named.", hint="Nothing is written.")
    click.echo(f"{many(count, 'conversation')}: {target}", err=True)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Give a file beside ``target`` that takes its place when it is complete.

    So what is read may be named as what is written, and a run that is cut off leaves no half file.
    """
    if not target.parent.is_dir():
        raise UsageError(
            "there is no such folder.", where=str(target.parent), hint="Make it first."
        )
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
