"""``counterpitch own page``: everything about one company in one HTML file."""

from pathlib import Path

import click

from counterpitch.cli.outfile import OUT_FILE
from counterpitch.cli.owning.company import asked, company_options, deal_in, written


@click.command()
@company_options
@click.option("--out", type=OUT_FILE, required=True, help="The HTML file.")
@click.option("--about", default="", help="What the company says of itself: a text or a file.")
@click.option("--deal", type=click.Path(path_type=Path), help="A cap table with a planned deal.")
def page(
    company: str, folder: Path, day: str | None, known: str | None, out: Path, about: str,
    deal: Path | None,
) -> None:  # fmt: skip
    """Write the page of COMPANY: chart, owners, chains, signals, changes, questions."""
    from counterpitch.cli.owning.areas import text_of
    from counterpitch.ownership.areas.classify import described
    from counterpitch.ownership.page.company import Whole
    from counterpitch.ownership.page.company import page as made
    from counterpitch.ownership.page.history import history

    question = asked(company, folder, day, known)
    trace = question.trace()
    planned = deal_in(trace.company, deal)
    whole = Whole(
        trace,
        question.signals(),
        history(question.register, trace),
        described(text_of(about), trace.company.sic) or (),
        planned,
    )
    written(out, made(whole))
