"""Everything held on one person, to be handed to that person."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import subjects
from counterpitch.cases.detail import approach as approach_of
from counterpitch.cases.erasing.words import parts
from counterpitch.cases.holding import originals_with
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.redaction import redacted
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach as approaches
from counterpitch.cases.tables import case_person, receipt, receipt_approach
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.render.jsonform import document

_README: Final = """What is held on you
===================

held.json lists every conversation in which you are the contact or the person approached, or wrote
or received a mail, what the program proposed about it, what people decided, what you sent in, and
where a case names you.
Other people are hidden: names of authors in groups, mail addresses and telephone numbers.
Conversations that only mention you are counted, not shown: they are other people's.
Originals are named with their SHA-256; ask for those that hold nothing but your own. In those under
in_originals you still stand as sender, recipient, contact or owner; named_in_originals counts
those in which your name only occurs. Pictures and other files without text are not searched.
"""


class PersonExport(msgspec.Struct, frozen=True):
    """How much was handed out; ``originals`` are those that hold the person, or name them."""

    approaches: int
    mentions: int
    receipts: int
    cases: int
    originals: int = 0


def export_person(
    store: Store, person: str, target: Path | BinaryIO, *, actor: str
) -> PersonExport:
    """Write a ZIP with all that is held on ``person`` (name, address or reporter's id).

    Bystanders are hidden; every original is read through. Raises ``UsageError`` where nothing
    is held.
    """
    kept = originals_with(store, person)
    with store.read() as connection:
        # Only an address tells for sure who wrote or received a mail.
        mailed = kept.about if "@" in person else ()
        found = _with_kept(connection, subjects.find(connection, person), mailed)
        entries = _entries(connection, found)
        receipts = _receipts(connection, found)
    known = (found.about, found.mentions, found.receipts, found.people, found.notes)
    if not any((*known, kept.about, kept.naming)):
        raise UsageError("nothing is held under this name.", hint="Try the address, or an id.")
    held = {
        "person": person.strip(), "at": store.clock().isoformat(),
        "approaches": [_approach(store, number) for number in found.about],
        "mentioned_in": len(found.mentions), "sent_in": receipts, "in_cases": entries,
        "in_notes": len(found.notes), "in_originals": kept.about,
        "named_in_originals": len(kept.naming),
    }  # fmt: skip
    _write(target, held)
    with store.write() as connection:
        counts = {"approaches": len(found.about), "receipts": len(found.receipts)}
        events = [Event("exported", f"approach:{n}", {"for": "the person"}) for n in found.about]
        events.append(Event("person-exported", "store", counts))
        append(connection, store.clock(), actor, events)
    return PersonExport(
        len(found.about), len(found.mentions), len(found.receipts), len(found.people),
        len(kept.about) + len(kept.naming),
    )  # fmt: skip


def _with_kept(
    connection: sa.Connection, found: subjects.Found, kept: Sequence[str]
) -> subjects.Found:
    """Return ``found`` with approaches whose original, which brought no other, is about the person.

    Approaches that an older version took in do not say who received their mails.
    """
    alone: set[int] = set()
    for part in parts(kept):
        brought = (
            sa.select(sa.func.min(receipt_approach.c.approach_id))
            .join(receipt, receipt.c.id == receipt_approach.c.receipt_id)
            .where(receipt.c.sha256.in_(part))
            .group_by(receipt.c.sha256)
            .having(sa.func.count(receipt_approach.c.approach_id.distinct()) == 1)
        )
        left = sa.select(approaches.c.id).where(
            approaches.c.id.in_(brought), approaches.c.erased_at.is_(None)
        )
        alone.update(connection.execute(left).scalars())
    about = tuple(sorted({*found.about, *alone}))
    mentions = tuple(each for each in found.mentions if each not in alone)
    return msgspec.structs.replace(found, about=about, mentions=mentions)


def _write(target: Path | BinaryIO, held: dict[str, Any]) -> None:
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", _README)
            body = msgspec.json.format(msgspec.json.encode(held), indent=1)
            archive.writestr("held.json", body)
    except OSError as error:
        raise CounterpitchError(
            f"the export cannot be written ({(error.strerror or 'no access').lower()}).",
            where=str(target), hint="Name another file.",
        ) from None  # fmt: skip


def _approach(store: Store, number: int) -> dict[str, Any]:
    found = approach_of(store, number)
    if found.conversation is None:
        return {"id": number, "erased": True}
    shown = redacted(found.conversation, found.verdict)
    verdict = shown.verdict
    return {
        "id": number,
        "received_at": found.row.received_at,
        "words": msgspec.to_builtins(shown.conversation),
        "verdict": None if verdict is None else document(shown.conversation, verdict),
        "versions": [(each.version, each.at, each.rules) for each in found.assessments],
        "judgements": [(each.at, each.judgement, each.reason) for each in found.judgements],
        "originals": [each.sha256 for each in found.received],
    }


def _entries(connection: sa.Connection, found: subjects.Found) -> list[dict[str, Any]]:
    rows = connection.execute(
        sa.select(case_person).where(case_person.c.id.in_(found.people))
    ).all()
    return [
        {"case": row.case_id, "name": row.name, "role": row.role, "note": row.note, "at": row.at}
        for row in rows
    ]


def _receipts(connection: sa.Connection, found: subjects.Found) -> list[dict[str, Any]]:
    rows = connection.execute(sa.select(receipt).where(receipt.c.id.in_(found.receipts))).all()
    return [
        {
            "code": row.code, "name": row.name, "at": row.received_at, "note": row.note,
            "revealed": msgspec.json.decode(row.revealed), "sha256": row.sha256,
        }
        for row in rows
    ]  # fmt: skip
