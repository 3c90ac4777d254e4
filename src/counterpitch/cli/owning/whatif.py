"""``counterpitch own what-if``: a planned deal, and who crosses which line."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.console import console
from counterpitch.errors import ExitCode

if TYPE_CHECKING:
    from counterpitch.ownership.captable.table import CapTable
    from counterpitch.ownership.deal.whatif import WhatIf


@click.command("what-if")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--company", default="", help="The company asked about, if the file has several.")
@click.option("--about", default="", help="What the company does: a text or a file, for the areas.")
@click.option(
    "--in", "folder", type=click.Path(path_type=Path), envvar="COUNTERPITCH_REGISTER",
    help="A register, to see who controls holders whose numbers the file gives.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--fail-on-crossing", is_flag=True, help="Exit 1 if somebody certainly crosses.")
def what_if(
    file: Path, company: str, about: str, folder: Path | None, as_json: bool,
    fail_on_crossing: bool,
) -> None:  # fmt: skip
    """Say what a planned deal changes: who crosses which threshold, with which power.

    FILE is a cap table (CSV or XLSX) whose planned rows are marked; see docs/what-if.md.
    """
    from counterpitch.ownership.captable.read import read
    from counterpitch.ownership.deal.subject import chosen
    from counterpitch.ownership.deal.whatif import what_if as answer

    table = read(file, company)
    for notice in table.notices:
        click.echo(f"note: {notice.message}", err=True)
    above, remarks = _controllers(table, folder)
    for remark in remarks:
        click.echo(f"note: {remark}", err=True)
    found = answer(table, chosen(table, company), above)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found).decode())
    else:
        _print(found, about)
    if fail_on_crossing and any(
        crossing.standing == "certain" and crossing.up
        for party in found.parties
        for crossing in party.crossings
    ):
        sys.exit(ExitCode.FINDINGS)


def _controllers(
    table: "CapTable", folder: Path | None
) -> tuple[dict[str, set[str]], tuple[str, ...]]:
    if folder is None:
        return {}, ()
    from counterpitch.ownership.deal.controllers import controllers
    from counterpitch.ownership.register import Register

    return controllers(Register.open(folder), table)


def _print(found: "WhatIf", about: str) -> None:
    from counterpitch.ownership.terminal.whatif import screen

    shown = console()
    shown.print(screen(found))
    if about:
        from counterpitch.cli.owning.areas import text_of
        from counterpitch.ownership.areas.classify import classify
        from counterpitch.ownership.terminal.areas import screen as areas_screen

        shown.print()
        shown.print(areas_screen(classify(text_of(about))))
