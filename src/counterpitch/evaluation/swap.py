"""The swap check: the same conversation from another place must get the same score."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.evaluation.case import JudgeAll, Judged
from counterpitch.evaluation.origins.exchange import moved
from counterpitch.evaluation.origins.origin import origins
from counterpitch.evaluation.origins.places import PlaceFinder
from counterpitch.model.conversation import Conversation
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
    judge: JudgeAll,
    places: tuple[Place, ...],
    step: Callable[[], None] = lambda: None,
) -> SwapFigures:
    """Move every conversation to every origin and compare both probabilities.

    Names, nationalities, names of languages, cities, countries, currencies, dialling codes
    and top-level domains of contact and owner are exchanged. ``step`` is called per move.
    """
    moves = _Moves(judged, PlaceFinder(places), step)
    changed, largest = 0, 0.0
    examples: list[str] = []
    for verdict in judge(moves.altered()):
        each, origin = moves.waiting.popleft()
        distance = max(
            abs(verdict.probability - each.verdict.probability),
            abs(verdict.scam_probability - each.verdict.scam_probability),
        )
        if distance:
            changed += 1
            largest = max(largest, distance)
            examples.append(f"{each.case.id} as from {origin}: {distance:+.3f}")
    count = len(origins())
    return SwapFigures(
        len(judged), count, len(judged) * count, moves.count, changed, largest,
        tuple(examples[:SHOWN]),
    )  # fmt: skip


class _Moves:
    """The conversations that a move alters, and what each was, until its verdict comes."""

    def __init__(
        self, judged: Sequence[Judged], finder: PlaceFinder, step: Callable[[], None]
    ) -> None:
        self._judged, self._finder, self._step = judged, finder, step
        self.waiting: deque[tuple[Judged, str]] = deque()
        self.count = 0

    def altered(self) -> Iterator[Conversation]:
        """Yield the altered conversations in order."""
        for number, each in enumerate(self._judged):
            for origin in origins():
                new = moved(each.case.conversation, origin, self._finder, number % 2)
                self._step()
                if new != each.case.conversation:
                    self.count += 1
                    self.waiting.append((each, origin.key))
                    yield new
