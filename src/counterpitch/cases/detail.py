"""One approach in full, and the record that somebody looked at it."""

import time
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases import bodies, surroundings
from counterpitch.cases.choices import OPEN, CaseChoice, choices
from counterpitch.cases.journal.append import Event
from counterpitch.cases.journal.jotting import jot, jot_and_ask
from counterpitch.cases.nouns.approaches import ApproachDetail, Assessment, ContentVersion
from counterpitch.cases.ready import Ready, together
from counterpitch.cases.rows import queue_row
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach as approaches
from counterpitch.cases.tables import assessment, content
from counterpitch.cases.tables.base import BigKey
from counterpitch.errors import UsageError
from counterpitch.model.conversation import Conversation

VIEW_SECONDS: Final = 600
"""A second look by the same person within this time is the same view."""
VIEWS_HELD: Final = 10_000
"""Views remembered for that; beyond it the older half is forgotten, and may be noted again."""

_NUMBER: Final = sa.bindparam("number", 0, type_=BigKey)
_THERE: Final = Ready(sa.select(approaches.c.id).where(approaches.c.id == _NUMBER))
_ROW: Final = Ready(sa.select(approaches, *surroundings.COLUMNS).where(approaches.c.id == _NUMBER))
_VERDICT, _WORDS = 0, 1
_BODIES: Final = Ready(
    sa.union_all(
        sa.select(
            sa.literal_column(str(_WORDS), sa.Integer).label("what"),
            content.c.version, content.c.version.label("content_version"),
            content.c.stored_at.label("at"), sa.literal_column("''", sa.Text).label("actor"),
            sa.literal_column("''", sa.Text).label("rules"),
            sa.literal_column("''", sa.Text).label("recognisers"),
            content.c.sha256, content.c.body,
        ).where(content.c.approach_id == _NUMBER),
        sa.select(
            sa.literal_column(str(_VERDICT), sa.Integer),
            assessment.c.version, assessment.c.content_version, assessment.c.at,
            assessment.c.actor, assessment.c.rules, assessment.c.recognisers,
            assessment.c.sha256, assessment.c.body,
        ).where(assessment.c.approach_id == _NUMBER),
    )
)  # fmt: skip
"""Every version of the words and of the verdict, in no order."""


def approach(store: Store, number: int, *, viewer: str | None = None) -> ApproachDetail:
    """Return everything about an approach.

    With ``viewer`` the journal notes that this person looked at it (once in ten minutes).
    Raises ``UsageError`` if there is none of this number.
    """
    return _opened(store, number, viewer, (_ROW, _BODIES))[0]


def approach_and_cases(
    store: Store, number: int, *, viewer: str
) -> tuple[ApproachDetail, tuple[CaseChoice, ...]]:
    """Return an approach as :func:`approach` does, and the open cases that it can be put into."""
    found, rest = _opened(store, number, viewer, (_ROW, _BODIES, OPEN))
    return found, choices(rest[0])


def _opened(
    store: Store, number: int, viewer: str | None, questions: tuple[Ready, ...]
) -> tuple[ApproachDetail, list[list[Any]]]:
    """Return an approach, and what the questions after the first two found."""
    values: dict[str, int | str | None] = {"number": number, "subject": f"approach:{number}"}
    if viewer and _fresh(store, number, viewer):
        event = Event("viewed", f"approach:{number}")
        _, found = jot_and_ask(store, viewer, event, _THERE, questions, values)
    else:
        with store.look() as look:
            found = together(look, questions, **values)
    if not found[0]:
        raise UsageError(f"there is no approach {number}.", hint="See counterpitch queue.")
    return _detail(found[0][0], found[1]), found[2:]


def _detail(row: Any, bodied: list[Any]) -> ApproachDetail:
    newest = sorted(bodied, key=lambda each: -each.version)
    words = [each for each in newest if each.what == _WORDS]
    around = surroundings.of(row)
    return ApproachDetail(
        row=queue_row(row),
        conversation=bodies.conversation(words[0].body),
        content_version=words[0].version,
        contents=tuple([ContentVersion(each.version, each.sha256, each.at) for each in words]),
        assessments=tuple([_assessment(each) for each in newest if each.what == _VERDICT]),
        judgements=around.judgements,
        received=around.received,
        cases=around.cases,
        tags=around.tags,
        journal=around.journal,
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
    if not _fresh(store, number, viewer):
        return False
    event = Event("viewed", f"approach:{number}")
    return jot(store, viewer, event, there=_THERE, number=number)


def _fresh(store: Store, number: int, viewer: str) -> bool:
    """Tell whether this look is a view of its own, and remember it."""
    key, moment = ("viewed", number, viewer), time.monotonic()
    with store.lock:
        last = store.recent.get(key)
        if last is not None and moment - last < VIEW_SECONDS:
            return False
        if len(store.recent) > VIEWS_HELD:
            _forget(store.recent)
        store.recent.pop(key, None)
        store.recent[key] = moment
    return True


def _forget(recent: dict[Any, Any]) -> None:
    """Drop the older half of the views; what else is remembered there stays."""
    views = [key for key in list(recent) if isinstance(key, tuple) and key[0] == "viewed"]
    for key in views[: len(views) // 2 + 1]:
        recent.pop(key, None)


def _assessment(row: Any) -> Assessment:
    return Assessment(
        row.version, row.content_version, row.at, row.actor, row.rules, row.recognisers,
        row.sha256, bodies.verdict(row.body),
    )  # fmt: skip
