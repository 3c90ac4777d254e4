"""Folding: one plain spelling for every way of writing the same words.

Matching happens on folded text, evidence is quoted from the original. Folding
undoes compatibility forms, case, accents, invisible marks, look-alike letters and
spaced-out words. Every step is a linear pass; the same steps run with or without
an offset map, so that the fast and the traced form cannot disagree.

A folded text is words divided by single blanks, ``.`` as a word of its own where a
sentence ends, ``§`` where something was masked, with a blank at either end.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from counterpitch.features.letters import CONFUSABLE_TO_LATIN, FOLD_TABLE, LATIN_TO_CYRILLIC
from counterpitch.features.mask import MASK, Masker, mask_addresses

Step = Callable[[re.Match[str]], str]

CJK: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff"
_PARAGRAPH: Final = re.compile(r"\n[ \t\r]*\n\s*")
_INNER_DOT: Final = re.compile(r"\.(?=[^\s.])")
_ENDS: Final = re.compile(r"[.\x1e]")
_BLANKS: Final = re.compile(r"\s+")
_SPACED: Final = re.compile(r"(?<= )(?:[^\W\d_] ){3,}[^\W\d_](?= )")
_MAYBE_SPACED: Final = re.compile(r" [^\W\d_] [^\W\d_] [^\W\d_] [^\W\d_] ")
_HAS_CJK: Final = re.compile(f"[{CJK}]")
_CJK_BLANK: Final = re.compile(f"(?<=[{CJK}]) +(?=[{CJK}])")
_CJK_EDGE: Final = re.compile(f"(?<=[{CJK}])(?=[^\\s.{CJK}])|(?<=[^\\s.{CJK}])(?=[{CJK}])")
_MASK_RUN: Final = re.compile(f"{MASK}(?: ?{MASK})+")
_CJK_MASK: Final = re.compile(f"(?<=[{CJK}]) {MASK}|{MASK} (?=[{CJK}])")
_HAS_CYRILLIC_OR_GREEK: Final = re.compile("[\u0370-\u052f]")
_HAS_LATIN: Final = re.compile("[a-z]")
_WORD_WITH_FOREIGN: Final = re.compile("(?<=[ ])[a-z]*[\u0370-\u052f][a-z\u0370-\u052f]*(?=[ ])")


class Text:
    """A text under folding, with the original offset of every character if traced."""

    __slots__ = ("ends", "starts", "value")

    def __init__(self, value: str, *, traced: bool = False) -> None:
        self.value = value
        self.starts: list[int] | None = list(range(len(value))) if traced else None
        self.ends: list[int] | None = list(range(1, len(value) + 1)) if traced else None

    def sub(self, pattern: re.Pattern[str], replacement: Step | str) -> None:
        """Replace every match; a replaced stretch maps to the whole of its original."""
        if self.starts is None:
            self.value = pattern.sub(replacement, self.value)
            return
        found = (
            (match, replacement if isinstance(replacement, str) else replacement(match))
            for match in pattern.finditer(self.value)
        )
        self.rebuild((m.start(), m.end(), new) for m, new in found if new != m[0])

    def translate(self, table: dict[int, str | None]) -> None:
        """Replace every character by its entry of ``table``."""
        if self.starts is None:
            self.value = self.value.translate(table)
            return
        self.rebuild(
            (i, i + 1, table[ord(char)] or "")
            for i, char in enumerate(self.value)
            if table[ord(char)] != char
        )

    def collapse(self) -> None:
        """Turn every run of white space into one blank and put one at either end."""
        if self.starts is None:
            self.value = f" {' '.join(self.value.split())} "
            return
        self.sub(_BLANKS, " ")
        first, last = self.starts[:1] or [0], (self.ends or [0])[-1:] or [0]
        stripped = self.value.strip(" ")
        lead = len(self.value) - len(self.value.lstrip(" ")) if stripped else len(self.value)
        keep = slice(lead, lead + len(stripped))
        assert self.ends is not None  # noqa: S101 - traced texts have both lists  # nosec B101
        self.starts = [*first, *self.starts[keep], *last]
        self.ends = [*first, *self.ends[keep], *last]
        self.value = f" {stripped} "

    def rebuild(self, pieces: Iterable[tuple[int, int, str]]) -> None:
        """Replace the stretches ``(start, end, new)``, which come in order, and keep the map."""
        out: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for begin, end, new in pieces:
            out += (self.value[at:begin], new)
            if self.starts is not None and self.ends is not None:
                low = self.starts[begin] if begin < len(self.starts) else len(self.starts)
                high = self.ends[end - 1] if end > begin else low
                starts += self.starts[at:begin] + [low] * len(new)
                ends += self.ends[at:begin] + [high] * len(new)
            at = end
        out.append(self.value[at:])
        if self.starts is not None and self.ends is not None:
            self.starts = starts + self.starts[at:]
            self.ends = ends + self.ends[at:]
        self.value = "".join(out)


def fold(text: str, masker: Masker | None = None) -> str:
    """Return ``text`` folded."""
    return _fold(Text(text), masker).value


def trace(text: str, masker: Masker | None = None) -> Text:
    """Return ``text`` folded with the offsets (code points) of every character."""
    return _fold(Text(text, traced=True), masker)


def _fold(text: Text, masker: Masker | None) -> Text:
    mask_addresses(text)
    if masker is not None:
        masker.bare_amounts(text)
    text.translate(FOLD_TABLE)
    _end_sentences(text)
    text.collapse()
    if not text.value.isascii():
        _undo_look_alikes(text)
        if _HAS_CJK.search(text.value):
            text.sub(_CJK_BLANK, "")
            text.sub(_CJK_EDGE, " ")
    if _MAYBE_SPACED.search(text.value):
        text.sub(_SPACED, lambda match: match[0].replace(" ", ""))
    if masker is not None:
        masker.apply(text)
    if MASK in text.value:
        text.sub(_MASK_RUN, MASK)
        text.sub(_CJK_MASK, MASK)
    return text


def _end_sentences(text: Text) -> None:
    if "\n" in text.value:
        text.sub(_PARAGRAPH, "\x1e")
    if "." in text.value:
        text.sub(_INNER_DOT, " ")
    if text.starts is not None:
        text.sub(_ENDS, " . ")
    else:
        text.value = text.value.replace("\x1e", ".").replace(".", " . ")


def _undo_look_alikes(text: Text) -> None:
    if not (_HAS_CYRILLIC_OR_GREEK.search(text.value) and _HAS_LATIN.search(text.value)):
        return
    latin = sum("a" <= char <= "z" for char in text.value)
    foreign = sum("\u0370" <= char <= "\u052f" for char in text.value)
    text.sub(_WORD_WITH_FOREIGN, lambda match: _one_script(match[0], latin >= foreign))


def _one_script(word: str, mostly_latin: bool) -> str:
    """Write a word of mixed scripts in one: Latin if every foreign letter has a look-alike."""
    foreign = [char for char in word if "\u0370" <= char <= "\u052f"]
    all_alike = all(ord(char) in CONFUSABLE_TO_LATIN for char in foreign)
    if len(foreign) == len(word):
        return word.translate(CONFUSABLE_TO_LATIN) if all_alike and mostly_latin else word
    return word.translate(CONFUSABLE_TO_LATIN if all_alike else LATIN_TO_CYRILLIC)
