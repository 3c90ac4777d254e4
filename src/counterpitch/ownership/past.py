"""A register as it was on a day: interests above or below a company, gathered by DuckDB."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from msgspec import structs

from counterpitch.ownership.edge import Interest
from counterpitch.ownership.merges import heads, recorded
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
    merged = heads(recorded(register.folder))
    wanted = [merged.get(id, id) for id in ids]
    interests = [
        structs.replace(
            i.as_known(known_at),
            owner=merged.get(i.owner, i.owner),
            owned=merged.get(i.owned, i.owned),
        )
        for i in _gathered(register, wanted, as_of, known_at, merged)
    ]
    named = {*wanted, *(i.owner for i in interests), *(i.owned for i in interests)}
    nodes = register.nodes("id IN (SELECT unnest(?))", [sorted(named)])
    return of(interests, nodes)


def _gathered(
    register: Register, ids: list[str], as_of: date | None, known_at: date | None,
    merged: dict[str, str],
) -> list[Interest]:  # fmt: skip
    groups: dict[str, list[str]] = {}
    for id, head in merged.items():
        groups.setdefault(head, []).append(id)
    found: list[Interest] = []
    waiting = sorted({one for id in ids for one in (id, *groups.get(id, ()))})
    seen = set(waiting)
    while waiting and len(found) < MOST:
        rows = list(
            register.interests(as_of, known_at, "owned IN (SELECT unnest(?))", [sorted(waiting)])
        )
        found += rows
        tops = {merged.get(row.owner, row.owner) for row in rows}
        waiting = sorted({one for id in tops for one in (id, *groups.get(id, ()))} - seen)
        seen.update(waiting)
    return found
