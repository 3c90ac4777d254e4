"""Reading again: what padding cannot calm.

A sentence is read in its window, so whoever fills the window with harmless words changes how
the telling sentence reads. Therefore some of a conversation is read a second time, by itself,
and every sentence keeps the greater of its leans, and the greater log-odds of all that speaks for
an approach.

- What the contact merely asserts (``Moves.asserted``: words of compliance that cost nothing) is
  left out where the rules found something else, so that a request is read as it stands without.
- Of a conversation longer than one window a few short stretches are read, those first in which
  the rules found something, then those that the gate finds least ordinary. What stands apart
  from them (``Reading.far``) hardly speaks against an approach.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterpitch.model.match import Match
from counterpitch.recognisers.context import OWNER, carries
from counterpitch.recognisers.encoder import Encoder
from counterpitch.recognisers.reading import UNREAD, Reading
from counterpitch.recognisers.sentences import Sentence
from counterpitch.recognisers.windows import Window, Worth, is_long, stretches_of, windows_of

Runs = dict[tuple[int, ...], tuple[NDArray[Any], NDArray[Any]]]
"""What the encoder said of windows, by their pieces: nothing is run twice."""


class Look(msgspec.Struct, frozen=True):
    """A first look at a long conversation: a reading of its stretches alone, and their runs.

    Every sentence outside of the stretches is ``far``, and unread.
    """

    reading: Reading
    runs: Runs


class Again:
    """Reads conversations a second time, where there is cause."""

    def __init__(self, encoder: Encoder, asserted: Iterable[str], worth: Worth) -> None:
        self._encoder = encoder
        self._asserted = frozenset(asserted)
        self._worth = worth

    def look(self, sentences: list[Sentence], matches: Sequence[Match]) -> Look | None:
        """Return a first look at a long conversation; None where one window holds everything."""
        if not is_long(sentences, self._encoder.vocabulary):
            return None
        parts = self._parted(sentences, matches)
        labels = np.full((len(sentences), self._encoder.card.width), UNREAD, np.float32)
        lean = np.zeros(len(sentences), np.float32)
        far = set(range(len(sentences)))
        runs: Runs = {}
        for window in self._near(sentences, parts):
            numbers = [parts.left[n] for n in window.sentences]
            run = runs[tuple(window.pieces)] = self._encoder.run(window)
            labels[numbers], lean[numbers] = run
            far.difference_update(numbers)
        return Look(Reading(sentences, labels, lean, len(runs), frozenset(far)), runs)

    def read(
        self, first: Reading, matches: Sequence[Match], look: Look | None = None
    ) -> Reading | None:
        """Return the first reading, its leans raised by a second one; None without cause."""
        parts = self._parted(first.sentences, matches)
        runs = look.runs if look is not None else {}
        if first.windows > 1:
            near = self._near(first.sentences, parts)
            return self._raised(first, parts.left, near, runs, apart=True)
        if parts.asserted and parts.found - parts.asserted:
            own = [first.sentences[n] for n in parts.left]
            return self._raised(first, parts.left, windows_of(own, self._encoder.vocabulary), runs)
        return None

    def _parted(self, sentences: Sequence[Sentence], matches: Sequence[Match]) -> "_Parts":
        found = stand_in(sentences, [m for m in matches if _speaks(m.indicator)])
        claims = [match for match in matches if match.indicator in self._asserted]
        asserted = stand_in(sentences, claims) if found else set()
        left = [n for n in range(len(sentences)) if n not in asserted]
        return _Parts(found, asserted, left)

    def _near(self, sentences: Sequence[Sentence], parts: "_Parts") -> list[Window]:
        """Return the stretches that are read by themselves."""
        own = [sentences[n] for n in parts.left]
        inside = {number for number, n in enumerate(parts.left) if n in parts.found}
        return stretches_of(own, self._encoder.vocabulary, inside, self._worth)

    def _raised(
        self, first: Reading, left: Sequence[int], windows: Sequence[Window], runs: Runs, *,
        apart: bool = False,
    ) -> Reading:  # fmt: skip
        lean, labels = first.lean.copy(), first.labels.copy()
        far = set(range(len(first.sentences))) if apart else set()
        for window in windows:
            numbers = [left[n] for n in window.sentences]
            run = runs.get(tuple(window.pieces)) or self._encoder.run(window)
            lean[numbers] = np.maximum(lean[numbers], run[1])
            labels[numbers] = np.where(
                self._speaking, np.maximum(labels[numbers], run[0]), labels[numbers]
            )
            far.difference_update(numbers)
        return Reading(first.sentences, labels, lean, first.windows, frozenset(far))

    @cached_property
    def _speaking(self) -> NDArray[np.bool_]:
        """Which outputs of the encoder speak for an approach (outputs,)."""
        card = self._encoder.card
        own = [_speaks(name) for name in card.indicators]
        return np.array([*own, *([False] * len(card.moves))], bool)


class _Parts(msgspec.Struct, frozen=True):
    """Numbers of sentences: with what the rules found, with what is merely asserted, the rest."""

    found: set[int]
    asserted: set[int]
    left: list[int]


def _speaks(indicator: str) -> bool:
    return not indicator.startswith(("benign-", *OWNER))


def stand_in(sentences: Sequence[Sentence], matches: Iterable[Match]) -> set[int]:
    """Return the numbers of the contact's sentences in which a quote of the matches stands."""
    quotes: dict[int, set[tuple[int, int]]] = {}
    for match in matches:
        for quote in match.quotes:
            quotes.setdefault(quote.message, set()).add((quote.start, quote.end))
    return {
        number
        for number, sentence in enumerate(sentences)
        if sentence.sender == "contact"
        and any(
            carries(sentence, sentence.message, start, end)
            for start, end in quotes.get(sentence.message, ())
        )
    }
