"""A persona: what one approach says of the person who makes it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.campaigns.identifiers.company import named
from counterpitch.campaigns.keys import Key
from counterpitch.campaigns.personas.name import PersonName, person_name
from counterpitch.features.fold import fold
from counterpitch.model.conversation import Conversation

CONTACT: Final = frozenset({"email", "phone", "handle", "profile", "wallet"})
"""Kinds of keys by which a person is reached or paid."""
_SURE: Final = 0.75
_EMPLOYER: Final = re.compile(
    r"(?:\bat\b|@|\bbei\b|\bchez\b|\bwith\b|\bformerly\b|\bex-|\bprev(?:iously)?\b|\bв\b|就职于)\s*"
    r"(?P<name>[^,;|·•()/@]{2,80})",
    re.I,
)
_EMPTY_WORDS: Final = frozenset(
    "at in of and the for a an de la le du der die das und et y ex".split()
)
_MOST: Final = 32


class Persona(msgspec.Struct, frozen=True):
    """Who an approach says it comes from.

    ``contacts`` are ``kind:value`` of what reaches them, ``employers`` companies named in card and
    headline, ``photos`` picture hashes (16 hex digits).
    """

    approach: str
    name: PersonName
    headline: tuple[str, ...] = ()
    company: str = ""
    employers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    said: str = ""


def personas(conversations: Iterable[Conversation], keys: Iterable[Key]) -> Iterator[Persona]:
    """Yield the persona of every conversation; ``keys`` are those of ``identifiers``."""
    held: dict[str, list[Key]] = {}
    for key in keys:
        held.setdefault(key.approach, []).append(key)
    for conversation in conversations:
        yield persona(conversation, held.get(conversation.id, ()))


def once(found: Iterable[Persona]) -> list[Persona]:
    """Return the persona of each approach, in the order of ids; where an approach came twice and
    reads otherwise, that whose packed form is greatest, so that no order matters."""
    kept: dict[str, Persona] = {}
    for each in found:
        known = kept.setdefault(each.approach, each)
        if known != each and packed(known) < packed(each):
            kept[each.approach] = each
    return [kept[name] for name in sorted(kept)]


def packed(found: Persona) -> bytes:
    """Return ``found`` as bytes that engines can order."""
    return msgspec.msgpack.encode(found)


def persona(conversation: Conversation, keys: Sequence[Key]) -> Persona:
    """Return the persona of one conversation."""
    contact = conversation.contact
    sure = [key for key in keys if key.certainty >= _SURE]
    employers = [contact.company, *(m["name"] for m in _EMPLOYER.finditer(contact.headline[:400]))]
    employed = dict.fromkeys(filter(None, map(named, employers)))
    return Persona(
        conversation.id,
        person_name(contact.name),
        _headline(contact.headline),
        named(contact.company),
        tuple(employed)[:_MOST],
        tuple(sorted({f"{k.kind}:{k.value}" for k in sure if k.kind in CONTACT}))[:_MOST],
        tuple(sorted({k.value for k in sure if k.kind == "photo"}))[:_MOST],
        contact.name[:120],
    )


def _headline(written: str) -> tuple[str, ...]:
    words = re.sub(r"[^\w]+", " ", fold(written[:400])).split()
    return tuple(sorted({word for word in words if len(word) > 1 and word not in _EMPTY_WORDS}))
