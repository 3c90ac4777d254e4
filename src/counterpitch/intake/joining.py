"""Joins what two sources hold of one conversation, so that the order of the files tells nothing."""

from collections import deque
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

import msgspec

from counterpitch.intake.fingerprint import Marked
from counterpitch.model.conversation import Conversation

_Timed = tuple[float, Marked]
Noun = TypeVar("Noun", bound=msgspec.Struct)


def joined(held: Sequence[Marked], new: Sequence[Marked]) -> list[Marked]:
    """Return the messages of both in order, each once: ``new`` has what ``held`` lacks.

    Messages that both hold are the fixed points; what stands between two of them is put in order
    by date. Of two forms of one message the one that tells seconds is kept.
    """
    places = _places(held, new)
    kept = list(held)
    for each, at in zip(new, places, strict=True):
        if at is not None and each.told and not kept[at].told:
            kept[at] = each
    old = _timed(kept)
    found: list[_Timed] = []
    waiting: list[_Timed] = []
    begin = 0
    for timed, at in zip(_timed(new), places, strict=True):
        if at is None:
            waiting.append(timed)
        elif at >= begin:
            found += [*_by_date(old[begin:at], waiting), old[at]]
            begin, waiting = at + 1, []
    found += _by_date(old[begin:], waiting)
    return [each for _, each in found]


def as_one(held: Conversation, new: Conversation, messages: Sequence[Marked]) -> Conversation:
    """Return ``held`` with ``messages``; what it does not say of itself is taken from ``new``."""
    return msgspec.structs.replace(
        held,
        messages=tuple(each.message for each in messages),
        contact=_filled(held.contact, new.contact),
        owner=_filled(held.owner, new.owner),
        language=held.language or new.language,
        title=held.title or new.title,
        extra={**new.extra, **held.extra},
    )


def _filled(one: Noun, other: Noun) -> Noun:
    """Return ``one`` with what ``other`` says in addition."""
    empty = [each for each in one.__struct_fields__ if not getattr(one, each)]
    return msgspec.structs.replace(one, **{each: getattr(other, each) for each in empty})


def _places(held: Sequence[Marked], new: Sequence[Marked]) -> list[int | None]:
    """Return where each new message stands in ``held``, None where it does not; no place twice."""
    exact: dict[bytes, deque[int]] = {}
    minutes: dict[bytes, deque[int]] = {}
    for number, each in enumerate(held):
        exact.setdefault(each.mark, deque()).append(number)
        if minute := each.in_minute(told=each.told):
            minutes.setdefault(minute, deque()).append(number)
    used: set[int] = set()
    found: list[int | None] = []
    for each in new:
        other = each.in_minute(told=not each.told)
        at = _unused(exact.get(each.mark), used)
        if at is None and other is not None:
            at = _unused(minutes.get(other), used)
        found.append(at)
    return found


def _unused(places: "deque[int] | None", used: set[int]) -> int | None:
    while places:
        at = places.popleft()
        if at not in used:
            used.add(at)
            return at
    return None


def _timed(messages: Sequence[Marked]) -> list[_Timed]:
    """Return each with the time by which it is put in order; undated, that of the one before."""
    latest = float("-inf")
    found = []
    for each in messages:
        at = each.message.sent_at
        latest = at.timestamp() if at else latest
        found.append((latest, each))
    return found


def _by_date(held: list[_Timed], new: list[_Timed]) -> list[_Timed]:
    return sorted([*held, *new], key=itemgetter(0)) if held and new else held or new
