"""Between structs and the columns of an approach."""

from datetime import datetime
from typing import Any, Final

import msgspec

from counterpitch.cases.nouns.approaches import QueueRow, Reason
from counterpitch.cases.tables.base import to_micros
from counterpitch.cases.text import plain
from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import BANDS, Band, Verdict

SHIFT: Final = 48
"""``place`` is the order of the queue in one number: ``rank << SHIFT``, then whole percent, then
who waits longest."""
_PERCENT: Final = 40
_LAST: Final = (1 << _PERCENT) - 1
REASONS: Final = 5
_WEEK: Final = 7 * 24 * 3600 * 1_000_000
_MONDAY: Final = 4 * 24 * 3600 * 1_000_000
"""1970-01-05, the first Monday after 1970 began."""

_ENCODE: Final = msgspec.json.Encoder().encode
_REASONS: Final = msgspec.json.Decoder(tuple[Reason, ...])


def rank_of(band: Band) -> int:
    """Return 0 (none) to 3 (high)."""
    return BANDS.index(band)


def place_of(columns: dict[str, Any], identifier: int) -> int:
    """Return where an approach of these columns stands in the queue; higher comes first.

    The band decides, then the one number that the list shows, in whole percent, so that the
    third digit, which moves with every fitting, moves nobody ("<1 %" counts as 0, ">99 %" as 100,
    certainty as 101); then the lower number, which has waited longer.
    """
    chance: float = max(columns["probability"], columns["scam_probability"])
    rank: int = columns["rank"]
    whole = round(100 * chance) if 0.01 <= chance <= 0.99 else int(chance) + 100 * (chance > 0.5)
    return (rank << SHIFT) | (whole << _PERCENT) | (_LAST - identifier)


def week_of(moment: datetime) -> int:
    """Return the number of Mondays since 1970-01-05."""
    return (to_micros(moment) - _MONDAY) // _WEEK


def described(conversation: Conversation) -> dict[str, Any]:
    """Return the columns that come from the words."""
    contact = conversation.contact
    dates = [m.sent_at for m in conversation.messages if m.sent_at is not None]
    return {
        "conversation": plain(conversation.id, 200),
        "channel": conversation.channel,
        "contact": plain(contact.name, 300),
        "company": plain(contact.company, 300),
        "headline": plain(contact.headline, 500),
        "sector": plain(conversation.owner.sector, 120),
        "messages": len(conversation.messages),
        "first_at": min(dates, default=None),
        "last_at": max(dates, default=None),
    }


def judged(verdict: Verdict, identifier: int) -> dict[str, Any]:
    """Return the columns that come from the verdict."""
    columns = {
        "rank": rank_of(verdict.band),
        "kind": verdict.kind,
        "probability": verdict.probability,
        "scam_probability": verdict.scam_probability,
        "stage": verdict.stage or "",
        "reasons": _ENCODE(reasons(verdict)).decode("utf-8"),
    }
    return columns | {"place": place_of(columns, identifier)}


def reasons(verdict: Verdict) -> tuple[Reason, ...]:
    """Return the strongest reasons, for lists."""
    return tuple(
        Reason(plain(f.indicator, 80), plain(f.title, 200), round(f.contribution, 4))
        for f in verdict.strongest(REASONS)
    )


def queue_row(row: Any) -> QueueRow:
    """Return an approach as lists show it, from a row of its table."""
    place = row.place
    return QueueRow(
        id=row.id, conversation=row.conversation, channel=row.channel, contact=row.contact,
        company=row.company, headline=row.headline, sector=row.sector,
        band=BANDS[place >> SHIFT], kind=row.kind, probability=row.probability,
        scam_probability=row.scam_probability, stage=row.stage or None,
        reasons=_REASONS.decode(row.reasons), status=row.status, assignee=row.assignee,
        reports=row.reports, messages=row.messages, first_at=row.first_at,
        last_at=row.last_at, received_at=row.received_at, erased_at=row.erased_at,
    )  # fmt: skip
