"""``counterpitch convert``: conversations out, in the interchange format."""

from pathlib import Path

import click

from counterpitch.cli.inputs import named
from counterpitch.cli.notes import note_lines
from counterpitch.cli.outfile import OUT_FILE, whole
from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.intake.notices import Notices
from counterpitch.render.plain import many


@click.command()
@click.argument("inputs", nargs=-1, metavar="FILE...")
@click.option(
    "--to", "target", required=True, type=OUT_FILE,
    help="A file ending in .jsonl or .parquet.",
)  # fmt: skip
def convert(inputs: tuple[str, ...], target: Path) -> None:
    """Write every conversation in FILE to JSON Lines or Parquet (the interchange format)."""
    from counterpitch.intake.gather import gather

    notices = Notices()
    if target.suffix not in {".jsonl", ".parquet"}:
        raise UsageError("the name ends in neither .jsonl nor .parquet.", where=str(target))
    found = gather(named(inputs), notices)
    with whole(target) as part:
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
