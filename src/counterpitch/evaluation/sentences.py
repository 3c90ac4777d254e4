"""Where sentences end, for comparing quotes; defined once, here.

A sentence ends after ``.``, ``!``, ``?`` or ``…`` (with closing quotes and brackets) that
is followed by white space or the end, after a Chinese ``。``, ``！``, ``？`` or ``；``, and at
every line break. A point after a single letter ("J. Smith", "e.g.") ends none.
"""

import re
from bisect import bisect_right
from typing import Final

_END: Final = re.compile(
    r"(?:(?<!\b\w)\.|[!?…])[.!?…]*[\"'”’»)\]]*(?=\s|\Z)|[。！？；]+[”’」』）]*|[\r\n]+"
)

Span = tuple[int, int]


class Sentences:
    """The sentences of one text, which they cover without a gap."""

    def __init__(self, text: str) -> None:
        ends = [match.end() for match in _END.finditer(text)]
        if not ends or ends[-1] < len(text):
            ends.append(len(text))
        self._ends = ends
        self._starts = [0, *ends[:-1]]

    def around(self, start: int, end: int) -> Span:
        """Return the stretch of all sentences that [start, end) touches (code points)."""
        first = min(bisect_right(self._ends, start), len(self._ends) - 1)
        last = min(bisect_right(self._ends, max(start, end - 1)), len(self._ends) - 1)
        return self._starts[first], self._ends[last]

    def spans(self) -> list[Span]:
        """Return the beginning and end of every sentence."""
        return list(zip(self._starts, self._ends, strict=True))
