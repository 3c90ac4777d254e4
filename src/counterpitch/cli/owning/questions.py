"""``counterpitch own questions``: what to ask the parties, and what each answer would settle."""

from pathlib import Path

import click

from counterpitch.cli.console import console
from counterpitch.cli.owning.company import asked, company_options


@click.command()
@company_options
@click.option("--about", default="", help="What the company says of itself: a text or a file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def questions(
    company: str, folder: Path, day: str | None, known: str | None, about: str, as_json: bool
) -> None:
    """List what to ask about COMPANY: one question for each thing that the register leaves open."""
    from counterpitch.cli.owning.areas import text_of
    from counterpitch.ownership.areas.classify import classify
    from counterpitch.ownership.inquiry.questions import questions as listed

    question = asked(company, folder, day, known)
    areas = classify(text_of(about)) if about else ()
    found = listed(question.trace(), question.signals(), areas)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found).decode())
        return
    from counterpitch.ownership.terminal.questions import screen

    console().print(screen(found))
