"""Judgements: what people decided, appended and never overwritten, honoured on every later run."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from counterpitch.errors import UsageError
from counterpitch.intake import appended

Act = Literal["same", "different", "undo"]


class Judgement(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision. ``same`` and ``different`` are about two groups of approaches (ids).

    ``number`` counts from 1; ``undo`` takes back the judgement ``of``; ``told`` is what the person
    called it (``merge``, ``split``), ``why`` their own words.
    """

    number: int
    at: datetime
    act: Act
    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    of: int = 0
    told: str = ""
    why: str = ""
    by: str = ""


def read(path: Path) -> list[Judgement]:
    """Return all judgements in the order in which they were made."""
    return appended.read(path, Judgement, "judgement")


def effective(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return those that hold: not undone, or whose undoing was undone."""
    undone: set[int] = set()
    for each in reversed(judgements):
        if each.act == "undo" and each.number not in undone:
            undone.add(each.of)
    return [each for each in judgements if each.act != "undo" and each.number not in undone]


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
        return
    holding = [*effective(known), judgement]
    for each in holding:
        if each.act == "different" and (chain := _bound(each, holding)):
            others = ", ".join(str(number) for number in chain if number != judgement.number)
            raise UsageError(
                f"this contradicts an earlier judgement ({others}).",
                hint=f"Take it back first: counterpitch undo {chain[0]}.",
            )


def _bound(different: Judgement, holding: Sequence[Judgement]) -> list[int]:
    """Return the judgements by which both sides of ``different`` are the same, if they are."""
    groups = [
        (set(each.one) | set(each.other), each.number) for each in holding if each.act == "same"
    ]
    reached, used, grew = set(different.one), [], True
    while grew:
        grew = False
        for members, number in groups:
            if number not in used and members & reached:
                reached |= members
                used.append(number)
                grew = True
    if not reached & set(different.other):
        return []
    return [different.number, *used] if different.number < max(used) else [*used, different.number]
