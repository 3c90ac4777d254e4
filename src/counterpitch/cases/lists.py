"""The queue: approaches in the order in which they should be looked at, page by page."""

from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases import finding
from counterpitch.cases.nouns.approaches import QueueRow
from counterpitch.cases.nouns.page import OPEN, STATUSES, Page, QueueFilter, Status
from counterpitch.cases.ready import Ready
from counterpitch.cases.rows import SHIFT, queue_row, rank_of
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, case_approach
from counterpitch.cases.tables.base import BigKey
from counterpitch.errors import UsageError
from counterpitch.model.verdict import BANDS

LIMIT: Final = 50
MOST: Final = 500
_HELD: Final = 128
"""Rows that are kept of each common filter, so that the same page is not read anew every time."""


def queue(
    store: Store,
    filter: QueueFilter | None = None,
    *,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[QueueRow]:
    """Return a page of the queue, most urgent first, or newest first.

    Most urgent is: the band, then the probability in whole percent, then who waits longest. What
    was erased is left out where only what waits for a person is asked for.

    ``cursor`` is ``next`` of the page before. Costs the same for every page, however many
    approaches there are.
    """
    chosen = filter or QueueFilter()
    size = max(1, min(limit, MOST))
    rows = _rows(store, chosen, _position(cursor), size)
    by_id = chosen.order == "newest"
    more = len(rows) > size
    place, last = rows[size - 1] if more else (0, None)
    following = None if last is None else str(last.id if by_id else place)
    return Page(tuple([row for _, row in rows[:size]]), following)


def search(
    store: Store, text: str, *, cursor: str | None = None, limit: int = LIMIT
) -> Page[QueueRow]:
    """Return what holds every word of ``text`` (``"in quotes"`` as a whole), newest first."""
    wanted = QueueFilter(statuses=STATUSES, text=text, order="newest")
    return queue(store, wanted, cursor=cursor, limit=limit)


def _position(cursor: str | None) -> int | None:
    if cursor is None or cursor == "":
        return None
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
        raise UsageError("the cursor is not one that the list gave.", where=cursor[:40])
    return int(cursor)


_Listed = tuple[int, QueueRow]
"""Where an approach stands in the queue, and what lists show of it."""


def _listed(row: Any) -> _Listed:
    return row.place, queue_row(row)


def _rows(store: Store, chosen: QueueFilter, position: int | None, size: int) -> list[_Listed]:
    """Return the rows of a page and one more. The queries of the common filters are made once."""
    told = {"position": position, "size": size + 1}
    common = QueueFilter(statuses=chosen.statuses, bands=chosen.bands, order=chosen.order)
    if chosen == common:
        with store.look() as look:
            return _ready(*_shape(chosen, position)).all(look, **told)
    with store.read() as connection:
        found = connection.execute(_statement(connection, chosen, position, size), told)
        return [_listed(row) for row in found]


def _statement(
    connection: sa.Connection, chosen: QueueFilter, position: int | None, size: int
) -> sa.Select[Any]:
    """Return the query of a page, which is told ``position`` and ``size`` (rows) when asked."""
    conditions = _conditions(connection, chosen, position, size)
    return _made(*_shape(chosen, position), tuple(conditions))


_Shape = tuple[bool, tuple[Status, ...], tuple[int, ...], bool]


def _shape(chosen: QueueFilter, position: int | None) -> _Shape:
    """Return what the query of a page is made of, but for further conditions."""
    ranks = tuple(sorted({rank_of(band) for band in chosen.bands}))
    return chosen.order == "newest", chosen.statuses or STATUSES, ranks, position is not None


_SIZE: Final = sa.bindparam("size", LIMIT, type_=sa.Integer)
_POSITION: Final = sa.bindparam("position", 0, type_=BigKey)


def _made(
    by_id: bool,
    statuses: tuple[Status, ...],
    ranks: tuple[int, ...],
    further: bool,
    conditions: tuple[sa.ColumnElement[bool], ...],
) -> sa.Select[Any]:
    """Return the query of a page; ``ranks`` empty for every band, ``further`` after a position.

    Each status and band is walked along its own index, as far as a page goes, and the parts
    are merged: no part is longer than a page, so the time does not grow with the table.
    """
    key = approach.c.id if by_id else approach.c.place
    some = (*conditions, key < _POSITION) if further else conditions
    if set(statuses) <= set(OPEN):
        # What was erased holds nothing that a person could still judge.
        some = (*some, approach.c.erased_at.is_(None))
    narrow = ranks if 0 < len(ranks) < len(BANDS) else ()
    if by_id:
        if set(statuses) != set(STATUSES):
            some = (*some, approach.c.status.in_(statuses))
        if narrow:
            some = (*some, approach.c.rank.in_(narrow))
        return sa.select(approach).where(*some).order_by(key.desc()).limit(_SIZE)
    parts = [
        sa.select(sa.select(approach.c.id, approach.c.place)
            .where(approach.c.status == status, *span, *some)
            .order_by(approach.c.place.desc())
            .limit(_SIZE).subquery())
        for status in statuses
        for span in _spans(narrow)
    ]  # fmt: skip
    found = sa.union_all(*parts).subquery()
    first = sa.select(found.c.id).order_by(found.c.place.desc()).limit(_SIZE)
    return sa.select(approach).where(approach.c.id.in_(first)).order_by(key.desc())


@lru_cache(maxsize=256)
def _ready(
    by_id: bool, statuses: tuple[Status, ...], ranks: tuple[int, ...], further: bool
) -> Ready:
    return Ready(_made(by_id, statuses, ranks, further, ()), _listed, _HELD)


def _spans(ranks: tuple[int, ...]) -> list[list[sa.ColumnElement[bool]]]:
    """Return the stretches of ``place`` that the chosen bands take up; one for all of it."""
    if not ranks:
        return [[]]
    return [
        [approach.c.place >= rank << SHIFT, approach.c.place < (rank + 1) << SHIFT]
        for rank in ranks
    ]


def _conditions(
    connection: sa.Connection, chosen: QueueFilter, position: int | None, size: int
) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if chosen.text.strip():
        if chosen == QueueFilter(text=chosen.text, statuses=STATUSES, order="newest"):
            matching = finding.newest(connection, chosen.text, position, size + 1)
        else:
            matching = finding.matching(connection, chosen.text)
        if matching is not None:
            found.append(matching)
    for column, values in (
        (approach.c.kind, chosen.kinds),
        (approach.c.stage, chosen.stages),
        (approach.c.channel, chosen.channels),
    ):
        if values:
            found.append(column.in_(values))
    if chosen.since is not None:
        found.append(approach.c.received_at >= chosen.since)
    if chosen.until is not None:
        found.append(approach.c.received_at < chosen.until)
    if chosen.unassigned:
        found.append(approach.c.assignee == "")
    elif chosen.assignee:
        found.append(approach.c.assignee == chosen.assignee)
    if chosen.case is not None:
        inside = sa.select(case_approach.c.approach_id).where(
            case_approach.c.case_id == chosen.case
        )
        found.append(approach.c.id.in_(inside))
    return found
