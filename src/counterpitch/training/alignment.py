"""Alignment: which English piece a piece of another tongue stands for.

IBM model 1 (Brown et al. 1993, "The mathematics of statistical machine translation"), by
expectation maximisation over pairs of sentences; order of words does not matter to it.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

ROUNDS: Final = 6
_MOST: Final = 60
"""Pieces of a sentence that are aligned."""
_LEAST: Final = 0.03
"""Share of a piece from which an English one says something about it."""
_SHARPER: Final = 1.5
"""Exponent by which likely translations count more."""


class Alignment(msgspec.Struct, frozen=True):
    """Rows of (other piece, English piece, share): shares of one other piece sum to 1."""

    other: NDArray[np.int64]
    english: NDArray[np.int64]
    share: NDArray[np.float64]


def aligned(pairs: Sequence[tuple[Sequence[int], Sequence[int]]], nothing: int) -> Alignment:
    """Align (English pieces, other pieces); ``nothing`` is the piece that stands for no word."""
    english, other, place = _cells(pairs, nothing)
    width = int(max(english.max(), other.max())) + 1
    keys, cell = np.unique(english * width + other, return_inverse=True)
    e, o = keys // width, keys % width
    odds: NDArray[np.float64] = np.ones(len(keys))
    count = odds
    for _ in range(ROUNDS):
        share = odds[cell]
        share /= np.bincount(place, share)[place]
        count = np.bincount(cell, share, minlength=len(keys)).astype(np.float64)
        odds = count / np.bincount(e, count, minlength=width)[e]
    return Alignment(o, e, count / np.bincount(o, count, minlength=width)[o])


def _cells(
    pairs: Sequence[tuple[Sequence[int], Sequence[int]]], nothing: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return for every cell of every pair its English piece, its other piece, and its row."""
    english: list[Any] = []
    other: list[Any] = []
    place: list[Any] = []
    rows = 0
    for own, told in pairs:
        e, o = np.array([*own[:_MOST], nothing]), np.array(told[:_MOST], np.int64)
        english.append(np.tile(e, len(o)))
        other.append(np.repeat(o, len(e)))
        place.append(np.repeat(np.arange(rows, rows + len(o)), len(e)))
        rows += len(o)
    return np.concatenate(english), np.concatenate(other), np.concatenate(place)


def glossed(
    found: Alignment, vectors: NDArray[np.float32], first: int, count: int, nothing: int
) -> NDArray[np.float32]:
    """Return a vector for pieces ``first`` to ``first + count``: the mean of their translations.

    A piece without any gets the mean of all ``vectors`` (pieces, size).
    """
    use = (found.other >= first) & (found.share >= _LEAST) & (found.english != nothing)
    weight = found.share[use] ** _SHARPER
    total, summed = np.zeros(count), np.zeros((count, vectors.shape[1]))
    np.add.at(total, found.other[use] - first, weight)
    np.add.at(summed, found.other[use] - first, vectors[found.english[use]] * weight[:, None])
    made = np.tile(vectors.mean(0), (count, 1)).astype(np.float32)
    known = total > 0
    made[known] = (summed[known] / total[known, None]).astype(np.float32)
    return made
