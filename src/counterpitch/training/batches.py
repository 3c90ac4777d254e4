"""Batches: conversations of like length together, twins in one batch."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import torch
from torch import Tensor

from counterpitch.recognisers.windows import Window
from counterpitch.training.corpus import Example

PIECES: Final = 2_200
"""Pieces in one batch, padding included."""
_CHUNK: Final = 100


class Laid(msgspec.Struct):
    """An example with its windows, and what the lowest layers make of each."""

    example: Example
    windows: list[Window]
    lower: list[Tensor]

    @property
    def size(self) -> int:
        """Return the pieces of the longest window."""
        return max(len(window.pieces) for window in self.windows)


class Tensors(msgspec.Struct):
    """Windows as tensors: lower layers, real pieces, and how sentences pool them."""

    hidden: Tensor
    present: Tensor
    pool: Tensor
    first: Tensor
    real: Tensor


def batches(laid: Sequence[Laid], draw: random.Random) -> list[list[Laid]]:
    """Return all examples in batches, in a random order, twins together."""
    groups: dict[str, list[Laid]] = defaultdict(list)
    for each in laid:
        groups[each.example.group].append(each)
    shuffled = list(groups.values())
    draw.shuffle(shuffled)
    found = [
        batch
        for at in range(0, len(shuffled), _CHUNK)
        for batch in _filled(sorted(shuffled[at : at + _CHUNK], key=_longest))
    ]
    draw.shuffle(found)
    return found


def _longest(group: list[Laid]) -> int:
    return max(each.size for each in group)


def _filled(groups: list[list[Laid]]) -> Iterator[list[Laid]]:
    batch: list[Laid] = []
    for group in groups:
        if batch and _longest(group) * (len(batch) + len(group)) > PIECES:
            yield batch
            batch = []
        batch = batch + group
    if batch:
        yield batch


def tensors(windows: Sequence[Window], lower: Sequence[Tensor]) -> Tensors:
    """Return windows as tensors, padded to the longest."""
    pieces = max(len(window.pieces) for window in windows)
    sentences = max(len(window.sentences) for window in windows)
    made = Tensors(
        torch.zeros(len(windows), pieces, lower[0].shape[-1]),
        torch.zeros(len(windows), pieces, dtype=torch.long),
        torch.zeros(len(windows), sentences, pieces),
        torch.zeros(len(windows), sentences, pieces),
        torch.zeros(len(windows), sentences, dtype=torch.bool),
    )
    for row, window in enumerate(windows):
        made.hidden[row, : len(window.pieces)] = lower[row]
        made.present[row, : len(window.pieces)] = 1
        for number, (begin, end) in enumerate(window.bounds):
            made.pool[row, number, begin:end] = 1.0 / (end - begin)
            made.first[row, number, begin] = 1.0
            made.real[row, number] = True
    return made
