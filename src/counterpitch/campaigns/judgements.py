"""Judgements: what people decided, appended and never overwritten, honoured on every later run."""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from counterpitch.errors import UsageError
from counterpitch.intake import appended

Act = Literal["same", "different", "split", "undo"]


class Judgement(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision. ``same`` and ``different`` are about two groups of approaches (ids); ``split``
    says that ``one`` belongs together and is different from ``other``.

    ``number`` counts from 1; ``undo`` takes back the judgement ``of``; ``told`` is what the person
    called it (``merge``, ``split``), ``named`` what they named by it (campaigns,
    approaches), ``why`` their own words.
    """

    number: int
    at: datetime
    act: Act
    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    of: int = 0
    told: str = ""
    named: tuple[str, ...] = ()
    why: str = ""
    by: str = ""


def read(path: Path) -> list[Judgement]:
    """Return all judgements in the order in which they were made."""
    return appended.read(path, Judgement, "judgement")


def taken_back(judgements: Sequence[Judgement]) -> dict[int, int]:
    """Return the numbers of judgements that do not hold, each with that of the undo that holds."""
    found: dict[int, int] = {}
    for each in reversed(judgements):
        if each.act == "undo" and each.number not in found:
            found.setdefault(each.of, each.number)
    return found


def holding(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return those that hold as they were made: not undone, or whose undoing was undone."""
    gone = taken_back(judgements)
    return [each for each in judgements if each.act != "undo" and each.number not in gone]


def effective(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return what those that hold say, in ``same`` and ``different`` alone."""
    return [part for each in holding(judgements) for part in _parts(each)]


def _parts(judgement: Judgement) -> Iterator[Judgement]:
    """Yield a judgement; of a split that its side is the same, and different from the rest."""
    if judgement.act != "split":
        yield judgement
        return
    if len(judgement.one) > 1:
        sides = {"one": judgement.one[:1], "other": judgement.one[1:]}
        yield msgspec.structs.replace(judgement, act="same", **sides)
    yield msgspec.structs.replace(judgement, act="different")


def append(path: Path, draft: Judgement) -> Judgement:
    """Append ``draft`` with the next number; raises ``UsageError`` where it contradicts one."""
    with appended.appending(path) as write:
        known = read(path)
        number = max((each.number for each in known), default=0) + 1
        judgement = msgspec.structs.replace(draft, number=number)
        _check(judgement, known)
        write(judgement)
    return judgement


def _check(judgement: Judgement, known: Sequence[Judgement]) -> None:
    if judgement.act == "undo":
        if judgement.of not in {each.number for each in known}:
            raise UsageError(
                f"there is no judgement {judgement.of}.",
                hint="See counterpitch campaigns --judgements.",
            )
        if by := taken_back(known).get(judgement.of):
            raise UsageError(
                f"judgement {judgement.of} was taken back already, by {by}.",
                hint=f"To let it hold again: counterpitch undo {by}.",
            )
        return
    held = [*effective(known), *_parts(judgement)]
    for each in held:
        if each.act == "different" and (chain := _bound(each, held)):
            others = ", ".join(str(number) for number in chain if number != judgement.number)
            raise UsageError(
                f"this contradicts an earlier judgement ({others}).",
                hint=f"Take it back first: counterpitch undo {chain[0]}.",
            )


def _bound(different: Judgement, held: Sequence[Judgement]) -> list[int]:
    """Return the judgements by which both sides of ``different`` are the same, if they are."""
    used = bound(different.one, different.other, held)
    if not used:
        return []
    return [different.number, *used] if different.number < max(used) else [*used, different.number]


def bound(one: Sequence[str], other: Sequence[str], held: Sequence[Judgement]) -> list[int]:
    """Return the judgements of ``held`` by which ``one`` and ``other`` are the same, if they are.

    No more than a chain needs: the first found from ``one`` outwards, without what leads elsewhere.
    """
    same = [each for each in held if each.act == "same"]
    inside: dict[str, list[int]] = {}
    for at, each in enumerate(same):
        for name in (*each.one, *each.other):
            inside.setdefault(name, []).append(at)
    came: dict[int, int] = {}
    seen, goal, waiting = set(one), set(other), deque((name, -1) for name in one)
    while waiting:
        name, at = waiting.popleft()
        if name in goal:
            return _way(at, came, same)
        for following in inside.get(name, ()):
            if following in came:
                continue
            came[following] = at
            members = {*same[following].one, *same[following].other} - seen
            seen |= members
            waiting.extend((each, following) for each in sorted(members))
    return []


def _way(last: int, came: dict[int, int], same: Sequence[Judgement]) -> list[int]:
    found: list[int] = []
    while last >= 0:
        found.append(same[last].number)
        last = came[last]
    return list(dict.fromkeys(reversed(found)))
