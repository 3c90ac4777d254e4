"""Who must not be recognisable in what goes out: people and companies of a conversation."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from counterpitch.features.addresses import host_of, label_of
from counterpitch.features.fold import fold
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.secondreader.signoff import addressed, given_away, titled

_NOBODY: Final = frozenset({
    "me", "you", "i", "ich", "du", "sie", "moi", "je", "yo", "tu", "vous", "я", "вы", "ты",
    "我", "你", "您", "contact", "owner", "unknown", "info", "mail", "contact us", "www", "com",
    "https", "http", "in", "hr", "jobs", "team", "all", "everyone", "both", "sir", "madam",
    "there", "noreply", "no-reply", "reply", "linkedin", "gmail", "example", "not", "sorry",
})  # fmt: skip
_PARTIES: Final = frozenset({"me", "you", "ich", "我", "contact", "owner", "unknown"})
LOOKED_AT: Final = 10_000
"""Characters at either end of a message in which names are sought."""
_SPLIT: Final = re.compile(r"[\W\d_]+")
_AT: Final = re.compile(
    r"(?:\bat|@|\bbei|\bchez|\ben|\bof|\bв|[|,–—-])\s+(?P<name>(?:[A-ZÀ-ÞА-Я][\w&’'.-]*[ ]?){1,4})"
)
_HAN: Final = re.compile("[\u3400-\u9fff]")
_HAN_COMPANY: Final = re.compile(
    "(?:股份|有限|责任|公司|集团|科技|技术|咨询|顾问|管理|研究院|研究所|事务所|工作室|人力资源|猎头|信息)+"
)


class Identities(msgspec.Struct, frozen=True):
    """Names as written: of the contact, of the owner, of their companies, of whoever else."""

    contact: tuple[str, ...]
    owner: tuple[str, ...]
    companies: tuple[str, ...]
    others: tuple[str, ...]


def identities(conversation: Conversation) -> Identities:
    """Return the names that the fields and the messages of ``conversation`` give."""
    contact, owner = conversation.contact, conversation.owner
    return Identities(
        contact=_given(contact.name)
        + _names([*_addressed_parts(conversation), *_of(conversation, True)]),
        owner=_given(owner.name) + _names(_of(conversation, False)),
        companies=_companies(conversation),
        others=_names(n for m in conversation.messages for n in titled(_ends_of(m.text))),
    )


def _of(conversation: Conversation, contact: bool) -> Iterator[str]:
    """Yield the names of one side: what they sign, and how the other side greets them."""
    for message in conversation.messages:
        if (message.sender == "contact") == contact:
            yield message.author
            yield message.headers.from_name if message.headers else ""
            yield from given_away(_ends_of(message.text))
            yield from _mail_names(message)
        else:
            yield from addressed(message.text)


def _ends_of(text: str) -> str:
    """Return what is looked at of a long text: more than is ever sent, and its end."""
    return text if len(text) <= 2 * LOOKED_AT else f"{text[:LOOKED_AT]}\n{text[-LOOKED_AT:]}"


def _mail_names(message: Message) -> Iterator[str]:
    for address in _mail_addresses(message):
        yield from _SPLIT.split(address.rpartition("@")[0])


def _mail_addresses(message: Message) -> tuple[str, ...]:
    headers = message.headers
    if headers is None:
        return ()
    return tuple(filter(None, (headers.from_address, headers.reply_to, headers.return_path)))


def _addressed_parts(conversation: Conversation) -> Iterator[str]:
    """Yield the words of the contact's mail address and profile page."""
    contact = conversation.contact
    yield from _SPLIT.split((contact.email or "").rpartition("@")[0])
    for link in (contact.profile_url, *contact.links):
        yield from _SPLIT.split(link.rstrip("/").rpartition("/")[2])


def _companies(conversation: Conversation) -> tuple[str, ...]:
    contact, owner = conversation.contact, conversation.owner
    found = [contact.company, owner.organisation]
    found += [match["name"] for match in _AT.finditer(contact.headline[:400])]
    hosts = [contact.email or "", contact.profile_url, *contact.links]
    for message in conversation.messages:
        hosts += _mail_addresses(message)
    found += [label_of(host_of(each)) for each in hosts if each]
    found += [_HAN_COMPANY.sub(" ", name) for name in found if _HAN.search(name)]
    found += [_initials(name) for name in (contact.company, owner.organisation)]
    return _names(found)


def _initials(company: str) -> str:
    """Return the initials of a company of three words or more."""
    words = [word for word in re.findall(r"[^\W\d_]+", company) if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _names(found: Iterable[str]) -> tuple[str, ...]:
    """Return the names worth hiding, each once, in a fixed order."""
    kept = {" ".join(name.split())[:200] for name in found}
    return tuple(sorted(name for name in kept if len(name) > 1 and not _is_nobody(name)))


def _given(name: str) -> tuple[str, ...]:
    """Return the name that a field gives, also one that looks like a word: "Du", "In"."""
    plain = " ".join(name.split())[:200]
    return (plain,) if len(plain) > 1 and plain.lower() not in _PARTIES else ()


def _is_nobody(name: str) -> bool:
    return name.lower() in _NOBODY or not fold(name).strip()
