"""Reading again: what padding cannot calm.

A sentence is read in its window, so whoever fills the window with harmless words changes how
the telling sentence reads. Therefore some of a conversation is read a second time, by itself,
and every sentence keeps the greater of its leans and of its log-odds for what speaks for an
approach or a scam. A second reading can only add.

- What the contact merely asserts (``Moves.asserted``: words of compliance that cost nothing) is
  left out, so that a request is read as it stands without them.
- Of a conversation longer than one window, a few short stretches are read, those first in which
  the rules found something, then those that the gate finds least ordinary.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from counterpitch.model.match import Match
from counterpitch.recognisers.context import carries
from counterpitch.recognisers.encoder import Encoder
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.sentences import Sentence
from counterpitch.recognisers.windows import Window, Worth, stretches_of, windows_of


class Again:
    """Reads conversations a second time, where there is cause."""

    def __init__(self, encoder: Encoder, asserted: Iterable[str], worth: Worth) -> None:
        self._encoder = encoder
        self._asserted = frozenset(asserted)
        self._worth = worth
        # What speaks for honesty, and what the owner does, stays as it was first read.
        self._columns = [n for n, name in enumerate(encoder.card.indicators) if _speaks(name)]

    def read(self, first: Reading, matches: Sequence[Match]) -> Reading:
        """Return the first reading, raised by what a second one finds."""
        found = _stand_in(first.sentences, [m for m in matches if _speaks(m.indicator)])
        claims = [match for match in matches if match.indicator in self._asserted]
        asserted = _stand_in(first.sentences, claims) if found else set()
        left = [n for n in range(len(first.sentences)) if n not in asserted]
        if first.windows <= 1 and (not asserted or not found - asserted):
            return first
        own = [first.sentences[n] for n in left]
        if first.windows <= 1:
            return self._raised(first, left, windows_of(own, self._encoder.vocabulary))
        inside = {number for number, n in enumerate(left) if n in found}
        near = stretches_of(own, self._encoder.vocabulary, inside, self._worth)
        return self._raised(first, left, near, far=True)

    def _raised(
        self, first: Reading, left: Sequence[int], windows: Sequence[Window], *, far: bool = False
    ) -> Reading:
        labels, lean = first.labels.copy(), first.lean.copy()
        apart = set(range(len(first.sentences))) if far else set()
        for window in windows:
            odds, leans = self._encoder.run(window)
            numbers = [left[n] for n in window.sentences]
            lean[numbers] = np.maximum(lean[numbers], leans)
            places = np.ix_(numbers, self._columns)
            labels[places] = np.maximum(labels[places], odds[:, self._columns])
            apart.difference_update(numbers)
        return Reading(first.sentences, labels, lean, first.windows, frozenset(apart))


def _speaks(indicator: str) -> bool:
    return not indicator.startswith(NOT_SPEAKING)


NOT_SPEAKING = ("benign-", "owner-", "disclosure-", "new-owner-accepts-")
"""How the names of indicators begin that speak neither for an approach nor for a scam."""


def _stand_in(sentences: Sequence[Sentence], matches: Iterable[Match]) -> set[int]:
    """Return the sentences of the contact in which a quote of the matches stands."""
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
