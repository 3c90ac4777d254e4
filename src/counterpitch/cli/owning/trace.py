"""``counterpitch own trace`` and ``at``: the ultimate owners of a company, today or on a date."""

from datetime import date
from pathlib import Path

import click

from counterpitch.cli.owning.asking import (
    day_of,
    json_option,
    known_option,
    print_answer,
    register_option,
)


@click.command()
@click.argument("company")
@register_option
@json_option
@click.option("--no-chains", is_flag=True, help="Owners only, without the chains.")
def trace(company: str, folder: Path, as_json: bool, no_chains: bool) -> None:
    """Show the ultimate owners of COMPANY (number, LEI, id or name) with bounds and chains."""
    _trace(company, folder, None, None, as_json, not no_chains)


@click.command()
@click.argument("day", metavar="DATE")
@click.argument("company")
@register_option
@known_option
@json_option
def at(day: str, company: str, folder: Path, known: str | None, as_json: bool) -> None:
    """Trace COMPANY as it was on DATE; with --known, by what was on file then."""
    _trace(company, folder, day_of(day), day_of(known) if known else None, as_json, True)


def _trace(
    company: str, folder: Path, as_of: date | None, known: date | None, as_json: bool, chains: bool
) -> None:
    from counterpitch.ownership.find import company as find
    from counterpitch.ownership.past import view
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.telling import told
    from counterpitch.ownership.trace import trace as run

    register = Register.open(folder)
    node = find(register, company)
    there = view(register, [node.id], as_of, known)
    answer = run(there, node.id, as_of, known, register.manifest.newest)
    print_answer(answer, as_json, told(answer, chains=chains))
