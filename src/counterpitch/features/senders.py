"""Facts about who sends: the mailbox, the firm that is claimed, headers, the folder."""

import re
from collections.abc import Iterator
from typing import Final

from counterpitch.features.addresses import host_of, label_of
from counterpitch.features.fact import Fact, contact_messages
from counterpitch.features.firmnames import shares_word
from counterpitch.features.fold import fold
from counterpitch.model.conversation import Conversation
from counterpitch.rulebook.book import Rulebook


def is_freemail(email: str, book: Rulebook) -> bool:
    """Tell whether a mailbox is one that anybody can have."""
    host = host_of(email)
    return host in book.freemail or label_of(host) in _freemail_labels(book)


_LABELS: dict[str, frozenset[str]] = {}


def _freemail_labels(book: Rulebook) -> frozenset[str]:
    if book.version not in _LABELS:
        _LABELS[book.version] = frozenset(label_of(domain) for domain in book.freemail)
    return _LABELS[book.version]


def freemail_for_company(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield the consumer mailbox of somebody who claims a company."""
    contact = conversation.contact
    if contact.email and contact.company.strip() and is_freemail(contact.email, book):
        yield Fact(0, 0, 0, f"{contact.email} for {contact.company}")


def domain_not_company(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield a mail domain of its own that shares no word with the claimed company."""
    contact = conversation.contact
    if not contact.email or not contact.company or is_freemail(contact.email, book):
        return
    if shares_word(contact.email, contact.company) is False:
        yield Fact(0, 0, 0, f"{contact.email} for {contact.company}")


def domain_is_company(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield a mail domain that carries the claimed company's name."""
    contact = conversation.contact
    if not contact.email or not contact.company or is_freemail(contact.email, book):
        return
    if shares_word(contact.email, contact.company):
        yield Fact(0, 0, 0, f"{contact.email} for {contact.company}")


def reply_to_elsewhere(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield mails whose answers go to another registered name than the sender's."""
    for index, message in contact_messages(conversation):
        headers = message.headers
        if headers is None or headers.relay or not (headers.reply_to and headers.from_address):
            continue
        sender, answer = host_of(headers.from_address), host_of(headers.reply_to)
        if answer and sender and label_of(answer) != label_of(sender):
            yield Fact(index, 0, 0, f"from {headers.from_address}, replies to {headers.reply_to}")


def authentication_failed(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield mails that the receiving server could not authenticate."""
    for index, message in contact_messages(conversation):
        headers = message.headers
        for line in headers.authentication if headers else ():
            failed = _AUTH_FAILED.search(line[:2000])
            if failed:
                yield Fact(index, 0, 0, failed[0])


_AUTH_FAILED: Final = re.compile(r"\b(?:spf|dkim|dmarc)=(?:hard)?fail\b", re.I)


def name_changed(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield a change of the display name behind one and the same mail address."""
    names: dict[str, str] = {}
    for index, message in contact_messages(conversation):
        headers = message.headers
        if headers is None or headers.relay or not (headers.from_address and headers.from_name):
            continue
        name, known = fold(headers.from_name), names.get(headers.from_address.lower())
        if known is not None and set(known.split()).isdisjoint(name.split()):
            yield Fact(index, 0, 0, f"{headers.from_name} <{headers.from_address}>")
        names.setdefault(headers.from_address.lower(), name)


def in_spam(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield messages that the platform itself filed as spam."""
    for index, message in contact_messages(conversation):
        if message.folder.upper() in {"SPAM", "JUNK"}:
            yield Fact(index, 0, 0, f"folder {message.folder}")
