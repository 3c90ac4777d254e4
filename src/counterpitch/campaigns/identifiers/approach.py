"""Every identifier of one approach: of the contact's words, headers, files and own data."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from counterpitch.campaigns.identifiers.attachment import attachments
from counterpitch.campaigns.identifiers.company import company
from counterpitch.campaigns.identifiers.email import address
from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.lookalike import lookalike
from counterpitch.campaigns.identifiers.reading import read
from counterpitch.campaigns.identifiers.supplied import Supplied
from counterpitch.campaigns.identifiers.url import link
from counterpitch.campaigns.keys import Key, Place
from counterpitch.campaigns.reuse.boilerplate import introduces
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message

_PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp", ".heic", ".bmp", ".tif", ".tiff", ".gif")
READ_BY_MACHINE: Final = 0.5
"""Certainty of what was read off a picture: see docs/reference/identifiers.md."""
_INTRODUCED: Final = (":", "：")
_INTRODUCTIONS: Final = re.compile(r"[:：][ \t\r]*\n|^[ \t]*--", re.MULTILINE)
NO_SUPPLY: Final = Supplied({})


def keys_of(conversation: Conversation, facts: Supplied = NO_SUPPLY) -> list[Key]:
    """Return the keys of one approach, each once, at its first place.

    What the owner wrote first is the owner's own and is left out, with the domain of the owner's
    mailbox.
    """
    owned = _owned(conversation)
    found: dict[tuple[str, str], Key] = {}
    for message, each in _everything(conversation):
        if owned.get((each.kind, each.value), len(conversation.messages)) <= message:
            continue
        for one in (each, *lookalike(each)):
            _keep(found, conversation.id, message, one)
    for key in list(found.values()):
        for fact in facts.facts.get(key.value, ()) if key.kind in {"domain", "email"} else ():
            # At the place of the domain: what follows from it is no second reason.
            place = (key.place.start, key.place.end)
            _keep(found, conversation.id, key.place.message, Found(fact.kind, fact.value, *place))
    for fact in facts.facts.get(conversation.id, ()):
        _keep(found, conversation.id, -1, Found(fact.kind, fact.value, 0, 0))
    return list(found.values())


def _keep(found: dict[tuple[str, str], Key], approach: str, message: int, each: Found) -> None:
    """Keep a value once: at its first place, or at a surer one."""
    known = found.get((each.kind, each.value))
    if known is None or known.certainty < each.certainty:
        place = Place(message, each.start, each.end)
        found[each.kind, each.value] = Key(approach, each.kind, each.value, place, each.certainty)


def _everything(conversation: Conversation) -> Iterator[tuple[int, Found]]:
    contact = conversation.contact
    for each in _card(contact.email or "", (*contact.links, contact.profile_url), contact.company):
        yield -1, each
    for text in (contact.headline, contact.name):
        for each in read(text):
            yield -1, each._replace(start=0, end=0)
    for index, message in enumerate(conversation.messages):
        if message.sender == "contact":
            for each in of_message(message):
                yield index, each


def _card(email: str, links: Iterable[str], name: str) -> Iterator[Found]:
    yield from address(email)
    for target in links:
        yield from link(target) if target else ()
    yield from company(name)


def of_message(message: Message) -> Iterator[Found]:
    """Yield the identifiers of one message; those of quoted lines are their writer's, not its."""
    certainty = READ_BY_MACHINE if read_by_machine(message) else 1.0
    begins, ends = _quoted(message.text)
    for each in read(message.text):
        line = bisect_right(begins, each.start) - 1
        if line < 0 or each.start >= ends[line]:
            yield each._replace(certainty=each.certainty * certainty) if certainty < 1 else each
    for target in message.links:
        yield from link(target.target)
    yield from attachments(message)
    headers = message.headers
    if headers is not None and not headers.relay:
        for written in dict.fromkeys((headers.from_address, headers.reply_to)):
            yield from address(written)


def read_by_machine(message: Message) -> bool:
    """Tell whether a message was read off a picture."""
    path = message.locator.path if message.locator else ""
    return path.lower().endswith(_PICTURES)


def _quoted(text: str) -> tuple[list[int], list[int]]:
    """Return where quoted lines begin and end, with those that say whom they quote.

    Whom a contact answers is who was approached: their address in "... wrote:" ties nobody.
    """
    begins: list[int] = []
    ends: list[int] = []
    if ">" not in text and not text.endswith(_INTRODUCED) and not _INTRODUCTIONS.search(text):
        return begins, ends
    at = before = 0
    last, header = "", False
    for line in text.split("\n"):
        first = at
        new = introduces(line)
        if not new and last and line.endswith(_INTRODUCED) and introduces(f"{last} {line}"):
            new, first = True, before  # a mail program broke the line in two
        header = (new and line.lstrip().startswith("-")) or (header and ":" in line)
        if new or header or line.startswith(">"):
            begins.append(first)
            ends.append(at + len(line))
        before, last = at, line.strip()
        at += len(line) + 1
    return begins, ends


def _owned(conversation: Conversation) -> dict[tuple[str, str], int]:
    """Return what the owner wrote, with the first message in which they did."""
    owned: dict[tuple[str, str], int] = {}
    for index, message in enumerate(conversation.messages):
        if message.sender == "owner":
            for each in of_message(message):
                owned.setdefault((each.kind, each.value), index)
            for each in address(message.headers.from_address) if message.headers else ():
                owned[each.kind, each.value] = -1
    return owned
