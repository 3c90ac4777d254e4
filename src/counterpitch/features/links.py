"""Facts about links and files: where they lead, what they look like, how they end."""

import re
from collections.abc import Iterator
from typing import Final

from counterpitch.features.addresses import (
    host_of,
    is_numeric,
    label_of,
    may_hold_address,
    urls,
)
from counterpitch.features.fact import Fact, Finder, contact_messages
from counterpitch.features.firmnames import resembles
from counterpitch.features.senders import is_freemail
from counterpitch.model.conversation import Conversation
from counterpitch.rulebook.book import Rulebook

_Link = tuple[int, int, int, str, str]


def _links(conversation: Conversation) -> tuple[_Link, ...]:
    """Return (message, start, end, target, shown text) of every link.

    Several features ask for those of one conversation in a row: they are read once.
    """
    global _latest
    known, links = _latest
    if known is not conversation:
        links = tuple(_read_links(conversation))
        _latest = (conversation, links)
    return links


_latest: tuple[Conversation | None, tuple[_Link, ...]] = (None, ())


def _read_links(conversation: Conversation) -> Iterator[_Link]:
    for index, message in contact_messages(conversation):
        if may_hold_address(message.text):
            for url, start, end in urls(message.text):
                yield index, start, end, url, ""
        for link in message.links:
            at = message.text.find(link.text) if link.text else -1
            place = (at, at + len(link.text)) if at >= 0 else (0, 0)
            yield index, *place, link.target, link.text
    for target in conversation.contact.links:
        yield 0, 0, 0, target, ""


def shortened(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield links whose target is hidden by a shortener."""
    for index, start, end, target, _ in _links(conversation):
        if host_of(target).removeprefix("www.") in book.shorteners:
            yield Fact(index, start, end, target)


def text_differs(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield links that show one address and lead to another registered name."""
    for index, start, end, target, shown in _links(conversation):
        if not shown or not _LOOKS_LIKE_HOST.fullmatch(shown.strip()):
            continue
        claimed, real = label_of(host_of(shown.strip())), label_of(host_of(target))
        if claimed and real and claimed != real:
            yield Fact(index, start, end, f"{shown.strip()} leads to {target}")


_LOOKS_LIKE_HOST: Final = re.compile(
    r"(?:https?://)?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}(?:[/?#]\S{0,500})?"
)


def raw_address(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield links to a bare IP address."""
    for index, start, end, target, _ in _links(conversation):
        if is_numeric(host_of(target)):
            yield Fact(index, start, end, target)


def punycode_mixed(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield links whose host mixes letters of several scripts in one label."""
    for index, start, end, target, _ in _links(conversation):
        host = host_of(target)
        if host.isascii() and "xn--" not in host:
            continue
        if any(_mixes_scripts(label) for label in host.split(".")):
            yield Fact(index, start, end, target)


def _mixes_scripts(label: str) -> bool:
    if label.startswith("xn--"):
        try:
            label = label.encode("ascii").decode("idna")
        except UnicodeError:
            return False
    foreign = sum("\u0370" <= char <= "\u052f" for char in label)
    return foreign > 0 and any("a" <= char <= "z" for char in label)


def lookalike(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield hosts one or two letters away from the claimed company or its own mail domain."""
    company, email = conversation.contact.company, conversation.contact.email
    own = "" if not email or is_freemail(email, book) else label_of(host_of(email))
    if not own and not company:
        return
    for index, start, end, target, _ in _links(conversation):
        host = host_of(target)
        if resembles(host, company, own):
            yield Fact(index, start, end, host)
    if email and resembles(host_of(email), company, own):
        yield Fact(0, 0, 0, host_of(email))


def files(endings: tuple[str, ...]) -> Finder:
    """Return what finds attachments, and addresses in a text, that end so."""

    def found(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
        for index, message in contact_messages(conversation):
            for attachment in message.attachments:
                if attachment.name.lower().endswith(endings):
                    yield Fact(index, 0, 0, attachment.name)
        for index, start, end, url, shown in _links(conversation):
            # An address in the text itself has a place, and no other text that is shown.
            in_text = end > start and not shown
            if in_text and url.lower().partition("?")[0].endswith(endings):
                yield Fact(index, start, end, url)

    return found
