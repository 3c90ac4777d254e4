"""Asking the linked state of a store: kept open, and opened again when a run replaced it."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from counterpitch.campaigns.linked import Linked
from counterpitch.cases.linking.place import manifest_of, name_of
from counterpitch.cases.linking.run import opened_state
from counterpitch.cases.nouns.approaches import QueueRow
from counterpitch.cases.people.tables import PERSON
from counterpitch.cases.rows import queue_row
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, receipt, receipt_approach

T = TypeVar("T")
_KEPT = "linked"
_AT_ONCE = 5000


class Warned(msgspec.Struct, frozen=True):
    """Somebody to warn: who handed an approach in, by which way, and when; ``name`` is that of
    their account, ``note`` what they wrote with it (often how to call them)."""

    approach: int
    by: str
    where_from: str
    at: datetime
    name: str = ""
    note: str = ""


class _Kept(msgspec.Struct, frozen=True):
    """A state that was opened, and the mark of its manifest."""

    mark: tuple[int, int, int]
    linked: Linked


def opened(store: Store) -> Linked | None:
    """Return the linked state, ready to be asked; None before the first run."""
    mark = _mark(store)
    held = store.recent.get(_KEPT)
    if mark is not None and isinstance(held, _Kept) and held.mark == mark:
        return held.linked
    state = opened_state(store) if mark is not None else None
    if state is None or mark is None:
        return None
    if isinstance(held, _Kept) and held.linked.state.manifest == state.manifest:
        found = held.linked
    else:
        found = Linked(state)
    store.recent[_KEPT] = _Kept(mark, found)
    return found


def _mark(store: Store) -> tuple[int, int, int] | None:
    """Return what changes with every manifest of the state, each a file of its own; None if there
    is none."""
    try:
        found = os.stat(manifest_of(store))
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def asked(store: Store, question: Callable[[Linked], T]) -> T | None:
    """Return the answer to ``question``; None before the first run.

    A run may replace the files in the middle of an answer; then it is asked once more.
    """
    for _ in range(3):
        found = opened(store)
        if found is None:
            return None
        try:
            return question(found)
        except FileNotFoundError:
            store.recent.pop(_KEPT, None)
    return None


def campaign_of(store: Store, number: int) -> tuple[str, int]:
    """Return the campaign that approach ``number`` is in, and how many are; ``("", 0)`` if none."""

    def found(linked: Linked) -> tuple[str, int]:
        name = linked.campaign_of.get(name_of(number), "")
        return name, len(linked.members.get(name, ()))

    return asked(store, found) or ("", 0)


def rows_of(store: Store, numbers: Sequence[int]) -> dict[int, QueueRow]:
    """Return approaches as lists show them, by number."""
    found: dict[int, QueueRow] = {}
    with store.read() as connection:
        for some in _chunks(numbers):
            query = sa.select(approach).where(approach.c.id.in_(some))
            found |= {row.id: queue_row(row) for row in connection.execute(query)}
    return found


def reached(store: Store, numbers: Sequence[int]) -> dict[str, int]:
    """Count how far approaches got, by stage; "" is none."""
    found: Counter[str] = Counter()
    with store.read() as connection:
        for some in _chunks(numbers):
            query = (
                sa.select(approach.c.stage, sa.func.count())
                .where(approach.c.id.in_(some))
                .group_by(approach.c.stage)
            )
            for stage, count in connection.execute(query):
                found[stage or ""] += count
    return found


def handed_in(store: Store, numbers: Iterable[int], most: int = 1000) -> tuple[Warned, ...]:
    """Return who handed ``numbers`` in, oldest first, ``most`` at most; nobody whose report was
    erased."""
    found: list[Warned] = []
    with store.read() as connection:
        for some in _chunks(sorted(numbers)):
            query = (
                sa.select(receipt_approach.c.approach_id, receipt.c.actor, receipt.c.where_from,
                          receipt.c.received_at, sa.func.coalesce(PERSON.c.name, ""),
                          receipt.c.note)
                .join(receipt, receipt.c.id == receipt_approach.c.receipt_id)
                .outerjoin(PERSON, PERSON.c.login == receipt.c.actor)
                .where(receipt_approach.c.approach_id.in_(some))
                .where(receipt.c.erased_at.is_(None))
                .order_by(receipt.c.id)
                .limit(most - len(found))
            )  # fmt: skip
            found += [Warned(*row) for row in connection.execute(query)]
            if len(found) >= most:
                break
    return tuple(found)


def _chunks(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Yield a few thousand numbers at a time: a database takes only so many in one question."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield list(numbers[start : start + _AT_ONCE])
