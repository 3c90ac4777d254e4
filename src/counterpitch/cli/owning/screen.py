"""``counterpitch own screen``: a list of companies, one row each."""

import sys
from itertools import chain
from pathlib import Path

import click

from counterpitch.cli.outfile import OUT_FILE, whole
from counterpitch.cli.owning.asking import register_option


@click.command()
@click.argument("listed", metavar="LIST.csv", type=click.Path(path_type=Path, exists=True))
@register_option
@click.option("--out", type=OUT_FILE, help="Write here instead of the terminal.")
def screen(listed: Path, folder: Path, out: Path | None) -> None:
    """Trace every company of LIST.csv; one row each, as CSV."""
    from counterpitch.ownership import screen as screening
    from counterpitch.ownership.register import Register

    register = Register.open(folder)
    rows = screening.asked(listed)

    def progress(done: int, whole: int) -> None:
        click.echo(f"\r  {done:,} of {whole:,}", err=True, nl=done == whole)

    answers = screening.screen(register, rows, progress)
    table = chain((screening.header(),), map(screening.row, answers))
    if out is None:
        sys.stdout.writelines(table)
        return
    with whole(out) as part, part.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(table)
