"""What every command about one company opens: the register, the dates, the trace."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from counterpitch.cli.outfile import whole
from counterpitch.cli.owning.asking import day_of, known_option, register_option

if TYPE_CHECKING:
    from counterpitch.ownership.answer import Trace
    from counterpitch.ownership.deal.whatif import WhatIf
    from counterpitch.ownership.node import Node
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.signals.signal import Signal

Command = TypeVar("Command", bound=Callable[..., Any])


class Asked(NamedTuple):
    """A register, the id of the company asked about in it, and the two dates."""

    register: "Register"
    company: str
    as_of: date | None
    known_at: date | None

    def trace(self) -> "Trace":
        """Return the trace of the company."""
        from counterpitch.ownership.past import view
        from counterpitch.ownership.trace import trace

        seen = view(self.register, [self.company], self.as_of, self.known_at)
        return trace(seen, self.company, self.as_of, self.known_at, self.register.manifest.newest)

    def signals(self) -> "tuple[Signal, ...]":
        """Return the signals of the company."""
        from counterpitch.ownership.signals.find import signals

        return signals(
            self.register, self.company, self.as_of, self.known_at,
            progress=lambda words: click.echo(f"  {words} …", err=True),
        )  # fmt: skip


def company_options(command: Command) -> Command:
    """Add the argument COMPANY and the options that say which register and which dates."""
    for decorate in (
        known_option,
        click.option("--at", "day", help="As it was on this date (YYYY-MM-DD); now, if left out."),
        register_option,
        click.argument("company"),
    ):
        command = decorate(command)
    return command


def asked(company: str, folder: Path, day: str | None, known: str | None) -> Asked:
    """Open the register and find the company by number, LEI, id or name."""
    from counterpitch.ownership.find import company as found
    from counterpitch.ownership.register import Register

    register = Register.open(folder)
    return Asked(
        register, found(register, company).id,
        day_of(day) if day else None, day_of(known) if known else None,
    )  # fmt: skip


def deal_in(company: "Node", table: Path | None) -> "WhatIf | None":
    """Return what the planned rows of a cap table change in ``company``; None without a table.

    Rows that name no company are of ``company``; a table of another company is an error.
    """
    if table is None:
        return None
    from counterpitch.ownership.captable.read import read
    from counterpitch.ownership.deal.subject import subject
    from counterpitch.ownership.deal.whatif import what_if

    found = read(table, company.name or company.id)
    for notice in found.notices:
        click.echo(f"note: {notice.message}", err=True)
    return what_if(found, subject(found, company))


def written(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` whole or not at all; an error is one sentence."""
    with whole(path) as part:
        part.write_text(text, "utf-8", errors="replace")
    click.echo(f"Written to {path}.")
