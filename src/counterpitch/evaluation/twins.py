"""Pairs: is the covert twin ranked above its honest twin?"""

from collections.abc import Sequence

import msgspec

from counterpitch.evaluation.case import Judged
from counterpitch.evaluation.interval import Rate, rate


class Tie(msgspec.Struct, frozen=True):
    """A pair whose twins have the same score."""

    pair: str
    score: float


class PairFigures(msgspec.Struct, frozen=True):
    """Pairs in the right order; a tie is counted as wrong.

    ``incomplete`` counts pairs that do not have exactly one covert and one honest twin.
    """

    right: Rate
    ties: tuple[Tie, ...]
    incomplete: int


def pair_figures(judged: Sequence[Judged]) -> PairFigures | None:
    """Return the figures of the pairs in ``judged``; None if nothing has a pair."""
    together: dict[str, list[Judged]] = {}
    for each in judged:
        if each.case.pair:
            together.setdefault(f"{each.case.file}/{each.case.pair}", []).append(each)
    if not together:
        return None
    right = complete = 0
    ties: list[Tie] = []
    for name, twins in together.items():
        covert = [each.score for each in twins if each.covert]
        honest = [each.score for each in twins if each.honest]
        if len(covert) != 1 or len(honest) != 1:
            continue
        complete += 1
        right += covert[0] > honest[0]
        if covert[0] == honest[0]:
            ties.append(Tie(name, covert[0]))
    return PairFigures(rate(right, complete), tuple(ties), len(together) - complete)
