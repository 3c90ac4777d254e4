"""The campaigns of a store in a list: how large, how many were reached, whether they grow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

import msgspec

from counterpitch.campaigns.archive import Card
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.page import Shared, shared_by
from counterpitch.cases.linking.reasonwords import told

DAYS: Final = 30
"""Length of the two periods that growth compares."""


_TOLD: Final[WeakKeyDictionary[Linked, dict[str, str]]] = WeakKeyDictionary()
"""What was worked out of a state; it goes with the state."""


class CampaignRow(msgspec.Struct, frozen=True):
    """A campaign in a list. ``recent`` and ``before`` count first messages of the last thirty days
    and of the thirty before; ``shared`` says what ties most of its members.
    """

    campaign: str
    approaches: int
    organisations: int
    names: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    recent: int
    before: int
    shared: str


class Campaigns(msgspec.Struct, frozen=True):
    """A page of the list, the largest first, and how many there are in all; ``pairs`` counts
    campaigns of two approaches, which come last.
    """

    rows: tuple[CampaignRow, ...]
    total: int
    pairs: int = 0


def overview(linked: Linked, now: datetime, *, skip: int = 0, most: int = 40) -> Campaigns:
    """Return ``most`` campaigns after the ``skip`` first of ``Linked.ranked``."""
    chosen = [(each, linked.members[each]) for each in linked.ranked[skip : skip + most]]
    cards = linked.archive.cards(name for _, own in chosen for name in own)
    rows = (
        _row(linked, name, [cards[each] for each in own if each in cards], len(own), now)
        for name, own in chosen
    )
    pairs = len(linked.ranked) - len(linked.several)
    return Campaigns(tuple(rows), len(linked.ranked), pairs)


def _row(
    linked: Linked, campaign: str, cards: Sequence[Card], size: int, now: datetime
) -> CampaignRow:
    first = [card.first for card in cards if card.first]
    recent = now - timedelta(days=DAYS)
    before = recent - timedelta(days=DAYS)
    return CampaignRow(
        campaign,
        size,
        len({card.organisation for card in cards if card.organisation}),
        tuple(dict.fromkeys(card.name for card in cards if card.name)),
        min(first, default=None),
        max((card.last for card in cards if card.last), default=None),
        sum(recent <= each for each in first),
        sum(before <= each < recent for each in first),
        _shared(linked, campaign),
    )


def _shared(linked: Linked, campaign: str) -> str:
    known = _TOLD.setdefault(linked, {})
    if campaign not in known:
        known[campaign] = _most_shared(shared_by(linked, linked.members[campaign]))
    return known[campaign]


def _most_shared(shared: Sequence[Shared]) -> str:
    if not shared:
        return "judged the same"
    best = max(shared, key=lambda each: (each.pairs * each.weight, each.kind, each.value))
    return f"{told(best.kind)}: {best.value}" if best.value else told(best.kind)
