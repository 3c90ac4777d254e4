"""Groups of people: do honest ones of some origin get more false alarms than others?"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.errors import UnreadableInput
from counterpitch.evaluation.case import Judged, is_alarm, word
from counterpitch.evaluation.interval import Rate, rate
from counterpitch.intake.lines import text_lines
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin

SMALLEST: Final = 5
"""Honest conversations that a group needs to be compared with others."""

PERMUTATIONS: Final = 5_000
COLUMNS: Final = 4
"""Columns of a file of groups that are read beside ``id``."""


class GroupFigures(msgspec.Struct, frozen=True):
    """The honest conversations of one group: false alarms in band elevated or high, mean score."""

    group: str
    alarms: Rate
    mean: float


class Difference(msgspec.Struct, frozen=True):
    """The largest difference between two groups, and how often chance alone makes one as large."""

    value: float
    highest: str
    lowest: str
    p: float


class Fairness(msgspec.Struct, frozen=True):
    """One grouping; differences are None where fewer than two groups are large enough."""

    name: str
    groups: tuple[GroupFigures, ...]
    alarms: Difference | None
    mean: Difference | None


def read_groups(path: Path, notices: Notices) -> dict[str, dict[str, str]]:
    """Return id → group for every column of a TSV file whose first column is ``id``."""
    lines = text_lines(Origin.of_file(path), notices)
    head = next((line for _, line in lines), "").split("\t")
    if head[0].strip() != "id" or len(head) < 2:
        raise UnreadableInput(
            "the first line does not name the columns.", where=str(path),
            hint="It must be 'id', a tab and the name of the grouping.",
        )  # fmt: skip
    names = [word(name) or f"column {at}" for at, name in enumerate(head[1 : COLUMNS + 1], 2)]
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for row, line in lines:
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(cells) != len(head):
            notices.add("damaged-row", "A row has too few or too many cells.", str(path), row=row)
            continue
        for name, cell in zip(names, cells[1:], strict=False):
            found[name][cells[0].strip()] = word(cell) or "(none)"
    return found


def fairness(
    groupings: Mapping[str, Mapping[str, str]], judged: Sequence[Judged], seed: int
) -> tuple[Fairness, ...]:
    """Return the figures of each grouping over the honest conversations that it names."""
    honest = [each for each in judged if each.honest]
    return tuple(_grouping(name, of, honest, seed) for name, of in groupings.items())


def _grouping(name: str, of: Mapping[str, str], honest: Sequence[Judged], seed: int) -> Fairness:
    known = [each for each in honest if each.case.id in of]
    inside: dict[str, list[Judged]] = {}
    for each in known:
        inside.setdefault(of[each.case.id], []).append(each)
    figures = [
        GroupFigures(
            group, rate(sum(is_alarm(j.verdict) for j in some), len(some)),
            sum(j.score for j in some) / len(some),
        )
        for group, some in inside.items()
    ]  # fmt: skip
    large = [g for g, some in inside.items() if len(some) >= SMALLEST]
    flags = {g: [float(is_alarm(j.verdict)) for j in inside[g]] for g in large}
    scores = {g: [j.score for j in inside[g]] for g in large}
    return Fairness(
        name,
        tuple(sorted(figures, key=lambda f: (-f.alarms.total, f.group))),
        difference(flags, PERMUTATIONS, seed),
        difference(scores, PERMUTATIONS, seed),
    )


def difference(values: Mapping[str, Sequence[float]], times: int, seed: int) -> Difference | None:
    """Return the largest difference of two groups' means, with a permutation p-value.

    p is (1 + permutations with a difference at least as large) / (1 + ``times``): members
    are dealt out to the groups anew, sizes kept. None with fewer than two groups.
    """
    if len(values) < 2:
        return None
    means = {group: sum(some) / len(some) for group, some in values.items()}
    highest = max(means, key=lambda group: means[group])
    lowest = min(means, key=lambda group: means[group])
    seen = means[highest] - means[lowest]
    pool = [value for some in values.values() for value in some]
    sizes = [len(some) for some in values.values()]
    chance = random.Random(seed)  # noqa: S311 - statistics, not secrets  # nosec B311
    as_large = 0
    for _ in range(times):
        chance.shuffle(pool)
        # The margin keeps sums in another order from counting as smaller.
        as_large += _spread(pool, sizes) >= seen - 1e-12
    return Difference(seen, highest, lowest, (1 + as_large) / (1 + times))


def _spread(pool: Sequence[float], sizes: Sequence[int]) -> float:
    means: list[float] = []
    at = 0
    for size in sizes:
        means.append(sum(pool[at : at + size]) / size)
        at += size
    return max(means) - min(means)
