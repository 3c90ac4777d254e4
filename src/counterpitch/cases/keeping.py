"""Writes conversations with their verdicts: a batch at a time, all of it or nothing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from counterpitch.cases import bodies, index
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.numbers import alone, reserved
from counterpitch.cases.rows import described, judged, place_of, week_of
from counterpitch.cases.tables import (
    approach,
    approach_tag,
    assessment,
    content,
    mark,
    receipt_approach,
)
from counterpitch.cases.tags import Tag, tags
from counterpitch.cases.text import plain
from counterpitch.cases.words import worded
from counterpitch.cases.writing import write_rows
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.model.verdict import Verdict


class Item(msgspec.Struct, frozen=True):
    """A conversation on its way in: its verdict, one mark a message, and who gave the verdict.

    The rest is what will be written of it, made before the transaction begins.
    """

    conversation: Conversation
    verdict: Verdict
    marks: tuple[bytes, ...]
    imported: bool
    words: bytes
    found: bytes
    columns: dict[str, Any]
    tags: tuple[Tag, ...]
    searched: str
    worded: str


def prepared(
    conversation: Conversation, verdict: Verdict, marks: tuple[bytes, ...], *, imported: bool
) -> Item:
    """Return a conversation with everything that will be written of it."""
    spoken = index.spoken(conversation)
    searched = index.with_people(spoken, conversation)
    return Item(
        conversation, verdict, marks, imported, bodies.encoded(conversation),
        bodies.encoded(verdict), {**described(conversation), **judged(verdict, 0)},
        tags(verdict, spoken), searched, worded(searched),
    )  # fmt: skip


class Kept(msgspec.Struct, frozen=True):
    """What became of a batch: approaches that are new, that grew, that were known."""

    new: tuple[int, ...] = ()
    grown: tuple[int, ...] = ()
    known: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """Return how many conversations there were."""
        return len(self.new) + len(self.grown) + len(self.known)


def keep(
    connection: sa.Connection, receipt: int, items: Sequence[Item], at: datetime, actor: str
) -> Kept:
    """Write ``items`` within the caller's transaction, and the journal last.

    A message that any approach holds already is not counted again; what is new in a known
    conversation is added to it as a new version of its words.
    """
    alone(connection)
    batch = _Batch(connection, receipt, at, actor)
    known = _known(connection, items)
    fresh: list[Item] = []
    for item in items:
        held = Counter(known[each] for each in item.marks if each in known)
        if held:
            batch.meet(item, held.most_common(1)[0][0], known)
        else:
            fresh.append(item)
    batch.add(fresh)
    return batch.finish()


def _known(connection: sa.Connection, items: Sequence[Item]) -> dict[bytes, int]:
    wanted = [each for item in items for each in item.marks]
    found: dict[bytes, int] = {}
    for start in range(0, len(wanted), 10_000):
        rows = connection.execute(sa.select(mark).where(_among(connection, wanted, start)))
        found.update((bytes(row.mark), row.approach_id) for row in rows)
    return found


def _among(connection: sa.Connection, wanted: list[bytes], start: int) -> sa.ColumnElement[bool]:
    """Return the condition "the mark is among the next 10,000": one value for PostgreSQL."""
    part = wanted[start : start + 10_000]
    if connection.dialect.name != "postgresql":
        return mark.c.mark.in_(part)
    return mark.c.mark == sa.any_(sa.literal(part, sa.ARRAY(sa.LargeBinary)))


class _Batch:
    """One batch being written."""

    def __init__(self, connection: sa.Connection, receipt: int, at: datetime, actor: str) -> None:
        self._connection = connection
        self._receipt = receipt
        self._at = at
        self._actor = actor
        self._events: list[Event] = []
        self._new: list[int] = []
        self._grown: list[int] = []
        self._known: list[int] = []

    def add(self, items: Sequence[Item]) -> None:
        """Write new approaches."""
        numbers = reserved(self._connection, approach, len(items))
        rows: dict[sa.Table, list[dict[str, Any]]] = {
            table: []
            for table in (approach, content, assessment, mark, approach_tag, receipt_approach)
        }
        entries: list[index.Entry] = []
        for number, item in zip(numbers, items, strict=True):
            self._one(number, item, rows)
            entries.append((number, item.searched, item.worded))
        for table, each in rows.items():
            write_rows(self._connection, table, each)
        index.put(self._connection, entries)
        self._new += numbers

    def _one(self, number: int, item: Item, rows: dict[sa.Table, list[dict[str, Any]]]) -> None:
        columns = item.columns | {"place": place_of(item.columns, number)}
        rows[approach].append(
            {
                "id": number, "status": "new", "assignee": "", "reports": 1,
                "received_at": self._at, "week": week_of(self._at),
                **columns,
            }
        )  # fmt: skip
        version = content_row(number, 1, item.words, self._at)
        rows[content].append(version)
        verdict = assessment_row(number, 1, 1, item.verdict, item.found, self._at, self._actor)
        rows[assessment].append(verdict)
        rows[mark] += [{"mark": each, "approach_id": number} for each in item.marks]
        rows[approach_tag] += tag_rows(number, item.tags)
        rows[receipt_approach].append({"receipt_id": self._receipt, "approach_id": number})
        self._events += (
            received_event(number, self._receipt, version["sha256"], 1, item.conversation),
            assessed_event(verdict, item.verdict, imported=item.imported),
        )

    def meet(self, item: Item, number: int, known: dict[bytes, int]) -> None:
        """Add what is new of ``item`` to the approach that holds the rest of it."""
        fresh = [
            (message, each)
            for message, each in zip(item.conversation.messages, item.marks, strict=False)
            if each not in known
        ]
        if fresh and self._grow(number, fresh):
            self._grown.append(number)
        else:
            self._known.append(number)
        self._link(number)

    def _grow(self, number: int, fresh: Sequence[tuple[Message, bytes]]) -> bool:
        row = self._connection.execute(
            sa.select(content)
            .where(content.c.approach_id == number)
            .order_by(content.c.version.desc())
            .limit(1)
        ).one()
        held = bodies.conversation(row.body)
        if held is None:
            return False
        messages = _in_order((*held.messages, *(message for message, _ in fresh)))
        grown = msgspec.structs.replace(held, messages=messages)
        version = content_row(number, row.version + 1, bodies.encoded(grown), self._at)
        self._connection.execute(content.insert(), version)
        self._connection.execute(
            mark.insert(), [{"mark": each, "approach_id": number} for _, each in fresh]
        )
        self._connection.execute(approach.update().where(approach.c.id == number), described(grown))
        index.remove(self._connection, [number], forget=False)
        text = index.searched(grown)
        index.put(self._connection, [(number, text, worded(text))])
        self._events.append(
            received_event(number, self._receipt, version["sha256"], version["version"], grown)
        )
        return True

    def _link(self, number: int) -> None:
        row = {"receipt_id": self._receipt, "approach_id": number}
        there = sa.select(receipt_approach).filter_by(**row)
        if self._connection.execute(there).first() is not None:
            return
        self._connection.execute(receipt_approach.insert(), row)
        self._connection.execute(
            approach.update().where(approach.c.id == number).values(reports=approach.c.reports + 1)
        )
        payload = {"receipt": self._receipt}
        self._events.append(Event("reported-again", f"approach:{number}", payload))

    def finish(self) -> Kept:
        """Write the journal and say what became of the batch."""
        append(self._connection, self._at, self._actor, self._events)
        return Kept(tuple(self._new), tuple(self._grown), tuple(self._known))


def content_row(number: int, version: int, words: bytes, at: datetime) -> dict[str, Any]:
    """Return the row of a version of the words."""
    return {
        "approach_id": number, "version": version, "body": words,
        "sha256": bodies.sha256(words), "stored_at": at,
    }  # fmt: skip


def assessment_row(
    number: int, version: int, of: int, verdict: Verdict, body: bytes, at: datetime, actor: str
) -> dict[str, Any]:
    """Return the row of a verdict on version ``of`` of the words."""
    return {
        "approach_id": number, "version": version, "content_version": of, "at": at,
        "actor": plain(actor, 200), "rules": plain(verdict.rules, 80),
        "recognisers": plain(verdict.recognisers, 80), "body": body,
        "sha256": bodies.sha256(body),
    }  # fmt: skip


def tag_rows(number: int, found: Sequence[Tag]) -> list[dict[str, Any]]:
    """Return the rows that trends count by."""
    return [{"approach_id": number, "family": family, "value": value} for family, value in found]


def received_event(
    number: int, receipt: int, sha256: str, version: int, words: Conversation
) -> Event:
    """Return the entry that words came in."""
    payload = {
        "receipt": receipt, "content": sha256, "content_version": version,
        "messages": len(words.messages), "channel": words.channel,
    }  # fmt: skip
    return Event("received", f"approach:{number}", payload)


def assessed_event(row: dict[str, Any], verdict: Verdict, *, imported: bool) -> Event:
    """Return the entry that a verdict was given, and by which rules."""
    payload = {
        "version": row["version"], "content_version": row["content_version"],
        "rules": row["rules"], "recognisers": row["recognisers"], "verdict": row["sha256"],
        "band": verdict.band, "kind": verdict.kind, "probability": f"{verdict.probability:.4f}",
        "imported": imported,
    }  # fmt: skip
    return Event("assessed", f"approach:{row['approach_id']}", payload)


def _in_order(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return messages oldest first; one without a date stays behind the one before it."""
    keyed, last = [], None
    for number, message in enumerate(messages):
        last = message.sent_at or last
        keyed.append((last is not None, last, number, message))
    keyed.sort(key=lambda each: (each[0], each[1].timestamp() if each[1] else 0.0, each[2]))
    return tuple(each[3] for each in keyed)
