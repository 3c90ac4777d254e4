"""What changed in and above a company, newest first."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import msgspec

from counterpitch.ownership.answer import Trace
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.register import Register

What = Literal["begins", "ends", "is on file", "is no longer on file"]


class Event(msgspec.Struct, frozen=True):
    """Something that happened on ``day``: an interest begins or ends, or is filed so."""

    day: date
    what: What
    owner: str
    owned: str
    words: str
    source: str = ""
    source_ref: str = ""


def history(register: Register, trace: Trace) -> tuple[Interest, ...]:
    """Return all interests, past ones too, in the company and in those that stand above it.

    Where the trace is by what was on file at a day, so are they.
    """
    ids = sorted({trace.company.id, *(step.owned for step in trace.steps)})
    day = trace.known_at
    return tuple(
        each.as_known(day)
        for each in _all(register, ids)
        if day is None or each.known_from is None or each.known_from <= day
    )


def _all(register: Register, ids: list[str]) -> Iterable[Interest]:
    columns = ", ".join(f'"{name}"' for name in Interest.__struct_fields__)
    rows = register.sql(
        f"SELECT {columns} FROM interests WHERE owned IN (SELECT unnest(?))"
        " ORDER BY owned, owner, since, source_ref LIMIT 5000",
        [ids],
    )
    return (Interest(*row) for row in rows)


def events(
    interests: Iterable[Interest], names: Mapping[str, str], until: date | None = None
) -> tuple[Event, ...]:
    """Return the events of ``interests`` up to ``until``, newest first, each once."""
    found: dict[tuple[object, ...], Event] = {}
    for each in interests:
        for day, what in _days(each):
            if day is None or (until and day > until):
                continue
            event = Event(
                day, what, names.get(each.owner) or each.owner, names.get(each.owned) or each.owned,
                _words(each), each.source, each.source_ref,
            )  # fmt: skip
            found.setdefault((day, what, each.owner, each.owned, event.words), event)
    return tuple(sorted(found.values(), key=lambda e: (-e.day.toordinal(), e.owned, e.owner)))


def _days(interest: Interest) -> Iterable[tuple[date | None, What]]:
    yield interest.since, "begins"
    yield interest.until, "ends"
    if interest.since is None:
        yield interest.known_from, "is on file"
    if interest.until is None:
        yield interest.known_until, "is no longer on file"


def _words(interest: Interest) -> str:
    if interest.lo <= 0 and interest.hi >= 1:
        return interest.basis.replace("_", " ")
    low, high = 100 * interest.lo, 100 * interest.hi
    share = f"{low:g} %" if low == high else f"{low:g}–{high:g} %"
    return f"{share} of {interest.basis}"
