"""A register as it was on a day: interests above or below a company, gathered by DuckDB."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from counterpitch.ownership.edge import Interest
from counterpitch.ownership.register import Register
from counterpitch.ownership.view import View, of, stored

MOST: Final = 200_000
"""Interests gathered above one company."""


def view(
    register: Register, ids: Iterable[str], as_of: date | None = None,
    known_at: date | None = None,
) -> View:  # fmt: skip
    """Return what stands above ``ids``: the stored snapshot for now, else as on the dates."""
    if as_of is None and known_at is None:
        return stored(register.data)
    wanted = list(ids)
    interests = _gathered(register, wanted, as_of, known_at)
    named = {*wanted, *(i.owner for i in interests), *(i.owned for i in interests)}
    nodes = register.nodes("id IN (SELECT unnest(?))", [sorted(named)])
    return of(interests, nodes)


def _gathered(
    register: Register, ids: list[str], as_of: date | None, known_at: date | None
) -> list[Interest]:
    found: list[Interest] = []
    seen, waiting = set(ids), ids
    while waiting and len(found) < MOST:
        rows = list(
            register.interests(as_of, known_at, "owned IN (SELECT unnest(?))", [sorted(waiting)])
        )
        found += rows
        waiting = sorted({row.owner for row in rows} - seen)
        seen.update(waiting)
    return found
