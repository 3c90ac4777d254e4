"""Erases: the content goes, its hash stays, and the journal still holds.

What is left of an erased approach are figures that name nobody: band, stage, channel, dates,
judgements without their reasons, and the marks by which the same file is not taken in again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import subjects
from counterpitch.cases.erasing.originals import Kept, erase_originals, linked_to
from counterpitch.cases.erasing.pages import settle
from counterpitch.cases.erasing.words import GONE, blank, erase_entries, reworded, without
from counterpitch.cases.holding import Held, originals_with
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.journal.verify import ERASED
from counterpitch.cases.numbers import alone
from counterpitch.cases.store import Store
from counterpitch.cases.tables import (
    approach,
    case_approach,
    case_attachment,
    case_file,
    case_move,
    case_note,
    case_person,
    case_task,
    judgement,
    receipt,
)
from counterpitch.cases.text import plain
from counterpitch.errors import UsageError
from counterpitch.render.plain import many


class Erasure(msgspec.Struct, frozen=True):
    """What was erased.

    ``originals`` (SHA-256) were erased with it, and ``cases`` lost a file that way. ``kept`` are
    originals on which something else rests; ``mentions`` approaches that only name the person,
    and ``naming`` originals that do.
    """

    approaches: tuple[int, ...]
    originals: tuple[str, ...]
    kept: tuple[Kept, ...]
    cases: tuple[int, ...]
    mentions: tuple[int, ...]
    naming: tuple[str, ...]
    entries: int

    @property
    def shared(self) -> tuple[str, ...]:
        """Return the originals that were kept, and that ``shared`` would erase."""
        return tuple(each.sha256 for each in self.kept)


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

    ``shared`` erases originals too on which something else rests: what holds other approaches, and
    what holds the person as sender, recipient, contact or owner. For a person every original is
    read through first. One transaction: all of it or nothing. Raises ``UsageError`` where nothing
    is named or known.
    """
    why = plain(reason.strip(), 2_000)
    if not why:
        raise UsageError("an erasure needs a reason.", hint="For example: request of 2 November.")
    held = originals_with(store, person) if person else Held()
    at = store.clock()
    with store.write() as connection:
        alone(connection)
        work = _Work(connection, at, held)
        if person:
            work.person(person, shared=shared)
        if case is not None:
            work.case(case)
        work.approaches(approaches)
        if not work.anything:
            raise _nothing(person, held)
        done = work.finish(actor, without(why, person), shared=shared)
    settle(store)
    # Linking keeps words beside the database; it is heavy to load and loaded only here.
    from counterpitch.cases.linking.forgetting import forget

    forget(store, done.approaches)
    store.recent.clear()
    return done


_NAME: Final = "Name approaches, --case or --person."
_UNKNOWN: Final = "Check the spelling: a person is known by the whole name, address or login."
_ONLY: Final = "--shared erases them, with whatever else they hold."


def _nothing(person: str, held: Held) -> UsageError:
    """Return the error of who asks for what is not held, or held in originals alone."""
    if held.about:
        told = f"only {many(len(held.about), 'original')} still hold"
        return UsageError(f"{told}{'s' * (len(held.about) == 1)} this person.", hint=_ONLY)
    if held.naming:
        told = many(len(held.naming), "original")
        return UsageError(
            f"nothing of this is held but the name in the words of {told}"
            f" ({', '.join(each[:16] for each in held.naming[:5])}).",
            hint="Erase the approaches or cases that they belong to, if they must go.",
        )
    return UsageError("nothing of this is held.", hint=_UNKNOWN if person else _NAME)


_SAID: Final = (
    case_file.c.title, case_file.c.summary, case_file.c.retain_reason, case_note.c.text,
    case_task.c.title, case_move.c.reason, case_approach.c.reason, case_attachment.c.name,
    case_person.c.note, judgement.c.reason, receipt.c.note, receipt.c.name,
)  # fmt: skip
"""Where people write in their own words, and may name anybody."""


class _Work:
    """One erasure under way."""

    def __init__(self, connection: sa.Connection, at: datetime, held: Held) -> None:
        self._c = connection
        self._at = at
        self._held = held
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

    def person(self, person: str, *, shared: bool) -> None:
        """Mark what is about a person, and blank where a case names them."""
        found = subjects.find(self._c, person)
        self._person, self._mentions = person, found.mentions
        self._approaches.update(found.about)
        self._receipts.update(found.receipts)
        said = [reworded(self._c, column, person) for column in _SAID]
        known = (found.about, found.receipts, found.people, *said)
        self.anything = any(known) or (shared and bool(self._held.about))
        if found.people:
            gone = {"name": GONE, "note": ""}
            self._c.execute(case_person.update().where(case_person.c.id.in_(found.people)), gone)
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
        blank(self._c, numbers, self._at)
        linked, empty = linked_to(self._c, numbers, self._receipts)
        self._subjects.update(f"receipt:{n}" for n in empty)
        self._subjects.update(f"approach:{n}" for n in numbers)
        further = self._files | set(self._held.about)
        gone = erase_originals(self._c, linked, empty, further, self._at, shared=shared)
        entries = erase_entries(self._c, self._subjects, self._person)
        payload = {"reason": reason, "entries": _ranges(entries), "originals": len(gone.erased)}
        events = [Event(ERASED, f"approach:{n}", {"reason": reason}) for n in numbers]
        append(self._c, self._at, actor, [*events, Event(ERASED, "store", payload)])
        naming = tuple(each for each in self._held.naming if each not in set(gone.erased))
        return Erasure(
            tuple(numbers), gone.erased, gone.kept, gone.cases, self._mentions, naming,
            len(entries),
        )  # fmt: skip


def _ranges(numbers: Sequence[int]) -> list[list[int]]:
    """Return sorted numbers as ranges, both ends included."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
