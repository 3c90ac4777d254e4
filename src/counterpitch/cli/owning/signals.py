"""``counterpitch own signals``: what in a company's structure deserves a question."""

from pathlib import Path

import click

from counterpitch.cli.console import console
from counterpitch.cli.owning.company import asked, company_options


@click.command()
@company_options
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def signals(company: str, folder: Path, day: str | None, known: str | None, as_json: bool) -> None:
    """Show the signals of COMPANY, each with its rows, its honest explanations, its base rate.

    They are not added up: some are common and harmless.
    """
    question = asked(company, folder, day, known)
    found = question.signals()
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found).decode())
        return
    from counterpitch.ownership.terminal.signals import screen

    node = question.register.node(question.company)
    console().print(screen(found, (node and node.name) or question.company))
