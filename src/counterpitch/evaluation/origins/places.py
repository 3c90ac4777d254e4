"""Finds words of origin in a text, with the very lists that the engine masks by."""

import itertools
import re
from collections.abc import Mapping
from typing import NamedTuple

from counterpitch.rulebook.book import Place

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HAN = re.compile("[\u3400-\u9fff]")
_LONGEST = 6


class Found(NamedTuple):
    """A form in a text and what kind of word it is."""

    start: int
    end: int
    kind: str


class PlaceFinder:
    """Looks up forms word by word, the longest first; Chinese forms by substring."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self._words: dict[tuple[str, ...], str] = {}
        self._han: dict[str, str] = {}
        for place in places:
            if _HAN.search(place.form):
                if len(place.form) > 1:
                    self._han[place.form] = place.kind
            else:
                parts = tuple(part.casefold() for part in _TOKEN.findall(place.form))
                if parts and not (len(parts) == 1 and len(parts[0]) == 1):
                    self._words.setdefault(parts, place.kind)
        longest_first = sorted(self._han, key=len, reverse=True)
        self._han_pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def find(self, text: str) -> list[Found]:
        """Return the forms in ``text`` in order, without overlap."""
        tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
        found: list[Found] = []
        at = 0
        while at < len(tokens):
            size, kind = self._at(tokens, at, text)
            if size:
                found.append(Found(tokens[at][0], tokens[at + size - 1][1], kind))
            at += size or 1
        if _HAN.search(text):
            found += [
                Found(match.start(), match.end(), self._han[match[0]])
                for match in self._han_pattern.finditer(text)
            ]
        return sorted(found)

    def _at(self, tokens: list[tuple[int, int, str]], at: int, text: str) -> tuple[int, str]:
        for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
            run = tokens[at : at + size]
            between = (text[a[1] : b[0]] for a, b in itertools.pairwise(run))
            if not all(re.fullmatch(r"[ \-’'&.]{1,3}", gap) for gap in between):
                continue
            kind = self._words.get(tuple(token.casefold() for _, _, token in run))
            if kind:
                return size, kind
        return 0, ""


def replaced(text: str, found: list[Found], words: Mapping[str, str]) -> str:
    """Return ``text`` with each found form replaced by the word of its kind."""
    out: list[str] = []
    at = 0
    for each in found:
        if each.start < at:
            continue
        out += (text[at : each.start], words.get(each.kind, text[each.start : each.end]))
        at = each.end
    return "".join(out) + text[at:]
