"""What stands around an approach: judgements, receipts, cases, tags and its journal."""

from operator import attrgetter
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.gathered import Gathered
from counterpitch.cases.nouns.approaches import Judged, JudgementWord, ReceivedIn
from counterpitch.cases.nouns.journal import JournalEntry
from counterpitch.cases.tables import (
    approach,
    approach_tag,
    case_approach,
    evidence,
    journal,
    journal_payload,
    judgement,
    receipt,
    receipt_approach,
)
from counterpitch.cases.tables.base import from_micros

ENTRIES: Final = 200
"""The newest entries of the journal about an approach that come with it."""


class Surroundings(msgspec.Struct, frozen=True):
    """What belongs to one approach, each list oldest first."""

    judgements: tuple[Judged, ...]
    received: tuple[ReceivedIn, ...]
    cases: tuple[int, ...]
    tags: tuple[tuple[str, str], ...]
    journal: tuple[JournalEntry, ...]


class _Judgement(msgspec.Struct, frozen=True, array_like=True):
    id: int
    at: int
    actor: str
    judgement: JudgementWord
    reason: str | None


class _Receipt(msgspec.Struct, frozen=True, array_like=True):
    """``consent`` is a number on SQLite."""

    id: int
    code: str
    sha256: str
    size: int
    name: str
    actor: str
    where_from: str
    channel: str
    revealed: str
    note: str
    consent: bool | int
    received_at: int
    erased_at: int | None


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    seq: int
    at: int
    actor: str
    action: str
    subject: str
    payload: str | None
    payload_sha256: str
    previous: str
    hash: str


_JUDGEMENTS: Final = msgspec.json.Decoder(list[_Judgement])
_RECEIPTS: Final = msgspec.json.Decoder(list[_Receipt])
_CASES: Final = msgspec.json.Decoder(list[tuple[int]])
_TAGS: Final = msgspec.json.Decoder(list[tuple[str, str]])
_ENTRIES: Final = msgspec.json.Decoder(list[_Entry])
_STRINGS: Final = msgspec.json.Decoder(tuple[str, ...])
_BY_ID: Final = attrgetter("id")
_BY_SEQ: Final = attrgetter("seq")
_PAYLOAD: Final = msgspec.json.Decoder(dict[str, Any])


def _names(form: type[msgspec.Struct]) -> tuple[str, ...]:
    return form.__struct_fields__


def _judgements() -> sa.Select[Any]:
    columns = [judgement.c[name] for name in _names(_Judgement)]
    return sa.select(Gathered(*columns)).where(judgement.c.approach_id == approach.c.id)


def _receipts() -> sa.Select[Any]:
    columns = [(evidence if name == "size" else receipt).c[name] for name in _names(_Receipt)]
    return (
        sa.select(Gathered(*columns))
        .select_from(receipt_approach)
        .join(receipt, receipt.c.id == receipt_approach.c.receipt_id)
        .join(evidence, evidence.c.sha256 == receipt.c.sha256)
        .where(receipt_approach.c.approach_id == approach.c.id)
    )


def _cases() -> sa.Select[Any]:
    chosen = sa.select(Gathered(case_approach.c.case_id))
    return chosen.where(case_approach.c.approach_id == approach.c.id)


def _tags() -> sa.Select[Any]:
    chosen = sa.select(Gathered(approach_tag.c.family, approach_tag.c.value))
    return chosen.where(approach_tag.c.approach_id == approach.c.id)


def _journal() -> sa.Select[Any]:
    columns = [(journal_payload if n == "payload" else journal).c[n] for n in _names(_Entry)]
    newest = (
        sa.select(*columns)
        .select_from(journal)
        .join(journal_payload, journal_payload.c.seq == journal.c.seq, isouter=True)
        .where(journal.c.subject == sa.bindparam("subject", ""))
        .order_by(journal.c.seq.desc())
        .limit(sa.literal_column(str(ENTRIES), sa.Integer))
        .subquery("newest")
    )
    return sa.select(Gathered(*newest.c))


COLUMNS: Final = (
    _judgements().scalar_subquery().label("its_judgements"),
    _receipts().scalar_subquery().label("its_receipts"),
    _cases().scalar_subquery().label("its_cases"),
    _tags().scalar_subquery().label("its_tags"),
    _journal().scalar_subquery().label("its_journal"),
)
"""Columns beside those of ``approach``; ``subject`` must be told (``approach:12``)."""


def of(row: Any) -> Surroundings:
    """Return what the ``COLUMNS`` of a row hold; what the database gathered has no order."""
    return Surroundings(
        tuple(
            [
                _judged(each, row.id)
                for each in sorted(_JUDGEMENTS.decode(row.its_judgements), key=_BY_ID)
            ]
        ),
        tuple([_received(each) for each in sorted(_RECEIPTS.decode(row.its_receipts), key=_BY_ID)]),
        tuple([number for (number,) in sorted(_CASES.decode(row.its_cases))]),
        tuple(sorted(_TAGS.decode(row.its_tags))),
        tuple([_entry(each) for each in sorted(_ENTRIES.decode(row.its_journal), key=_BY_SEQ)]),
    )


def _judged(row: _Judgement, number: int) -> Judged:
    return Judged(row.id, number, from_micros(row.at), row.actor, row.judgement, row.reason)


def _received(row: _Receipt) -> ReceivedIn:
    return ReceivedIn(
        receipt=row.id, code=row.code, sha256=row.sha256, size=row.size, name=row.name,
        actor=row.actor, where_from=row.where_from, channel=row.channel,
        revealed=_STRINGS.decode(row.revealed), note=row.note, consent=bool(row.consent),
        at=from_micros(row.received_at),
        erased_at=None if row.erased_at is None else from_micros(row.erased_at),
    )  # fmt: skip


def _entry(row: _Entry) -> JournalEntry:
    payload = None if row.payload is None else _PAYLOAD.decode(row.payload)
    return JournalEntry(
        row.seq, from_micros(row.at), row.actor, row.action, row.subject, payload,
        row.payload_sha256, row.previous, row.hash,
    )  # fmt: skip
