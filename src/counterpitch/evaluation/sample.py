"""A sample that holds every kind of conversation in its share."""

import random
from collections import defaultdict
from collections.abc import Sequence

from counterpitch.evaluation.case import Judged


def sampled(judged: Sequence[Judged], count: int, seed: int) -> list[Judged]:
    """Return ``count`` conversations, labels, files and languages in their shares, in order.

    Drawn by chance within each kind; the same for the same ``seed``. All where there are no more.
    """
    chance = random.Random(seed)  # noqa: S311 - statistics, not secrets  # nosec B311
    kinds: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, each in enumerate(judged):
        kinds[each.case.label, each.case.file, each.case.conversation.language].append(number)
    places: list[tuple[float, int]] = []
    for _, numbers in sorted(kinds.items()):
        chance.shuffle(numbers)
        # The n-th of a kind stands at its share of the whole, so that any cut is proportional.
        shift = chance.random()
        places += [((n + shift) / len(numbers), each) for n, each in enumerate(numbers)]
    return [judged[each] for each in sorted(each for _, each in sorted(places)[:count])]
