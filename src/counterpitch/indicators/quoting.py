"""From hits in folded text back to the words as they were written."""

import re
from collections.abc import Iterable
from typing import Final

from counterpitch.features.fold import CJK
from counterpitch.features.letters import FOLD_TABLE
from counterpitch.features.mask import MASK
from counterpitch.indicators.hits import Hit
from counterpitch.indicators.scene import MAX_TEXT, Scene
from counterpitch.model.match import Quote

_WORD: Final = re.compile(r"[^\W_]+(?:['’`´‘][^\W_]+)*")
_HAS_HAN: Final = re.compile(f"[{CJK}]")
MAX_QUOTES: Final = 12
"""Quotes of one indicator that are shown: more add no reason."""


class Quoter:
    """Quotes hits of one scene; each message is traced back once, when first needed."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._words: dict[int, list[tuple[int, int]] | None] = {}

    def quotes(self, hits: Iterable[Hit]) -> tuple[Quote, ...]:
        """Return one quote per sentence that holds a hit, in order."""
        spans: dict[tuple[int, int, str], tuple[int, int]] = {}
        for hit in hits:
            key = (hit.message, self._scene.sentence(hit), hit.fact)
            known = spans.get(key)
            spans[key] = (
                (hit.start, hit.end)
                if known is None
                else (min(known[0], hit.start), max(known[1], hit.end))
            )
        # Cut before quoting: each quote costs time in proportion to its message.
        facts = sorted((k[0], *span, k[2]) for k, span in spans.items() if k[2])[:MAX_QUOTES]
        words = sorted((k[0], *span, k[2]) for k, span in spans.items() if not k[2])[:MAX_QUOTES]
        found = [self._quote(Hit(*each)) for each in (*facts, *words)]
        return tuple(sorted(found, key=lambda q: (q.message, q.start))[:MAX_QUOTES])

    def _quote(self, hit: Hit) -> Quote:
        if hit.fact:
            return Quote(hit.message, hit.start, hit.end, hit.fact)
        start, end = self._place(hit)
        text = self._scene.conversation.messages[hit.message].text
        return Quote(hit.message, start, end, text[start:end])

    def _place(self, hit: Hit) -> tuple[int, int]:
        words = self._aligned(hit.message)
        if words is not None:
            folded = self._scene.texts[hit.message]
            first = folded.count(" ", 0, hit.start) - folded.count(".", 0, hit.start) - 1
            last = folded.count(" ", 0, hit.end) - folded.count(".", 0, hit.end) - 1
            return words[first][0], words[last][1]
        starts, ends = self._scene.traced(hit.message)
        return starts[hit.start], ends[max(hit.start, hit.end - 1)]

    def _aligned(self, index: int) -> list[tuple[int, int]] | None:
        """Return the place of every folded word where words map one to one, else None."""
        if index not in self._words:
            self._words[index] = self._align(index)
        return self._words[index]

    def _align(self, index: int) -> list[tuple[int, int]] | None:
        """Walk both texts side by side; a mask takes words until the next one agrees."""
        text = self._scene.conversation.messages[index].text[:MAX_TEXT]
        folded = self._scene.texts[index]
        if _HAS_HAN.search(folded):
            return None
        spans = [match.span() for match in _WORD.finditer(text)]
        plain = [text[start:end].translate(FOLD_TABLE) for start, end in spans]
        words = [word for word in folded.split() if word != "."]
        if plain == words:
            return spans
        return _through_masks(words, plain, spans) if MASK in folded else None


def _through_masks(
    words: list[str], plain: list[str], spans: list[tuple[int, int]]
) -> list[tuple[int, int]] | None:
    """Return a span for each folded word, or None if the two do not line up."""
    out: list[tuple[int, int]] = []
    at = 0
    for number, word in enumerate(words):
        if at >= len(plain):
            return None
        first = at
        at += 1
        if word == MASK:
            following = words[number + 1] if number + 1 < len(words) else None
            while at < len(plain) and plain[at] != following:
                at += 1
        elif plain[first] != word:
            return None
        out.append((spans[first][0], spans[at - 1][1]))
    return out if at == len(plain) else None
