"""What a reporter sees later, with the receipt code alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases.codes import read_code
from counterpitch.cases.nouns.page import OPEN
from counterpitch.cases.nouns.receipts import Outcome
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, receipt, receipt_approach
from counterpitch.cases.unread import looked_at
from counterpitch.errors import UsageError
from counterpitch.model.verdict import BANDS

_MOST: Final = 20
_ANSWERS: Final = {
    "confirmed": "Our people looked at it and take it seriously. Thank you: do not reply to the"
    " contact, and keep the messages.",
    "false-alarm": "Our people looked at it and found nothing to worry about. Thank you for"
    " asking: please do so again.",
    "duplicate": "It belongs to something that colleagues reported too. Thank you: every report"
    " helps to see the whole.",
    "needs-information": "Our people looked at it and need to know more; they will ask you, or"
    " you can report again with what you still have.",
    "new": "Nobody has looked at it yet. You will see the outcome here.",
}
_LOOKED_AT: Final = (
    "No message could be read in what you sent by the program; a person has looked at it. They will"
    " ask you if they need more."
)
_UNREADABLE: Final = (
    "What you sent is kept as it came, but no message could be read in it; a person will look."
)


def outcome(store: Store, code: str) -> Outcome:
    """Return what became of a report; names no member of staff and no other reporter.

    Raises ``UsageError`` where the code is none that was given out.
    """
    typed = read_code(code)
    with store.read() as connection:
        row = connection.execute(sa.select(receipt).where(receipt.c.code == typed)).first()
        if row is None or not typed:
            raise UsageError(
                "this receipt code was not given out here.", hint="Check the twelve signs."
            )
        found = connection.execute(
            sa.select(approach)
            .join(receipt_approach, receipt_approach.c.approach_id == approach.c.id)
            .where(receipt_approach.c.receipt_id == row.id)
            .order_by(approach.c.place.desc())
            .limit(_MOST)
        ).all()
        others = _others(connection, row)
        looked = looked_at(connection, row.id) if row.state == "unreadable" else None
    statuses = tuple((BANDS[each.rank], each.kind, each.status) for each in found)
    waiting = any(each.status in OPEN for each in found)
    return Outcome(
        code=row.code, at=row.received_at, state=row.state,
        answered_at=looked if not found else _answered(waiting, found),
        statuses=statuses, others=others,
        answer=_LOOKED_AT if looked else _answer([each.status for each in found], row.state),
    )  # fmt: skip


def _others(connection: sa.Connection, row: sa.Row[Any]) -> int:
    """Return how many other people handed in something of the same; files of one count once."""
    own, theirs = receipt_approach.alias(), receipt_approach.alias()
    return int(
        connection.execute(
            sa.select(sa.func.count(receipt.c.actor.distinct()))
            .select_from(own)
            .join(theirs, theirs.c.approach_id == own.c.approach_id)
            .join(receipt, receipt.c.id == theirs.c.receipt_id)
            .where(own.c.receipt_id == row.id, receipt.c.actor != row.actor)
        ).scalar_one()
    )


def _answered(waiting: bool, found: Sequence[sa.Row[Any]]) -> datetime | None:
    return None if waiting else max(each.answered_at for each in found)


def _answer(statuses: list[str], state: str) -> str:
    if not statuses:
        return _UNREADABLE if state == "unreadable" else _ANSWERS["new"]
    order = ("confirmed", "needs-information", "new", "duplicate", "false-alarm")
    return _ANSWERS[next(each for each in order if each in statuses)]
