"""All signals of one company: its own and those of what stands above it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

import msgspec

from counterpitch.ownership.register import Register
from counterpitch.ownership.signals.chains import Chains
from counterpitch.ownership.signals.queries import QUERIES
from counterpitch.ownership.signals.rates import day, named, rates
from counterpitch.ownership.signals.scope import Scope
from counterpitch.ownership.signals.signal import Evidence, Rate, Signal, kinds

SHOWN: Final = 12
"""Rows of evidence that are kept; the rest is counted."""


def signals(
    register: Register, company: str, as_of: date | None = None, known_at: date | None = None, *,
    with_rates: bool = True, progress: Callable[[str], None] = lambda _: None,
) -> tuple[Signal, ...]:  # fmt: skip
    """Return the signals of ``company`` on ``as_of``, by what was known at ``known_at``.

    Each has the rows that it rests on and how common it is among all companies loaded. They
    are never added up: some are common and harmless, and only a person can weigh them.
    """
    scope = Scope(register, as_of, known_at)
    scope.aim(company)
    found: dict[str, list[Evidence]] = {}
    for id, query in QUERIES.items():
        rows = scope.sql(named(query) + " ORDER BY ALL", day(query, scope))
        found[id] = [Evidence(*row) for row in rows]
    chains = Chains(scope, company)
    found["circular"] = list(chains.circular())
    found["depth"] = list(chains.depth())
    found["break"] = list(chains.breaks())
    found["opaque-form"] = list(chains.opaque())
    found = {id: [_placed(row, chains) for row in rows] for id, rows in found.items()}
    known = rates(scope, progress) if with_rates and any(found.values()) else {}
    return tuple(_signals(found, known))


def _placed(row: Evidence, chains: Chains) -> Evidence:
    """Say in the sentence where it is, unless at the company asked about itself."""
    if row.company == chains.company:
        return row
    place = f"At {chains.name(row.company)}: {row.sentence}"
    return msgspec.structs.replace(row, sentence=place)


def _signals(found: dict[str, list[Evidence]], known: dict[str, Rate]) -> Iterable[Signal]:
    for id, kind in kinds().items():
        if rows := found.get(id):
            yield Signal(kind, tuple(rows[:SHOWN]), max(len(rows) - SHOWN, 0), known.get(id))
