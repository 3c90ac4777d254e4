"""All phrases of a rulebook as automata: which occur in a text, and where.

One RE2 set per side and language says in one pass which leaves occur; RE2 then
finds their places. Both are automata, so the time is linear in the text whatever
is written in it. (Figures and alternatives: docs/decisions.)
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import re2

from counterpitch.features.phrase import PhraseError, compile_phrase, prefilter
from counterpitch.model.indicator import LANGUAGES, Condition, Indicator, Language, Phrase
from counterpitch.rulebook.book import Rulebook

MAX_HITS: Final = 6
"""Hits of one leaf kept in one message: more add no reason."""
_SET_MEMORY: Final = 256 * 1024 * 1024
_GUARD_BYTES: Final = 96
_SENTENCE_BYTES: Final = 600


class Part:
    """One leaf's phrases in one language, compiled when first needed."""

    __slots__ = ("body", "guard", "language", "leaf", "pattern", "unless")

    def __init__(
        self, leaf: int, language: Language, body: str, guard: bytes, unless: bytes
    ) -> None:
        self.leaf = leaf
        self.language = language
        self.body = body
        self.guard: Any = guard
        self.unless: Any = unless
        self.pattern: Any = None

    def spans(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Yield the byte spans in ``text`` that count, at most ``MAX_HITS``."""
        if self.pattern is None:
            self._compile()
        found = 0
        for match in self.pattern.finditer(text):
            start, end = match.span()
            if self.language != "zh":
                start, end = start + 1, end - 1
            if self._excused(text, start, end):
                continue
            yield start, end
            found += 1
            if found == MAX_HITS:
                return

    def _compile(self) -> None:
        self.pattern = re2.compile(self.body.encode(), _options())
        self.guard = re2.compile(self.guard) if self.guard else None
        self.unless = re2.compile(self.unless) if self.unless else None

    def _excused(self, text: bytes, start: int, end: int) -> bool:
        if self.guard is not None and self.guard.search(_before(text, start, self.language)):
            return True
        return self.unless is not None and bool(self.unless.search(_sentence(text, start, end)))


def _before(text: bytes, start: int, language: Language) -> bytes:
    """Return the four words (Chinese: six characters) before ``start`` in its sentence."""
    window = text[max(0, start - _GUARD_BYTES) : start]
    window = window[window.rfind(b".") + 1 :]
    if language == "zh":
        return window[-18:]
    words = window.split()[-4:]
    return b" " + b" ".join(words) + b" " if words else b""


def _sentence(text: bytes, start: int, end: int) -> bytes:
    low = max(0, start - _SENTENCE_BYTES)
    high = end + _SENTENCE_BYTES
    begin = text.rfind(b".", low, start)
    finish = text.find(b".", end, high)
    return text[(begin + 1 if begin >= 0 else low) : (finish if finish >= 0 else high)]


def _options() -> Any:
    options = re2.Options()
    options.max_mem = _SET_MEMORY
    options.log_errors = False
    return options


class _LanguageSet:
    """The parts of one language for one side, behind one set automaton."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.automaton: Any = None

    def occurring(self, text: bytes) -> Iterable[Part]:
        """Return the parts of which a phrase occurs in ``text``."""
        if self.automaton is None:
            self._build()
        found = self.automaton.Match(text)
        return [self.parts[index] for index in found] if found else ()

    def _build(self) -> None:
        automaton = re2.Set.SearchSet(_options())
        for part in self.parts:
            automaton.Add(part.body)
        automaton.Compile()
        self.automaton = automaton


class Phrasebook:
    """The phrases of all indicators.

    ``leaf`` numbers are given by ``leaf_of``: one per phrase condition.
    """

    def __init__(self, book: Rulebook) -> None:
        self.words: set[str] = set()
        self.leaves: dict[int, int] = {}
        self.faults: list[tuple[str, str, str]] = []
        self._classes = book.classes
        self._negators = {
            language: self._alternation(book.classes.get("negator", {}).get(language, ()), language)
            for language in LANGUAGES
        }
        sides: dict[tuple[str, Language], list[Part]] = {}
        for rule in book.indicators:
            for phrase in phrases_of(rule.when):
                self._add(rule, phrase, sides)
        self._sets = {key: _LanguageSet(parts) for key, parts in sides.items()}

    def leaf_of(self, phrase: Phrase) -> int:
        """Return the number of a phrase condition."""
        return self.leaves[id(phrase)]

    def find(self, text: str, side: str) -> Iterator[tuple[int, int, int]]:
        """Yield (leaf, start, end) for the folded ``text`` of a message by ``side``."""
        encoded = text.encode("utf-8", "surrogatepass")
        ascii_only = len(encoded) == len(text)
        for language in self._languages(text, ascii_only):
            group = self._sets.get((side, language))
            if group is None:
                continue
            for part in group.occurring(encoded):
                for start, end in part.spans(encoded):
                    if ascii_only:
                        yield part.leaf, start, end
                    else:
                        first = len(encoded[:start].decode("utf-8", "replace"))
                        yield part.leaf, first, first + len(encoded[start:end].decode())

    @staticmethod
    def _languages(text: str, ascii_only: bool) -> tuple[Language, ...]:
        """Return the languages whose script occurs: a phrase in another cannot match."""
        if ascii_only:
            return _LATIN
        found: tuple[Language, ...] = _LATIN
        if any("\u0430" <= char <= "\u0451" for char in text):
            found += ("ru",)
        if any("\u3400" <= char <= "\u9fff" for char in text):
            found += ("zh",)
        return found

    def _add(
        self, rule: Indicator, phrase: Phrase, sides: dict[tuple[str, Language], list[Part]]
    ) -> None:
        leaf = self.leaves[id(phrase)] = len(self.leaves)
        authors = ("contact", "owner") if phrase.author == "any" else (phrase.author,)
        unless = phrase.unless.by_language()
        for language, texts in phrase.by_language().items():
            bodies = self._compiled(rule.name, texts, language)
            if not bodies:
                continue
            guard = self._negators[language] if phrase.negated == "guard" else b""
            excuses = self._compiled(rule.name, unless.get(language, ()), language)
            part = Part(
                leaf,
                language,
                prefilter(bodies, language),
                guard,
                prefilter(excuses, language).encode() if excuses else b"",
            )
            for author in authors:
                sides.setdefault((author, language), []).append(part)

    def _compiled(self, name: str, texts: Iterable[str], language: Language) -> list[str]:
        classes = {key: entries.get(language, ()) for key, entries in self._classes.items()}
        bodies: list[str] = []
        for text in texts:
            try:
                pattern = compile_phrase(text, language, classes)
            except PhraseError as error:
                self.faults.append((name, text, str(error)))
                continue
            self.words |= pattern.words
            bodies.append(pattern.body)
        return bodies

    def _alternation(self, entries: Iterable[str], language: Language) -> bytes:
        bodies = self._compiled("negator", entries, language)
        return prefilter(bodies, language).encode() if bodies else b""


_LATIN: Final[tuple[Language, ...]] = ("en", "de", "fr", "es")


def phrases_of(condition: Condition) -> Iterator[Phrase]:
    """Yield every phrase condition below and at ``condition``."""
    if condition.phrase is not None:
        yield condition.phrase
    for child in condition.children():
        yield from phrases_of(child)
