"""Labels: which indicators and moves a network learns, and the targets of an example."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterpitch.model.move import Moves
from counterpitch.training.corpus import Example

LEAST_MARKS: Final = 6
"""Marks that an indicator needs in the training data to be learned."""
Array = NDArray[Any]


class Labels(msgspec.Struct, frozen=True):
    """Names of the outputs, in order: indicators, then moves."""

    indicators: tuple[str, ...]
    moves: tuple[str, ...]
    parents: Mapping[str, tuple[str, ...]]
    """Indicator to the moves that it makes."""
    asserted: frozenset[str] = frozenset()
    """Indicators of counter-evidence that the contact merely asserts (``Moves.asserted``)."""

    def __len__(self) -> int:
        return len(self.indicators) + len(self.moves)

    def targets(self, example: Example) -> Array:
        """Return 0/1 targets (sentences, labels) of an annotated example."""
        found = np.zeros((len(example.sentences), len(self)), np.float32)
        column = {name: n for n, name in enumerate(self.indicators)}
        for number, indicator in example.evidence():
            if indicator in column:
                found[number, column[indicator]] = 1.0
            for move in self.parents.get(indicator, ()):
                found[number, len(self.indicators) + self.moves.index(move)] = 1.0
        return found


def labels_of(examples: Sequence[Example], rules: Moves) -> Labels:
    """Return the indicators that are marked often enough, and every move."""
    counts = Counter(gold.indicator for example in examples for gold in example.gold)
    parents: dict[str, list[str]] = {}
    for name, rule in rules.moves.items():
        for indicator in rule.indicators:
            parents.setdefault(indicator, []).append(name)
    return Labels(
        tuple(sorted(name for name, count in counts.items() if count >= LEAST_MARKS)),
        tuple(rules.moves),
        {indicator: tuple(names) for indicator, names in parents.items()},
        rules.asserted,
    )
