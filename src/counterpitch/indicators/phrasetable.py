"""All phrases of a rulebook compiled to pattern text and needs, which can be cached."""

from collections.abc import Iterable, Iterator

import msgspec

from counterpitch.features.phrase import Pattern, PhraseError, alternation, compile_phrase
from counterpitch.model.indicator import LANGUAGES, Condition, Language, Phrase
from counterpitch.rulebook.book import Classes

Needs = tuple[tuple[str, ...], ...]
"""Sets of tokens of which one must occur; see ``counterpitch.features.phrase.Pattern``."""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One compiled phrase: its leaf and language, its pattern, its needs, and those by ways."""

    leaf: int
    language: Language
    body: str
    needs: Needs
    ways: tuple[Needs, ...]


class Leaf(msgspec.Struct, frozen=True, array_like=True):
    """One phrase condition: whose messages count, whether negation is guarded, excuses."""

    author: str
    guarded: bool
    unless: dict[Language, str]


class PhraseTable(msgspec.Struct):
    """The phrases of all conditions, numbered in order of their leaves.

    ``words`` are all literal words, ``guards`` the negations by language; ``faults`` are
    (indicator, phrase, why).
    """

    leaves: list[Leaf] = []
    entries: list[Entry] = []
    guards: dict[Language, str] = {}
    words: set[str] = set()
    faults: list[tuple[str, str, str]] = []


def phrases_of(condition: Condition) -> Iterator[Phrase]:
    """Yield every phrase condition below and at ``condition``."""
    if condition.phrase is not None:
        yield condition.phrase
    for child in condition.children():
        yield from phrases_of(child)


def compiled_table(phrases: Iterable[tuple[str, Phrase]], classes: Classes) -> PhraseTable:
    """Compile (indicator, phrase condition) pairs; faults are collected, not raised."""
    table = PhraseTable()
    builder = _Builder(classes, table)
    for language in LANGUAGES:
        table.guards[language] = builder.pattern(
            "negator", builder.entries_of("negator", language), language
        )
    for leaf, (name, phrase) in enumerate(phrases):
        excuses = {
            language: builder.pattern(name, texts, language)
            for language, texts in phrase.unless.by_language().items()
        }
        table.leaves.append(Leaf(phrase.author, phrase.negated == "guard", excuses))
        for language, texts in phrase.by_language().items():
            builder.add(leaf, name, texts, language)
    return table


class _Builder:
    """Compiles phrases into a table."""

    def __init__(self, classes: Classes, table: PhraseTable) -> None:
        self._classes = classes
        self._by_language = {
            language: {name: entries.get(language, ()) for name, entries in classes.items()}
            for language in LANGUAGES
        }
        self._table = table

    def entries_of(self, name: str, language: Language) -> tuple[str, ...]:
        return self._classes.get(name, {}).get(language, ())

    def add(self, leaf: int, name: str, texts: Iterable[str], language: Language) -> None:
        for text in texts:
            for pattern in self._compiled(name, text, language):
                body = alternation([pattern.body], language)
                ways = tuple(map(_sorted, pattern.ways))
                self._table.entries.append(
                    Entry(leaf, language, body, _sorted(pattern.needs), ways)
                )

    def pattern(self, name: str, texts: Iterable[str], language: Language) -> str:
        bodies = [each.body for text in texts for each in self._compiled(name, text, language)]
        return alternation(bodies, language) if bodies else ""

    def _compiled(self, name: str, text: str, language: Language) -> Iterator[Pattern]:
        try:
            patterns = compile_phrase(text, language, self._by_language[language])
        except PhraseError as error:
            self._table.faults.append((name, text, str(error)))
            return
        for pattern in patterns:
            self._table.words |= pattern.words
            yield pattern


def _sorted(needs: Iterable[Iterable[str]]) -> Needs:
    return tuple(tuple(sorted(need)) for need in needs)
