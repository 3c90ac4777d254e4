"""Facts about links, addresses, files and claims: what the rules call features."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from counterpitch.features.addresses import (
    host_of,
    is_numeric,
    label_of,
    may_hold_address,
    urls,
)
from counterpitch.features.fold import fold
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.rulebook.book import Rulebook


class Fact(NamedTuple):
    """Something seen: in which message, at which place (code points), and its words.

    ``start == end == 0`` where it does not stand in the message's text.
    """

    message: int
    start: int
    end: int
    words: str


Finder = Callable[[Conversation, Rulebook], Iterator[Fact]]

_ARCHIVE: Final = (".zip", ".rar", ".7z", ".iso", ".img", ".vhd", ".cab", ".ace", ".tar.gz", ".tgz")
_PROGRAM: Final = (
    ".exe", ".msi", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jar", ".lnk", ".hta",
    ".apk", ".dmg", ".pkg", ".chm", ".appimage",
)  # fmt: skip
_MACRO: Final = (".docm", ".xlsm", ".pptm", ".dotm", ".xlam", ".xll", ".one")
_COMMON: Final = frozenset(
    "the and of for ltd limited inc llc gmbh ag sa plc pte pty co company corp group holding"
    " holdings partners partner consulting consultancy consultants advisory advisors research"
    " international global solutions services service associates ventures capital technologies"
    " technology systems labs lab institute university recruitment talent search executive"
    " insight insights strategy strategies intelligence studio media".split()
)


def _contact_messages(conversation: Conversation) -> Iterator[tuple[int, Message]]:
    for index, message in enumerate(conversation.messages):
        if message.sender == "contact":
            yield index, message


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
    for index, message in _contact_messages(conversation):
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
    own = "" if not email or _is_freemail(email, book) else label_of(host_of(email))
    if not own and not company:
        return
    for index, start, end, target, _ in _links(conversation):
        host = host_of(target)
        if _resembles(host, company, own):
            yield Fact(index, start, end, host)
    if email and _resembles(host_of(email), company, own):
        yield Fact(0, 0, 0, host_of(email))


@lru_cache(maxsize=4096)
def _resembles(host: str, company: str, own: str) -> bool:
    """Tell whether a host is nearly, and not quite, the company or the label of its own domain."""
    folded = _folded(company)
    slug = _slug(folded)
    known = {name for name in (slug, _umlauts_undone(own.replace("-", ""))) if len(name) >= 6}
    label = label_of(host).replace("-", "")
    plain = _umlauts_undone(label)
    return (
        any(_nearly(plain, name) for name in known)
        and not _made_of(label, folded)
        and not _made_of(plain, _umlauts_undone(folded))
    )


def _slug(folded: str) -> str:
    return _umlauts_undone("".join(folded.split()))


def _nearly(one: str, other: str) -> bool:
    """Tell whether two names differ by one or two edits, or a look-alike pair."""
    if one == other or abs(len(one) - len(other)) > 2:
        return False
    plain = one.replace("rn", "m").replace("vv", "w").replace("0", "o").replace("1", "l")
    if plain == other:
        return True
    return _distance(one, other, 1 if len(other) < 9 else 2)


def _distance(one: str, other: str, most: int) -> bool:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
        if min(row) > most:
            return False
    return row[-1] <= most


def _is_freemail(email: str, book: Rulebook) -> bool:
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
    if contact.email and contact.company.strip() and _is_freemail(contact.email, book):
        yield Fact(0, 0, 0, f"{contact.email} for {contact.company}")


@lru_cache(maxsize=4096)
def _folded(company: str) -> str:
    return fold(company).strip()


@lru_cache(maxsize=4096)
def _shares_word(email: str, company: str) -> bool | None:
    """Tell whether a mail domain carries the company's name; None if it cannot be told."""
    name, label = _folded(company), label_of(host_of(email))
    if not label or not any(_is_telling(word) for word in name.split()):
        return None
    initials = "".join(word[0] for word in name.split())
    return (
        (len(label) >= 2 and label == initials)
        or _carries(label, name)
        or _carries(_umlauts_undone(label), _umlauts_undone(name))
    )


def _is_telling(word: str) -> bool:
    return word.isascii() and word not in _COMMON


def _carries(label: str, name: str) -> bool:
    """Tell whether a registered name holds a telling word of ``name``, or is made of it."""
    pieces = label.split("-")
    plain = "".join(pieces)
    telling = [word for word in name.split() if _is_telling(word)]
    return (
        any((len(word) >= 3 and word in plain) or word in pieces for word in telling)
        or (len(plain) >= 2 and plain in "".join(telling))
        or _made_of(plain, name)
    )


def _made_of(label: str, name: str) -> bool:
    """Tell whether ``label`` is words of ``name`` or their initials, in their order."""
    for word in name.split():
        label = label.removeprefix(word if label.startswith(word) else word[0])
    return not label


def _umlauts_undone(text: str) -> str:
    """Write ``mueller`` and ``muller`` alike: domains spell umlauts out, names do not."""
    return _SPELLED_OUT.sub(r"\1", text)


