"""Puts a conversation together: sides, contact, order."""

from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from counterpitch.intake.linkedin.messages import Envelope, envelope
from counterpitch.intake.linkedin.owner import Self
from counterpitch.intake.linkedin.people import Party, folded, slug
from counterpitch.model.message import Message, Side

_LAST = datetime.max.replace(tzinfo=UTC)


class Thread(NamedTuple):
    """Messages of one conversation, oldest first, and whom it is with."""

    contact: Party
    messages: tuple[Message, ...]
    others: int

    @property
    def begins(self) -> datetime:
        """Return the date of the first message that has one."""
        return next((each.sent_at for each in self.messages if each.sent_at), _LAST)


def thread(rows: list[Message], owner: Self) -> Thread:
    """Make a thread of the rows of one conversation, in the file's order."""
    sent = [envelope(row) for row in rows]
    here = {slug(party.url) for each in sent for party in (each.sender, *each.recipients)}
    sides: list[Side] = ["owner" if owner.wrote(each, here) else "contact" for each in sent]
    messages = [
        msgspec.structs.replace(row, sender=side, headers=None)
        for row, side in zip(rows, sides, strict=True)
    ]
    others = _others(sent, sides, owner)
    return Thread(_contact(others, sent, sides, owner), in_order(messages), len(others))


def in_order(messages: list[Message]) -> tuple[Message, ...]:
    """Return messages oldest first; one without a date stays beside its neighbour."""
    dates = [each.sent_at for each in messages if each.sent_at]
    if not dates or dates[0] >= dates[-1]:  # exports list the newest first
        messages = messages[::-1]
    known = next((each.sent_at for each in messages if each.sent_at), _LAST)
    keyed = []
    for each in messages:
        known = each.sent_at or known
        keyed.append((known, each))
    return tuple(each for _, each in sorted(keyed, key=lambda pair: pair[0]))


def _others(sent: list[Envelope], sides: list[Side], owner: Self) -> Counter[Party]:
    """Count what each person other than the owner wrote; who wrote nothing counts 0."""
    wrote: Counter[str] = Counter()
    known: dict[str, Party] = {}
    for each, side in zip(sent, sides, strict=True):
        if side == "contact":
            wrote[each.sender.key] += 1
            known[each.sender.key] = each.sender
    received = {party for each in sent for party in each.recipients if not owner.is_me(party)}
    names = {folded(party.name) for party in known.values()}
    for party in sorted(received, key=lambda party: (not party.url, party)):
        # Early exports name recipients without a profile: the same name is the same person.
        if party.url or (party.name and folded(party.name) not in names):
            known.setdefault(party.key, party)
            names.add(folded(party.name))
    return Counter({party: wrote[key] for key, party in known.items()})


def _contact(others: Counter[Party], sent: list[Envelope], sides: list[Side], owner: Self) -> Party:
    contact = others.most_common(1)[0][0] if others else Party("")
    if contact.url:
        return contact
    # A closed account keeps no profile in what it sent, but may in what it received.
    urls = {
        slug(party.url): party.url
        for each, side in zip(sent, sides, strict=True)
        if side == "owner"
        for party in each.recipients
        if party.url and not owner.is_me(party)
    }
    return contact._replace(url=next(iter(urls.values()))) if len(urls) == 1 else contact
