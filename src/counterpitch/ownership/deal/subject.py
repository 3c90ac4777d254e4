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


def _uk(text: str) -> str:
    return uk_company(text) if uk_number(text) else ""


def _listed(names: Iterable[str]) -> str:
    listed = [one_line(name, 60) for name in names]
    more = f" and {len(listed) - 5:,} more" if len(listed) > 5 else ""
    return ", ".join(listed[:5]) + more
