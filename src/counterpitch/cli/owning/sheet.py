"""``counterpitch own sheet``: a due-diligence form filled from the data, its gaps listed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.console import console
from counterpitch.cli.outfile import OUT_FILE
from counterpitch.cli.owning.company import Asked, asked, company_options, deal_in, written

if TYPE_CHECKING:
    from counterpitch.ownership.sheet.facts import Known


@click.command()
@company_options
@click.option(
    "--form",
    "name",
    type=click.Choice(["trusted-research", "nsi"]),
    default="trusted-research",
    show_default=True,
    help="Which form.",
)
@click.option("--about", default="", help="What the company says of itself: a text or a file.")
@click.option("--deal", type=click.Path(path_type=Path), help="A cap table with a planned deal.")
@click.option("--html", "html", type=OUT_FILE, help="Write it as HTML.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def sheet(
    company: str, folder: Path, day: str | None, known: str | None, name: str, about: str,
    deal: Path | None, html: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Fill a form about COMPANY from the data; what nothing answers is listed as a gap.

    The form is a preparation: it is sent by a person, and it is not legal advice.
    """
    from counterpitch.ownership.chart.source import graph_of
    from counterpitch.ownership.chart.svg import svg
    from counterpitch.ownership.page.sheet import sheet_page
    from counterpitch.ownership.sheet.fill import fill
    from counterpitch.ownership.sheet.form import form

    known_facts = _known(asked(company, folder, day, known), about, deal, chart=html is not None)
    filled = fill(form(name), known_facts)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(filled).decode())
    if html:
        written(html, sheet_page(filled, svg(graph_of(known_facts.trace))))
    if not as_json and not html:
        from counterpitch.ownership.terminal.sheet import screen

        console().print(screen(filled))


def _known(question: Asked, about: str, deal: Path | None, *, chart: bool) -> "Known":
    from counterpitch.cli.owning.areas import text_of
    from counterpitch.ownership.areas.classify import described
    from counterpitch.ownership.page.history import history
    from counterpitch.ownership.sheet.facts import Known

    trace = question.trace()
    planned = deal_in(trace.company, deal)
    return Known(
        trace,
        question.signals(),
        described(text_of(about), trace.company.sic),
        history(question.register, trace),
        planned,
        chart=chart,
        day=question.as_of or question.register.manifest.newest,
    )
