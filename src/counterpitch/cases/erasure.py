"""Erases: the content goes, its hash stays, and the journal still holds.

What is left of an erased approach are figures that name nobody: band, stage, channel, dates,
judgements without their reasons, and the marks by which the same file is not taken in again.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import index, subjects
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.journal.verify import ERASED
from counterpitch.cases.numbers import alone
from counterpitch.cases.store import Store
from counterpitch.cases.tables import (
    approach,
    assessment,
    case_approach,
    case_attachment,
    case_file,
    case_move,
    case_note,
    case_person,
    case_task,
    content,
    evidence,
    evidence_chunk,
    journal,
    journal_payload,
    judgement,
    receipt,
    receipt_approach,
)
from counterpitch.cases.text import folded, plain
from counterpitch.errors import UsageError

GONE: Final = "[erased]"


class Erasure(msgspec.Struct, frozen=True):
    """What was erased.

    ``originals`` were erased with it. ``shared`` are originals (SHA-256) that hold other
    approaches as well and were kept; ``mentions`` approaches that only name the person.
    """

    approaches: tuple[int, ...]
    originals: tuple[str, ...]
    shared: tuple[str, ...]
    mentions: tuple[int, ...]
    entries: int


def erase(
    store: Store,
    *,
    actor: str,
    reason: str,
    approaches: Sequence[int] = (),
    case: int | None = None,
    person: str = "",
    shared: bool = False,
) -> Erasure:
    """Erase approaches, a case with what is in no other case, or all that is about a person.

    ``shared`` erases originals too that hold other approaches as well. One transaction: all of
    it or nothing. Raises ``UsageError`` where nothing is named or known.
    """
    why = plain(reason.strip(), 2_000)
    if not why:
        raise UsageError("an erasure needs a reason.", hint="For example: request of 2 November.")
    at = store.clock()
    with store.write() as connection:
        alone(connection)
        work = _Work(connection, at)
        if person:
            work.person(person)
        if case is not None:
            work.case(case)
        work.approaches(approaches)
        if not work.anything:
            raise UsageError(
                "nothing of this is held.", hint="Name approaches, --case or --person."
            )
        done = work.finish(actor, _without(why, person), shared=shared)
    _settle(store)
    # Linking keeps words beside the database; it is heavy to load and loaded only here.
    from counterpitch.cases.linking.forgetting import forget

    forget(store, done.approaches)
    store.recent.clear()
    return done


class _Work:
    """One erasure under way."""

    def __init__(self, connection: sa.Connection, at: datetime) -> None:
        self._c = connection
        self._at = at
        self._approaches: set[int] = set()
        self._receipts: set[int] = set()
        self._subjects: set[str] = set()
        self._files: set[str] = set()
        self._person = ""
        self._mentions: tuple[int, ...] = ()
        self.anything = False

    def approaches(self, numbers: Sequence[int]) -> None:
        """Mark approaches."""
        there = sa.select(approach.c.id).where(approach.c.id.in_(list(numbers)))
        missing = set(numbers) - set(self._c.execute(there).scalars())
        if missing:
            raise UsageError(
                f"there is no approach {min(missing)}.", hint="See counterpitch queue."
            )
        self._approaches.update(numbers)
        self.anything = self.anything or bool(numbers)

    def person(self, person: str) -> None:
        """Mark what is about a person, and blank where a case names them."""
        found = subjects.find(self._c, person)
        self._person, self._mentions = person, found.mentions
        self._approaches.update(found.about)
        self._receipts.update(found.receipts)
        self.anything = any((found.about, found.receipts, found.people, found.notes, found.tasks))
        if found.people:
            gone = {"name": GONE, "note": ""}
            self._c.execute(case_person.update().where(case_person.c.id.in_(found.people)), gone)
        for table, column, numbers in (
            (case_note, case_note.c.text, found.notes),
            (case_task, case_task.c.title, found.tasks),
        ):
            self._reword(table, column, numbers)
        if found.receipts:
            gone = {"actor": GONE, "note": "", "name": GONE, "where_from": ""}
            self._c.execute(receipt.update().where(receipt.c.id.in_(found.receipts)), gone)

    def case(self, number: int) -> None:
        """Mark a case: its own words, and the approaches that are in no other."""
        row = self._c.execute(sa.select(case_file.c.id).where(case_file.c.id == number)).first()
        if row is None:
            raise UsageError(f"there is no case {number}.", hint="See counterpitch case list.")
        other = case_approach.alias()
        alone = sa.select(case_approach.c.approach_id).where(
            case_approach.c.case_id == number,
            ~sa.exists().where(
                other.c.approach_id == case_approach.c.approach_id, other.c.case_id != number
            ),
        )
        self._approaches.update(self._c.execute(alone).scalars())
        self._subjects.add(f"case:{number}")
        self.anything = True
        own = {"title": GONE, "summary": "", "retain_reason": "", "erased_at": self._at}
        self._c.execute(case_file.update().where(case_file.c.id == number), own)
        for table, gone in (
            (case_note, {"text": GONE}),
            (case_task, {"title": GONE}),
            (case_person, {"name": GONE, "note": ""}),
            (case_move, {"reason": GONE}),
        ):
            self._c.execute(table.update().where(table.c.case_id == number), gone)
        kept = sa.select(case_attachment.c.sha256).where(case_attachment.c.case_id == number)
        self._files.update(self._c.execute(kept).scalars())
        self._c.execute(
            case_attachment.update().where(case_attachment.c.case_id == number), {"name": GONE}
        )

    def finish(self, actor: str, reason: str, *, shared: bool) -> Erasure:
        """Erase what was marked, and write down that it was."""
        numbers = sorted(self._approaches)
        self._blank(numbers)
        touched, kept = self._originals(numbers, shared=shared)
        entries = self._entries(numbers)
        payload = {"reason": reason, "entries": _ranges(entries), "originals": len(touched)}
        events = [Event(ERASED, f"approach:{n}", {"reason": reason}) for n in numbers]
        append(self._c, self._at, actor, [*events, Event(ERASED, "store", payload)])
        return Erasure(tuple(numbers), tuple(touched), tuple(kept), self._mentions, len(entries))

    def _blank(self, numbers: list[int]) -> None:
        for part in _parts(numbers):
            for table in (content, assessment):
                self._c.execute(
                    table.update().where(table.c.approach_id.in_(part)).values(body=sa.null())
                )
            self._c.execute(
                judgement.update().where(judgement.c.approach_id.in_(part)).values(reason=sa.null())
            )
            gone = {
                "conversation": "", "contact": "", "company": "", "headline": "",
                "erased_at": self._at,
            }  # fmt: skip
            self._c.execute(approach.update().where(approach.c.id.in_(part)), gone)
        index.remove(self._c, numbers, index.way(self._c))

    def _originals(self, numbers: list[int], *, shared: bool) -> tuple[list[str], list[str]]:
        """Erase the originals of what is gone; return those, and those that hold more."""
        linked: set[int] = set(self._receipts)
        for part in _parts(numbers):
            chosen = sa.select(receipt_approach.c.receipt_id).where(
                receipt_approach.c.approach_id.in_(part)
            )
            linked.update(self._c.execute(chosen).scalars())
        alive = self._alive(linked)
        empty = sorted(linked - alive)
        self._subjects.update(f"receipt:{n}" for n in empty)
        for part in _parts(empty):
            gone = {
                "name": GONE, "note": "", "revealed": "[]", "notices": "[]",
                "erased_at": self._at,
            }  # fmt: skip
            self._c.execute(receipt.update().where(receipt.c.id.in_(part)), gone)
        touched = self._sources(linked) | self._files
        held = self._held(touched)
        gone_now = sorted(touched if shared else touched - held)
        for part in _parts(gone_now):
            self._c.execute(evidence_chunk.delete().where(evidence_chunk.c.sha256.in_(part)))
            self._c.execute(
                evidence.update().where(evidence.c.sha256.in_(part)), {"erased_at": self._at}
            )
        return gone_now, [] if shared else sorted(held)

    def _alive(self, receipts: set[int]) -> set[int]:
        """Return those receipts that still brought something that is not erased."""
        found: set[int] = set()
        for part in _parts(sorted(receipts)):
            chosen = (
                sa.select(receipt_approach.c.receipt_id)
                .join(approach, approach.c.id == receipt_approach.c.approach_id)
                .where(receipt_approach.c.receipt_id.in_(part), approach.c.erased_at.is_(None))
                .distinct()
            )
            found.update(self._c.execute(chosen).scalars())
        return found

    def _sources(self, receipts: set[int]) -> set[str]:
        found: set[str] = set()
        for part in _parts(sorted(receipts)):
            chosen = sa.select(receipt.c.sha256, receipt.c.verdicts_sha256).where(
                receipt.c.id.in_(part)
            )
            found.update(each for row in self._c.execute(chosen) for each in row if each)
        return found

    def _held(self, originals: set[str]) -> set[str]:
        """Return the originals that something not erased still rests on."""
        found: set[str] = set()
        for part in _parts(sorted(originals)):
            for column in (receipt.c.sha256, receipt.c.verdicts_sha256):
                chosen = sa.select(column).where(column.in_(part), receipt.c.erased_at.is_(None))
                found.update(self._c.execute(chosen).scalars())
            attached = (
                sa.select(case_attachment.c.sha256)
                .join(case_file, case_file.c.id == case_attachment.c.case_id)
                .where(case_attachment.c.sha256.in_(part), case_file.c.erased_at.is_(None))
            )
            found.update(self._c.execute(attached).scalars())
        return found

    def _entries(self, numbers: list[int]) -> list[int]:
        """Erase what the journal says of it; return the numbers of the entries."""
        subjects = sorted(self._subjects | {f"approach:{n}" for n in numbers})
        found: set[int] = set()
        for part in _parts(subjects):
            chosen = sa.select(journal.c.seq).where(
                journal.c.subject.in_(part), journal.c.action != ERASED
            )
            found.update(self._c.execute(chosen).scalars())
        if self._person:
            found.update(self._told(folded(self._person.strip())))
        for part in _parts(sorted(found)):
            self._c.execute(
                journal_payload.update()
                .where(journal_payload.c.seq.in_(part))
                .values(payload=sa.null(), salt=sa.null())
            )
        return sorted(found)

    def _told(self, wanted: str) -> set[int]:
        rows = self._c.execute(
            sa.select(journal_payload.c.seq, journal_payload.c.payload)
            .join(journal, journal.c.seq == journal_payload.c.seq)
            .where(journal.c.action != ERASED, journal_payload.c.payload.is_not(None))
        )
        return {seq for seq, text in rows if wanted in folded(text)}

    def _reword(self, table: sa.Table, column: sa.Column[str], numbers: Sequence[int]) -> None:
        rows = self._c.execute(sa.select(table.c.id, column).where(table.c.id.in_(numbers)))
        for number, text in rows.all():
            new = {column.name: _without(text, self._person)}
            self._c.execute(table.update().where(table.c.id == number), new)


def _without(text: str, person: str) -> str:
    if not person.strip():
        return text
    return re.sub(re.escape(person.strip()), GONE, text, flags=re.IGNORECASE)


def _parts(values: Sequence[Any], size: int = 5_000) -> list[list[Any]]:
    return [list(values[at : at + size]) for at in range(0, len(values), size)]


def _ranges(numbers: Sequence[int]) -> list[list[int]]:
    """Return sorted numbers as ranges, both ends included."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def _settle(store: Store) -> None:
    """Have the database really overwrite or drop what is gone, as far as it can be told to."""
    if store.sqlite:
        with store.write() as connection:
            for name in ("search", "search_short"):
                connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608  # nosec B608
        with store.engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
        return
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (content, assessment, evidence_chunk, journal_payload, judgement):
            connection.exec_driver_sql(f'VACUUM "{table.name}"')
        connection.exec_driver_sql("VACUUM search")
