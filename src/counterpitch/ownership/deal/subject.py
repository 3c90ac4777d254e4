"""Which company of a cap table is the one of the register that was asked about."""

from collections.abc import Iterable

from counterpitch.errors import UsageError
from counterpitch.ownership.captable.table import CapTable
from counterpitch.ownership.find import plain
from counterpitch.ownership.ids import lei, uk_company, uk_number
from counterpitch.ownership.node import Node
from counterpitch.render.plain import one_line


def subject(table: CapTable, company: Node) -> str:
    """Return what ``table`` calls ``company``: its name, now or formerly, its number, or its LEI.

    Raises UsageError if the table is about other companies: their deal must never be told as one
    in ``company``.
    """
    names = {plain(each) for each in (company.name, *company.former_names) if each}
    for called in table.companies:
        if plain(called) in names or company.id in (called, lei(called), _uk(called)):
            return called
    raise UsageError(
        f"the table is about {_listed(table.companies)}, not about"
        f" {one_line(company.name or company.id, 80)}.",
        where=table.path,
        hint="Give the table of this company, or ask about the company of the table.",
    )


def chosen(table: CapTable, company: str) -> str:
    """Return what ``table`` calls the company named ``company``; its target if none is named.

    Raises UsageError with the companies of the table if it knows none of that name.
    """
    if not company:
        return table.target
    for called in table.companies:
        if called == company or plain(called) == plain(company):
            return called
    raise UsageError(
        f"no row is about a company called “{one_line(company, 80)}”; the table has"
        f" {_listed(table.companies)}.",
        where=table.path,
        hint="Name one of these, or leave --company out.",
    )


def _uk(text: str) -> str:
    return uk_company(text) if uk_number(text) else ""


def _listed(names: Iterable[str]) -> str:
    listed = [one_line(name, 60) for name in names]
    more = f" and {len(listed) - 5:,} more" if len(listed) > 5 else ""
    return ", ".join(listed[:5]) + more
