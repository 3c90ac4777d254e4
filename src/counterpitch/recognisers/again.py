"""Reading again: what padding cannot calm.

A sentence is read in its window, so whoever fills the window with harmless words changes how
the telling sentence reads. Therefore some of a conversation is read a second time, by itself,
and every sentence keeps the greater of its leans.

- What the contact merely asserts (``Moves.asserted``: words of compliance that cost nothing) is
  left out where the rules found something else, so that a request is read as it stands without.
- Of a conversation longer than one window a few short stretches are read, those first in which
  the rules found something, then those that the gate finds least ordinary. What stands apart
  from them (``Reading.far``) hardly speaks against an approach.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from counterpitch.model.match import Match
from counterpitch.recognisers.context import OWNER, carries
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

    def read(self, first: Reading, matches: Sequence[Match]) -> Reading | None:
        """Return the first reading, its leans raised by a second one; None without cause."""
        found = stand_in(first.sentences, [m for m in matches if _speaks(m.indicator)])
        claims = [match for match in matches if match.indicator in self._asserted]
        asserted = stand_in(first.sentences, claims) if found else set()
        left = [n for n in range(len(first.sentences)) if n not in asserted]
        own = [first.sentences[n] for n in left]
        if first.windows > 1:
            inside = {number for number, n in enumerate(left) if n in found}
            near = stretches_of(own, self._encoder.vocabulary, inside, self._worth)
            return self._raised(first, left, near, apart=True)
        if asserted and found - asserted:
            return self._raised(first, left, windows_of(own, self._encoder.vocabulary))
        return None

    def _raised(
        self, first: Reading, left: Sequence[int], windows: Sequence[Window], *, apart: bool = False
    ) -> Reading:
        lean = first.lean.copy()
        far = set(range(len(first.sentences))) if apart else set()
        for window in windows:
            numbers = [left[n] for n in window.sentences]
            lean[numbers] = np.maximum(lean[numbers], self._encoder.run(window)[1])
            far.difference_update(numbers)
        return Reading(first.sentences, first.labels, lean, first.windows, frozenset(far))


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
