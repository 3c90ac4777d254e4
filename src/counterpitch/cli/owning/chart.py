"""``counterpitch own chart``: the structure chart as SVG."""

from pathlib import Path

import click

from counterpitch.cli.outfile import OUT_FILE
from counterpitch.cli.owning.company import asked, company_options, written


@click.command()
@company_options
@click.option("--out", type=OUT_FILE, required=True, help="The SVG file.")
@click.option(
    "--show",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="Small holders of one company that are drawn each; the rest is folded.",
)
def chart(
    company: str, folder: Path, day: str | None, known: str | None, out: Path, show: int
) -> None:  # fmt: skip
    """Draw who stands above COMPANY: bands on the lines, rings as rings, the unknown as such."""
    from counterpitch.ownership.chart.source import graph_of
    from counterpitch.ownership.chart.svg import svg

    written(out, svg(graph_of(asked(company, folder, day, known).trace()), shown=show))
