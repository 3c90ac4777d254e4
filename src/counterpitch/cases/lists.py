"""The queue: approaches in the order in which they should be looked at, page by page."""

from collections import Counter
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases import index
from counterpitch.cases.nouns.approaches import QueueRow
from counterpitch.cases.nouns.page import STATUSES, Page, QueueFilter, Status
from counterpitch.cases.rows import SHIFT, queue_row, rank_of
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, case_approach
from counterpitch.errors import UsageError
from counterpitch.model.verdict import BANDS, Band

LIMIT: Final = 50
MOST: Final = 500
_COUNTED_FOR: Final = 2.0
"""Seconds for which counts are not made anew."""


def queue(
    store: Store,
    filter: QueueFilter | None = None,
    *,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[QueueRow]:
    """Return a page of the queue, by band and then newest first (or newest alone).

    ``cursor`` is ``next`` of the page before. Costs the same for every page, however many
    approaches there are.
    """
    chosen = filter or QueueFilter()
    size = max(1, min(limit, MOST))
    with store.read() as connection:
        rows = connection.execute(_statement(connection, chosen, _position(cursor), size)).all()
    by_id = chosen.order == "newest"
    more = len(rows) > size
    shown = rows[:size]
    last = shown[-1] if shown else None
    following = str(last.id if by_id else last.place) if more and last is not None else None
    return Page(tuple(queue_row(row) for row in shown), following)


def search(
    store: Store, text: str, *, cursor: str | None = None, limit: int = LIMIT
) -> Page[QueueRow]:
    """Return what holds every word of ``text`` (``"in quotes"`` as a whole), newest first."""
    wanted = QueueFilter(statuses=STATUSES, text=text, order="newest")
    return queue(store, wanted, cursor=cursor, limit=limit)


def counts(store: Store) -> dict[tuple[Band, Status], int]:
    """Return how many approaches there are by band and status; up to two seconds old."""
    import time

    held = store.recent.get("counts")
    if held is not None and time.monotonic() - held[0] < _COUNTED_FOR:
        return dict(held[1])
    grouped = sa.select(approach.c.rank, approach.c.status, sa.func.count())
    with store.read() as connection:
        rows = connection.execute(grouped.group_by(approach.c.rank, approach.c.status)).all()
    found: Counter[tuple[Band, Status]] = Counter()
    for rank, status, count in rows:
        found[BANDS[rank], status] = count
    store.recent["counts"] = (time.monotonic(), found)
    return dict(found)


def _position(cursor: str | None) -> int | None:
    if cursor is None or cursor == "":
        return None
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
        raise UsageError("the cursor is not one that the list gave.", where=cursor[:40])
    return int(cursor)


def _statement(
    connection: sa.Connection, chosen: QueueFilter, position: int | None, size: int
) -> sa.Select[Any]:
    """Return the query of a page.

    Each status and band is walked along its own index, as far as a page goes, and the parts
    are merged: no part is longer than a page, so the time does not grow with the table.
    """
    by_id = chosen.order == "newest"
    key = approach.c.id if by_id else approach.c.place
    conditions = _conditions(connection, chosen, position, size)
    if position is not None:
        conditions.append(key < position)
    if by_id:
        if set(chosen.statuses) not in (set(), set(STATUSES)):
            conditions.append(approach.c.status.in_(chosen.statuses))
        ranks = [rank_of(band) for band in chosen.bands]
        if 0 < len(ranks) < len(BANDS):
            conditions.append(approach.c.rank.in_(ranks))
        return sa.select(approach).where(*conditions).order_by(key.desc()).limit(size + 1)
    parts = [
        sa.select(sa.select(approach.c.id, approach.c.place)
            .where(approach.c.status == status, *span, *conditions)
            .order_by(approach.c.place.desc())
            .limit(size + 1).subquery())
        for status in chosen.statuses or STATUSES
        for span in _spans(chosen)
    ]  # fmt: skip
    found = sa.union_all(*parts).subquery()
    first = sa.select(found.c.id).order_by(found.c.place.desc()).limit(size + 1)
    return sa.select(approach).where(approach.c.id.in_(first)).order_by(key.desc())


def _spans(chosen: QueueFilter) -> list[list[sa.ColumnElement[bool]]]:
    """Return the stretches of ``place`` that the chosen bands take up."""
    if not chosen.bands or len(set(chosen.bands)) == len(BANDS):
        return [[]]
    ranks = sorted({rank_of(band) for band in chosen.bands})
    return [
        [approach.c.place >= rank << SHIFT, approach.c.place < (rank + 1) << SHIFT]
        for rank in ranks
    ]


def _conditions(
    connection: sa.Connection, chosen: QueueFilter, position: int | None, size: int
) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if chosen.text.strip():
        way = index.way(connection)
        if chosen == QueueFilter(text=chosen.text, statuses=STATUSES, order="newest"):
            matching = index.newest(connection, chosen.text, way, position, size + 1)
        else:
            matching = index.matching(connection, chosen.text, way)
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
