"""Works out the picture of a period, in a few passes over the approaches."""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases.nouns.trends import Cell, Times, Trends, Week
from counterpitch.cases.rows import week_of
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, approach_tag
from counterpitch.cases.trending.beside import yardsticks_of
from counterpitch.cases.trending.funnel import funnel_of
from counterpitch.errors import UsageError
from counterpitch.model.indicator import STAGES
from counterpitch.model.verdict import BANDS

WEEKS: Final = 26
"""Weeks shown where no period is named."""
MOST_WEEKS: Final = 520
HELD_FOR: Final = 30.0
"""Seconds for which a picture is not worked out anew."""
_FIRST_MONDAY: Final = date(1970, 1, 5)
_MICROSECONDS_AN_HOUR: Final = 3_600_000_000


def trends(store: Store, *, since: date | None = None, until: date | None = None) -> Trends:
    """Return the picture from the week of ``since`` to before that of ``until``.

    Without them: the last 26 weeks, this one included. Up to a minute old. Raises
    ``UsageError`` where the period is empty or longer than ten years.
    """
    last = _monday(until) if until else _monday(store.clock().date()) + timedelta(weeks=1)
    first = _monday(since) if since else last - timedelta(weeks=WEEKS)
    if not 0 < (last - first).days <= 7 * MOST_WEEKS:
        raise UsageError("the period is empty or longer than ten years.", hint="Give two days.")
    key, moment = ("trends", first, last), time.monotonic()
    with store.lock:
        held = store.recent.get(key)
        if held is not None and moment - held[0] < HELD_FOR:
            return held[1]  # type: ignore[no-any-return]
        if held is not None:
            # While one reader works the picture out anew, the others get the one before.
            store.recent[key] = (moment, held[1])
    with store.read() as connection:
        made = _trends(connection, first, last, store.clock())
    _forget(store, moment)
    store.recent[key] = (moment, made)
    return made


def _forget(store: Store, moment: float) -> None:
    """Let go of pictures that are too old to be shown, so that they do not pile up."""
    for key, held in list(store.recent.items()):
        if key[0] == "trends" and moment - held[0] >= HELD_FOR:
            store.recent.pop(key, None)


def _trends(connection: sa.Connection, first: date, last: date, now: datetime) -> Trends:
    low, high = _number(first), _number(last)
    span = high - low
    groups = _weekly(connection, low - span, high)
    weeks: Counter[int] = Counter()
    received: Counter[int] = Counter()
    for group in groups:
        received[group.week] += group.many
        if _counts(group):
            weeks[group.week] += group.many
    tables = _tables(connection, low, high, span)
    breakdowns = {name: _cells(*both, _ORDER.get(name, ())) for name, both in tables.items()}
    breakdowns |= _tagged(connection, low, high, span)
    current = [group for group in groups if group.week >= low]
    return Trends(
        since=first, until=last,
        weeks=tuple(
            Week(
                _FIRST_MONDAY + timedelta(weeks=n), weeks[n], weeks[n - span], received[n]
            )
            for n in range(low, high)
        ),
        approaches=sum(weeks[n] for n in range(low, high)),
        before=sum(weeks[n] for n in range(low - span, low)),
        received=sum(received[n] for n in range(low, high)),
        breakdowns=breakdowns,
        to_triage=_times(connection, approach.c.triaged_at, low, high),
        to_answer=_times(connection, approach.c.answered_at, low, high),
        funnel=funnel_of(connection, current, _moment(low), _moment(high)),
        yardsticks=yardsticks_of(connection, now),
    )  # fmt: skip


def counted() -> sa.ColumnElement[bool]:
    """Return the condition under which something counts as an approach."""
    return sa.or_(
        approach.c.status == "confirmed",
        sa.and_(approach.c.rank >= 2, approach.c.status.not_in(("false-alarm", "duplicate"))),
    )


def _counts(group: sa.Row[Any]) -> bool:
    if group.status == "confirmed":
        return True
    return group.rank >= 2 and group.status not in ("false-alarm", "duplicate")


