"""All signals of one company: its own and those of what stands above it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

import msgspec

from counterpitch.ownership.above import above as upward
from counterpitch.ownership.past import view
from counterpitch.ownership.register import Register
from counterpitch.ownership.signals.chains import Chains
from counterpitch.ownership.signals.queries import QUERIES
from counterpitch.ownership.signals.rates import counts, day, named
from counterpitch.ownership.signals.scope import above
from counterpitch.ownership.signals.signal import Evidence, Rate, Signal, kinds

SHOWN: Final = 12
"""Rows of evidence that are kept; the rest is counted."""


def signals(
    register: Register, company: str, as_of: date | None = None, known_at: date | None = None, *,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Signal, ...]:  # fmt: skip
    """Return the signals of ``company`` on ``as_of``, by what was known at ``known_at``.

    Each has the rows that it rests on and how common it is among all companies loaded. They
    are never added up: some are common and harmless, and only a person can weigh them.
    """
    counted = counts(register, progress)
    scope = above(
        register, _ids(register, company, as_of, known_at), as_of, known_at, counted.crowded
    )
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
    return tuple(_signals(found, counted.rates))


def _ids(register: Register, company: str, as_of: date | None, known_at: date | None) -> set[str]:
    """Return the ids of the company and of what stands above it."""
    seen = view(register, [company], as_of, known_at)
    number = seen.number(company)
    if number is None:
        return {company}
    return {seen.id(each) for each in upward(seen, number).nodes}


def _placed(row: Evidence, chains: Chains) -> Evidence:
    """Say in the sentence where it is, unless it does, or is at the company asked about itself."""
    if row.company == chains.company:
        return row
    name = chains.name(row.company)
    if row.sentence.startswith(f"{name} "):
        return row
    place = f"At {name}: {row.sentence}"
    return msgspec.structs.replace(row, sentence=place)


def _signals(found: dict[str, list[Evidence]], known: dict[str, Rate]) -> Iterable[Signal]:
    for id, kind in kinds().items():
        if rows := found.get(id):
            yield Signal(kind, tuple(rows[:SHOWN]), max(len(rows) - SHOWN, 0), known.get(id))
