"""Who stands above the holders of a cap table, by a loaded register."""

from collections.abc import Iterable
from typing import Final

from counterpitch.errors import CounterpitchError
from counterpitch.ownership.captable.table import CapTable
from counterpitch.ownership.find import find
from counterpitch.ownership.past import view
from counterpitch.ownership.register import Register
from counterpitch.ownership.trace import trace

MOST: Final = 200
"""Holders that are looked up."""


def controllers(register: Register, table: CapTable) -> tuple[dict[str, set[str]], tuple[str, ...]]:
    """Return for each holder with a number who surely controls it, and what was not found.

    Only holders with a number are looked up: a name alone may be somebody else's.
    """
    found: dict[str, set[str]] = {}
    remarks: list[str] = []
    for holder, number in _numbered(table):
        try:
            node = find(register, number)
        except CounterpitchError:
            remarks.append(f"{holder} ({number}) is not in the register; who controls it is open.")
            continue
        answer = trace(view(register, [node.id]), node.id)
        above = [*answer.owners, *answer.between]
        names = {o.node.name or o.node.id for o in above if o.control == "certain"}
        if names:
            found[holder] = names
        if any(o.control == "possible" for o in answer.owners):
            remarks.append(f"Who controls {holder} is open: counterpitch own trace {number}.")
    return found, tuple(remarks)


def _numbered(table: CapTable) -> Iterable[tuple[str, str]]:
    pairs = {each.holder: each.holder_number for each in table.holdings if each.holder_number}
    return list(pairs.items())[:MOST]