def _weekly(connection: sa.Connection, low: int, high: int) -> list[sa.Row[Any]]:
    keys = (approach.c.week, approach.c.rank, approach.c.status)
    counts = sa.func.count().label("many"), sa.func.count(approach.c.triaged_at).label("triaged")
    chosen = sa.select(*keys, *counts).where(*_within(low, high))
    return list(connection.execute(chosen.group_by(*keys)))


Tables = dict[str, tuple[Counter[str], Counter[str]]]
"""Counts by value in the period and in the one before it, by name of the table."""


def _tables(connection: sa.Connection, low: int, high: int, span: int) -> Tables:
    """Return what counts, by each of its properties: one pass, however many weeks."""
    names = ("channel", "stage", "sector", "kind", "rank")
    keys = (_current(low), *(approach.c[name] for name in names))
    chosen = sa.select(*keys, sa.func.count()).where(*_within(low - span, high), counted())
    found: Tables = {name: (Counter(), Counter()) for name in (*names[:-1], "band")}
    for current, *values, rank, many in connection.execute(chosen.group_by(*keys)):
        for name, value in zip(found, (*values, BANDS[rank]), strict=True):
            found[name][0 if current else 1][value] += many
    return found


def _current(low: int) -> sa.ColumnElement[bool]:
    return (approach.c.received_at >= _moment(low)).label("current")


def _within(low: int, high: int) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the condition of a stretch of weeks, by the indexed time of receipt."""
    return approach.c.received_at >= _moment(low), approach.c.received_at < _moment(high)


def _tagged(
    connection: sa.Connection, low: int, high: int, span: int
) -> dict[str, tuple[Cell, ...]]:
    current = _current(low)
    rows = connection.execute(
        sa.select(approach_tag.c.family, approach_tag.c.value, current, sa.func.count())
        .join(approach, approach.c.id == approach_tag.c.approach_id)
        .where(approach_tag.c.family.in_(("area", "lure")), *_within(low - span, high), counted())
        .group_by(approach_tag.c.family, approach_tag.c.value, current)
    )
    found: dict[str, tuple[Counter[str], Counter[str]]] = {
        "area": (Counter(), Counter()), "lure": (Counter(), Counter()),
    }  # fmt: skip
    for family, value, now_, count in rows:
        found[family][0 if now_ else 1][value] += count
    return {name: _cells(*both) for name, both in found.items()}


_ORDER: Final[dict[str, tuple[str, ...]]] = {"stage": STAGES, "band": (*reversed(BANDS),)}
"""Tables whose values have an order of their own; what is not known comes last."""


def _cells(
    now_: Counter[str], before: Counter[str], order: tuple[str, ...] = ()
) -> tuple[Cell, ...]:
    """Return the cells of a table: in its own order where it has one, else the largest first."""
    place = {value: n for n, value in enumerate(order)}
    values = sorted(
        now_.keys() | before.keys(),
        key=lambda v: (place.get(v, len(place)), -now_[v], -before[v], v),
    )
    return tuple(Cell(value, now_[value], before[value]) for value in values)


def _times(connection: sa.Connection, column: sa.Column[Any], low: int, high: int) -> Times:
    took = sa.type_coerce(column, sa.BigInteger) - sa.type_coerce(
        approach.c.received_at, sa.BigInteger
    )
    chosen = sa.select(took).where(*_within(low, high), column.is_not(None))
    found = sorted(connection.execute(chosen).scalars())
    if not found:
        return Times(0, None, None)
    return Times(len(found), _hours(found, 0.5), _hours(found, 0.9))


def _hours(found: list[int], share: float) -> float:
    """Return the smallest value that ``share`` of all do not exceed, in hours."""
    place = max(0, -(-len(found) * int(share * 100) // 100) - 1)
    return round(found[place] / _MICROSECONDS_AN_HOUR, 2)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _number(monday: date) -> int:
    return week_of(datetime(monday.year, monday.month, monday.day, tzinfo=UTC))


def _moment(week: int) -> datetime:
    day = _FIRST_MONDAY + timedelta(weeks=week)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
