"""The swap check: the same conversation from another place must get the same score."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from counterpitch.evaluation.case import Judge, Judged
from counterpitch.evaluation.origins.exchange import moved
from counterpitch.evaluation.origins.origin import origins
from counterpitch.evaluation.origins.places import PlaceFinder
from counterpitch.rulebook.book import Place

SHOWN: Final = 10


class SwapFigures(msgspec.Struct, frozen=True):
    """How many conversations were moved to how many origins, and how many scores changed.

    ``altered`` counts moves that altered anything in the conversation, ``changed`` moves
    after which a probability differs in any bit, ``largest`` the largest difference;
    ``examples`` names some of them.
    """

    conversations: int
    origins: int
    moves: int
    altered: int
    changed: int
    largest: float
    examples: tuple[str, ...]


def swap_check(
    judged: Sequence[Judged],
    judge: Judge,
    places: tuple[Place, ...],
    step: Callable[[], None] = lambda: None,
) -> SwapFigures:
    """Move every conversation to every origin and compare both probabilities.

    Names, nationalities, names of languages, cities, countries, currencies, dialling codes
    and top-level domains of contact and owner are exchanged. ``step`` is called per move.
    """
    finder = PlaceFinder(places)
    altered = changed = 0
    largest = 0.0
    examples: list[str] = []
    for number, each in enumerate(judged):
        for origin in origins():
            new = moved(each.case.conversation, origin, finder, number % 2)
            step()
            if new == each.case.conversation:
                continue
            altered += 1
            verdict = judge(new)
            distance = max(
                abs(verdict.probability - each.verdict.probability),
                abs(verdict.scam_probability - each.verdict.scam_probability),
            )
            if distance:
                changed += 1
                largest = max(largest, distance)
                examples.append(f"{each.case.id} as from {origin.key}: {distance:+.3f}")
    count = len(origins())
    return SwapFigures(
        len(judged), count, len(judged) * count, altered, changed, largest, tuple(examples[:SHOWN])
    )
