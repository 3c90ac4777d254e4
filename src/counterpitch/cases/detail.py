"""One approach in full, and the record that somebody looked at it."""

import time
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import bodies
from counterpitch.cases.journal.append import Event
from counterpitch.cases.journal.entries import ABOUT, entry
from counterpitch.cases.journal.jotting import jot
from counterpitch.cases.nouns.approaches import (
    ApproachDetail,
    Assessment,
    ContentVersion,
    Judged,
    ReceivedIn,
)
from counterpitch.cases.ready import Ready, together
from counterpitch.cases.rows import queue_row
from counterpitch.cases.store import Store
from counterpitch.cases.tables import (
    approach as approaches,
)
from counterpitch.cases.tables import (
    approach_tag,
    assessment,
    case_approach,
    content,
    evidence,
    judgement,
    receipt,
    receipt_approach,
)
from counterpitch.cases.tables.base import BigKey
from counterpitch.errors import UsageError
from counterpitch.model.conversation import Conversation

_STRINGS: Final = msgspec.json.Decoder(tuple[str, ...])
VIEW_SECONDS: Final = 600
"""A second look by the same person within this time is the same view."""
VIEWS_HELD: Final = 10_000
"""Views remembered for that; beyond it the older half is forgotten, and may be noted again."""

_NUMBER: Final = sa.bindparam("number", 0, type_=BigKey)
_ROW: Final = Ready(sa.select(approaches).where(approaches.c.id == _NUMBER))
_THERE: Final = Ready(sa.select(approaches.c.id).where(approaches.c.id == _NUMBER))
_CONTENTS: Final = Ready(
    sa.select(content).where(content.c.approach_id == _NUMBER).order_by(content.c.version.desc())
)
_ASSESSMENTS: Final = Ready(
    sa.select(assessment)
    .where(assessment.c.approach_id == _NUMBER)
    .order_by(assessment.c.version.desc())
)
_JUDGEMENTS: Final = Ready(
    sa.select(judgement).where(judgement.c.approach_id == _NUMBER).order_by(judgement.c.id)
)
_RECEIVED: Final = Ready(
    sa.select(receipt, evidence.c.size)
    .join(receipt_approach, receipt_approach.c.receipt_id == receipt.c.id)
    .join(evidence, evidence.c.sha256 == receipt.c.sha256)
    .where(receipt_approach.c.approach_id == _NUMBER)
    .order_by(receipt.c.id)
)
_CASES: Final = Ready(
    sa.select(case_approach.c.case_id)
    .where(case_approach.c.approach_id == _NUMBER)
    .order_by(case_approach.c.case_id)
)
_TAGS: Final = Ready(
    sa.select(approach_tag.c.family, approach_tag.c.value)
    .where(approach_tag.c.approach_id == _NUMBER)
    .order_by(approach_tag.c.family, approach_tag.c.value)
)
_WHOLE: Final = (
    _ROW, _CONTENTS, _ASSESSMENTS, _JUDGEMENTS, _RECEIVED, _CASES, _TAGS, ABOUT,
)  # fmt: skip


def approach(store: Store, number: int, *, viewer: str | None = None) -> ApproachDetail:
    """Return everything about an approach.

    With ``viewer`` the journal notes that this person looked at it (once in ten minutes).
    Raises ``UsageError`` if there is none of this number.
    """
    if viewer:
        viewed(store, number, viewer)
    with store.look() as look:
        found = together(look, _WHOLE, number=number, subject=f"approach:{number}")
    rows, contents, assessments, judgements, received, cases, tags, entries = found
    if not rows:
        raise UsageError(f"there is no approach {number}.", hint="See counterpitch queue.")
    return ApproachDetail(
        row=queue_row(rows[0]),
        conversation=bodies.conversation(contents[0].body),
        content_version=contents[0].version,
        contents=tuple(ContentVersion(c.version, c.sha256, c.stored_at) for c in contents),
        assessments=tuple(_assessment(each) for each in assessments),
        judgements=tuple(_judged(each) for each in judgements),
        received=tuple(_received(each) for each in received),
        cases=tuple(each.case_id for each in cases),
        tags=tuple((each.family, each.value) for each in tags),
        journal=tuple(entry(each) for each in reversed(entries)),
    )


def conversation_at(store: Store, number: int, version: int) -> Conversation | None:
    """Return an older version of the words; None where it was erased or never was."""
    with store.read() as connection:
        body = connection.execute(
            sa.select(content.c.body).where(
                content.c.approach_id == number, content.c.version == version
            )
        ).scalar()
    return bodies.conversation(body)


def viewed(store: Store, number: int, viewer: str) -> bool:
    """Note in the journal that ``viewer`` looked at an approach; False if just noted."""
    key, moment = ("viewed", number, viewer), time.monotonic()
    with store.lock:
        last = store.recent.get(key)
        if last is not None and moment - last < VIEW_SECONDS:
            return False
        if len(store.recent) > VIEWS_HELD:
            _forget(store.recent)
        store.recent.pop(key, None)
        store.recent[key] = moment
    event = Event("viewed", f"approach:{number}")
    return jot(store, viewer, event, there=_THERE, number=number)


def _forget(recent: dict[Any, Any]) -> None:
    """Drop the older half of the views; what else is remembered there stays."""
    views = [key for key in list(recent) if isinstance(key, tuple) and key[0] == "viewed"]
    for key in views[: len(views) // 2 + 1]:
        recent.pop(key, None)


def _judged(row: Any) -> Judged:
    return Judged(row.id, row.approach_id, row.at, row.actor, row.judgement, row.reason)


def _assessment(row: Any) -> Assessment:
    return Assessment(
        row.version, row.content_version, row.at, row.actor, row.rules, row.recognisers,
        row.sha256, bodies.verdict(row.body),
    )  # fmt: skip


def _received(row: Any) -> ReceivedIn:
    return ReceivedIn(
        receipt=row.id, code=row.code, sha256=row.sha256, size=row.size, name=row.name,
        actor=row.actor, where_from=row.where_from, channel=row.channel,
        revealed=_STRINGS.decode(row.revealed), note=row.note, consent=row.consent,
        at=row.received_at, erased_at=row.erased_at,
    )  # fmt: skip
