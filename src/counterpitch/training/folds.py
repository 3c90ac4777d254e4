"""Folds: every conversation is judged by what never saw it or its twin."""

import random
from collections.abc import Sequence
from typing import Final

from counterpitch.training.corpus import Example

FOLDS: Final = 5


def folds_of(examples: Sequence[Example], seed: int) -> list[int]:
    """Return the fold of every example; twins share one."""
    groups = sorted({example.group for example in examples})
    random.Random(seed).shuffle(groups)  # noqa: S311 - reproducible, not secret  # nosec B311
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    return [fold[example.group] for example in examples]
