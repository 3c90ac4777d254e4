"""``counterpitch own screen``: a list of companies, one row each."""

import sys
from pathlib import Path

import click

from counterpitch.cli.owning.asking import register_option
from counterpitch.errors import UsageError


@click.command()
@click.argument("listed", metavar="LIST.csv", type=click.Path(path_type=Path, exists=True))
@register_option
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of the terminal.")
def screen(listed: Path, folder: Path, out: Path | None) -> None:
    """Trace every company of LIST.csv; one row each, as CSV."""
    from counterpitch.ownership import screen as screening
    from counterpitch.ownership.register import Register

    register = Register.open(folder)
    rows = screening.asked(listed)

    def progress(done: int, whole: int) -> None:
        click.echo(f"\r  {done:,} of {whole:,}", err=True, nl=done == whole)

    stream = out.open("w", encoding="utf-8", newline="") if out else sys.stdout
    try:
        stream.write(screening.header())
        for answer in screening.screen(register, rows, progress):
            stream.write(screening.row(answer))
    except OSError as error:
        raise UsageError(f"it cannot be written ({error.strerror}).", where=str(out)) from None
    finally:
        if out:
            stream.close()