_SPELLED_OUT: Final = re.compile("([aou])e+")


def domain_not_company(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield a mail domain of its own that shares no word with the claimed company."""
    contact = conversation.contact
    if not contact.email or not contact.company or _is_freemail(contact.email, book):
        return
    if _shares_word(contact.email, contact.company) is False:
        yield Fact(0, 0, 0, f"{contact.email} for {contact.company}")


def domain_is_company(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield a mail domain that carries the claimed company's name."""
    contact = conversation.contact
    if not contact.email or not contact.company or _is_freemail(contact.email, book):
        return
    if _shares_word(contact.email, contact.company):
        yield Fact(0, 0, 0, f"{contact.email} for {contact.company}")


def reply_to_elsewhere(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield mails whose answers go to another registered name than the sender's."""
    for index, message in _contact_messages(conversation):
        headers = message.headers
        if headers is None or headers.relay or not (headers.reply_to and headers.from_address):
            continue
        sender, answer = host_of(headers.from_address), host_of(headers.reply_to)
        if answer and sender and label_of(answer) != label_of(sender):
            yield Fact(index, 0, 0, f"from {headers.from_address}, replies to {headers.reply_to}")


def authentication_failed(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield mails that the receiving server could not authenticate."""
    for index, message in _contact_messages(conversation):
        headers = message.headers
        for line in headers.authentication if headers else ():
            failed = _AUTH_FAILED.search(line[:2000])
            if failed:
                yield Fact(index, 0, 0, failed[0])


_AUTH_FAILED: Final = re.compile(r"\b(?:spf|dkim|dmarc)=(?:hard)?fail\b", re.I)


def _files(endings: tuple[str, ...]) -> Finder:
    def found(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
        for index, message in _contact_messages(conversation):
            for attachment in message.attachments:
                if attachment.name.lower().endswith(endings):
                    yield Fact(index, 0, 0, attachment.name)
        for index, start, end, url, shown in _links(conversation):
            # An address in the text itself has a place, and no other text that is shown.
            in_text = end > start and not shown
            if in_text and url.lower().partition("?")[0].endswith(endings):
                yield Fact(index, start, end, url)

    return found


def name_changed(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield a change of the display name behind one and the same mail address."""
    names: dict[str, str] = {}
    for index, message in _contact_messages(conversation):
        headers = message.headers
        if headers is None or headers.relay or not (headers.from_address and headers.from_name):
            continue
        name, known = fold(headers.from_name), names.get(headers.from_address.lower())
        if known is not None and set(known.split()).isdisjoint(name.split()):
            yield Fact(index, 0, 0, f"{headers.from_name} <{headers.from_address}>")
        names.setdefault(headers.from_address.lower(), name)


def in_spam(conversation: Conversation, book: Rulebook) -> Iterator[Fact]:
    """Yield messages that the platform itself filed as spam."""
    for index, message in _contact_messages(conversation):
        if message.folder.upper() in {"SPAM", "JUNK"}:
            yield Fact(index, 0, 0, f"folder {message.folder}")


FINDERS: Final[dict[str, Finder]] = {
    "link.shortener": shortened,
    "link.text-differs": text_differs,
    "link.lookalike": lookalike,
    "link.raw-address": raw_address,
    "link.punycode-mixed": punycode_mixed,
    "mail.freemail-for-company": freemail_for_company,
    "mail.domain-not-company": domain_not_company,
    "mail.domain-is-company": domain_is_company,
    "mail.reply-to-elsewhere": reply_to_elsewhere,
    "mail.authentication-failed": authentication_failed,
    "file.archive": _files(_ARCHIVE),
    "file.program": _files(_PROGRAM),
    "file.macro-document": _files(_MACRO),
    "claim.name-changed": name_changed,
    "folder.spam": in_spam,
}
"""Every feature a rule may name, with what finds it."""

LINKS, EMAIL, HEADERS, FILES, FOLDER, TIMES, ADDRESSES, PROFILES = (1 << n for n in range(8))
"""What a fact is read from: links beside the contact's texts, the contact's mail address, mail
headers, attachments, the folder, the times of messages, web addresses in the contact's texts, the
contact's own pages."""

_ANY_LINK: Final = LINKS | ADDRESSES | PROFILES

READS: Final[dict[str, int]] = {
    "link.shortener": _ANY_LINK,
    "link.text-differs": LINKS,
    "link.lookalike": _ANY_LINK | EMAIL,
    "link.raw-address": _ANY_LINK,
    "link.punycode-mixed": _ANY_LINK,
    "mail.freemail-for-company": EMAIL,
    "mail.domain-not-company": EMAIL,
    "mail.domain-is-company": EMAIL,
    "mail.reply-to-elsewhere": HEADERS,
    "mail.authentication-failed": HEADERS,
    "file.archive": FILES | LINKS | ADDRESSES,
    "file.program": FILES | LINKS | ADDRESSES,
    "file.macro-document": FILES | LINKS | ADDRESSES,
    "claim.name-changed": HEADERS,
    "folder.spam": FOLDER,
}
"""A feature is looked for only where one of the things that it is read from is there."""
