"""What was observed in labelled conversations, as weights are fitted on it."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterpitch.model.indicator import Indicator
from counterpitch.recognisers.lean import amounts

Array = NDArray[np.float64]


class Observed(msgspec.Struct):
    """Conversations as a 0/1 matrix of indicators, leans summed both ways, labels, weights."""

    x: Array
    towards: Array
    against: Array
    label: list[str]
    weight: Array

    def only(self, rows: NDArray[Any]) -> "Observed":
        """Return the conversations that the mask or the numbers ``rows`` choose."""
        label = np.array(self.label)[rows].tolist()
        return Observed(
            self.x[rows], self.towards[rows], self.against[rows], label, self.weight[rows]
        )


def observed(
    rules: Sequence[Indicator],
    found: Sequence[Sequence[str]],
    leans: Sequence[Sequence[float]],
    label: Sequence[str],
    weight: Sequence[float],
) -> Observed:
    """Lay out conversations by the indicators found and the leans of their sentences."""
    column = {rule.name: n for n, rule in enumerate(rules)}
    x = np.zeros((len(found), len(rules)))
    for row, names in enumerate(found):
        x[row, [column[name] for name in names if name in column]] = 1.0
    sums = [[sum(amounts(each, towards=way).values()) for each in leans] for way in (True, False)]
    return Observed(x, np.array(sums[0]), np.array(sums[1]), list(label), np.array(weight))
