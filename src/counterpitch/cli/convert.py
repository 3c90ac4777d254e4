"""``counterpitch convert``: conversations out, in the interchange format."""

from pathlib import Path

import click

from counterpitch.cli.inputs import named
from counterpitch.errors import UsageError
from counterpitch.intake.notices import Notices


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
    found = gather(named(inputs), notices)
    if target.suffix == ".jsonl":
        from counterpitch.intake import jsonl

        with target.open("wb") as stream:
            count = jsonl.write(found, stream)
    elif target.suffix == ".parquet":
        from counterpitch.intake import parquet

        count = parquet.write(found, target)
    else:
        raise UsageError("the name ends in neither .jsonl nor .parquet.", where=str(target))
    click.echo(f"{count} conversations, {notices.total()} notes: {target}", err=True)
