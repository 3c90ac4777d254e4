"""``counterpitch own signals``: what in a company's structure deserves a question."""

from pathlib import Path

import click

from counterpitch.cli.owning.company import asked, company_options


@click.command()
@company_options
@click.option("--no-rates", is_flag=True, help="Do not count how common each signal is.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def signals(
    company: str, folder: Path, day: str | None, known: str | None, no_rates: bool, as_json: bool
) -> None:
    """Show the signals of COMPANY, each with its rows, its honest explanations, its base rate.

    They are not added up: some are common and harmless.
    """
    question = asked(company, folder, day, known)
    found = question.signals(with_rates=not no_rates)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found).decode())
        return
    from rich.console import Console

    from counterpitch.ownership.terminal.signals import screen

    node = question.register.node(question.company)
    Console(highlight=False).print(screen(found, node.name if node else question.company))
