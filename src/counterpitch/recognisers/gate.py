"""The gate: which conversations are plainly ordinary and need no close reading.

A linear model over hashed words, cheap enough for everything. It passes whatever is in
doubt: what it holds back keeps the verdict of the rules. It decides only how closely a
conversation is read, and is never a reason for a verdict.
"""

import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counterpitch import _native
from counterpitch.errors import RulebookError
from counterpitch.indicators.phraseindex import tokens_of
from counterpitch.recognisers.names import introduced
from counterpitch.recognisers.people import known_words

if TYPE_CHECKING:
    from counterpitch._native.core import Gate as Compiled

BITS: Final = 15
"""Words are hashed to so many bits."""
WEIGHTS: Final = "gate.bin"
MOST_CHARACTERS: Final = 20_000
"""Characters of one message that are looked at."""


def features(texts: Iterable[str]) -> set[int]:
    """Return the hashed words of folded texts; in Chinese also characters and pairs."""
    found: set[int] = set()
    mask = (1 << BITS) - 1
    for text in texts:
        short = text[:MOST_CHARACTERS]
        for token in tokens_of(short, han=not short.isascii()):
            found.add(zlib.crc32(token.encode("utf-8", "surrogatepass")) & mask)
    return found


def log_odds(found: set[int], weights: Sequence[float]) -> float:
    """Return the log-odds that a conversation with these features needs a close reading."""
    total = 0.0
    for number in sorted(found):  # not ``sum``, which rounds otherwise from Python 3.12 on
        total += weights[number]
    return total / sqrt(len(found) + 1.0) + weights[1 << BITS]


class Gate:
    """The weights of a gate: one for each hash, and the last one for every conversation."""

    def __init__(self, path: Path) -> None:
        self.weights = array("f")
        try:
            self.weights.frombytes(path.read_bytes())
            if len(self.weights) != (1 << BITS) + 1:
                raise ValueError(f"{len(self.weights)} weights, not {(1 << BITS) + 1}")
        except (OSError, ValueError) as error:
            raise RulebookError(
                f"the recognisers' gate cannot be read ({error}).", where=str(path)
            ) from None

    @cached_property
    def compiled(self) -> "Compiled | None":
        """Return the gate that reads inside the compiled core, names hidden; None without it."""
        if _native.Gate is None:
            return None
        return _native.Gate(self.weights, MOST_CHARACTERS, known_words(), introduced)

    def log_odds(self, texts: Iterable[str]) -> float:
        """Return the log-odds for the folded texts of a conversation's contact."""
        if _native.log_odds is not None:
            return _native.log_odds(list(texts), self.weights, MOST_CHARACTERS)
        return log_odds(features(texts), self.weights)
