"""Which nodes are one: decisions that are appended, explained and can be taken back.

``merges.jsonl`` in the register's folder holds one decision a line; the newest about a pair
counts. Interests keep the ids that their publishers gave; only the snapshot is computed anew.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.intake import appended

FILE: Final = "merges.jsonl"


class Merge(msgspec.Struct, frozen=True):
    """The decision that ``one`` and ``other`` are the same, or (``apart``) that they are not.

    ``rule`` names what proposed it (``number``, ``splink`` or ``person``, who judged), ``why`` says
    in words what agrees, with its weight in bits; ``probability`` is the rule's own.
    """

    one: str
    other: str
    rule: str
    why: tuple[str, ...]
    probability: float
    on: date
    apart: bool = False


def recorded(folder: Path) -> list[Merge]:
    """Return all decisions, oldest first."""
    return appended.read(folder / FILE, Merge, "decision about a merge")


def append(folder: Path, decisions: Iterable[Merge]) -> None:
    """Append decisions; nothing is ever overwritten."""
    with appended.appending(folder / FILE) as write:
        for each in decisions:
            write(each)


def standing(decisions: Iterable[Merge]) -> list[Merge]:
    """Return the merges that count: the newest decision about each pair, where it joins."""
    newest: dict[tuple[str, str], Merge] = {}
    for each in decisions:
        newest[min(each.one, each.other), max(each.one, each.other)] = each
    return [each for each in newest.values() if not each.apart]


def heads(decisions: Iterable[Merge]) -> dict[str, str]:
    """Return for each merged id the id that stands for its group: the one that sorts first.

    An official number (``gb-coh``, ``lei``) goes before an id made of a name.
    """
    above: dict[str, str] = {}

    def top(id: str) -> str:
        while above.get(id, id) != id:
            above[id] = above.get(above[id], above[id])
            id = above[id]
        return id

    for each in standing(decisions):
        first, second = sorted((top(each.one), top(each.other)), key=_rank)
        above[second] = first
    return {id: top(id) for id in above if top(id) != id}


def _rank(id: str) -> tuple[int, str]:
    prefix = id.partition(":")[0]
    order = {"gb-coh": 0, "lei": 1, "foreign": 2}
    return order.get(prefix, 3), id
