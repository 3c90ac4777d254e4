"""Finds the phrases of a rulebook in the messages of a conversation.

The index says which phrases a text may hold; RE2 decides and finds their places. It is
an automaton, so the time is linear in the text whatever is written in it. (Figures and
alternatives: docs/decisions/0003-matching.md.)
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from counterpitch.features.rarity import STAR
from counterpitch.indicators.companions import Companions, companions_of
from counterpitch.indicators.phraseindex import PhraseIndex, tokens_of
from counterpitch.indicators.phrasetable import Entry, PhraseTable, compiled_table, phrases_of
from counterpitch.indicators.tables import PhraseTables, phrase_tables
from counterpitch.model.indicator import Language, Phrase
from counterpitch.rulebook.book import Rulebook
from counterpitch.rulebook.cache import read_cache, write_cache

MAX_HITS: Final = 3
"""Hits of one phrase kept in one sentence: more add no reason."""
_SHORTEST: Final = 3
_REMEMBERED: Final = 8_000
_REMEMBERED_LENGTH: Final = 400
_MEMORY: Final = 1024 * 1024
_GUARD_BYTES: Final = 96
_AROUND_BYTES: Final = 600
_LATIN: Final[tuple[Language, ...]] = ("en", "de", "fr", "es")
_LIKELY: Final = 0.6
"""A language is tried if it has this share of the function words of the likeliest one."""
_CYRILLIC: Final = re.compile("[\u0430-\u0451]")
_HAN: Final = re.compile("[\u3400-\u9fff]")


def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return re2.compile(pattern.encode(), options)


class _Excuses:
    """What stands around a hit and makes it not count, for one leaf in one language."""

    def __init__(self, language: Language, guard: str, unless: str) -> None:
        self._han = language == "zh"
        self._guard = _compiled(guard) if guard else None
        self._unless = _compiled(unless) if unless else None

    def excuse(self, text: bytes, start: int, end: int) -> bool:
        """Tell whether the hit at ``start`` to ``end`` of a sentence is negated or excused."""
        if self._guard is not None and self._guard.search(self._before(text, start)):
            return True
        if self._unless is None:
            return False
        around = text[max(0, start - _AROUND_BYTES) : end + _AROUND_BYTES]
        return bool(self._unless.search(around))

    def _before(self, text: bytes, start: int) -> bytes:
        """Return the four words (Chinese: six characters) before ``start``."""
        window = text[max(0, start - _GUARD_BYTES) : start]
        if self._han:
            return window[-18:]
        words = window.split()[-4:]
        return b" " + b" ".join(words) + b" " if words else b""


class _Group:
    """The phrases of one side in one language."""

    def __init__(self, entries: list[Entry], excuses: "_ExcuseBook") -> None:
        self._entries = entries
        self.leaves = [entry.leaf for entry in entries]
        self._excuses = excuses
        self._index = PhraseIndex([entry.needs for entry in entries])
        self._searches: list[Any] = [None] * len(entries)

    def candidates(self, tokens: set[str]) -> list[int]:
        """Return the numbers of the phrases that a sentence of these words may hold."""
        return list(self._index.candidates(tokens))

    def spans(self, number: int, text: bytes) -> Iterator[tuple[int, int]]:
        """Yield the byte spans of a phrase's hits in a sentence that count."""
        import re2

        entry = self._entries[number]
        search = self._searches[number]
        anywhere = re2._re2.RE2.Anchor.UNANCHORED
        if search is None:
            # The binding's own search: the public one wraps each hit at many times the cost.
            search = self._searches[number] = _compiled(entry.body)._regexp.Match
        margin = entry.language != "zh"
        at, size = 0, len(text)
        for _ in range(MAX_HITS):
            start, end = search(anywhere, text, at, size)[0]
            if start < 0:
                return
            # The closing blank of one hit may open the next.
            at = end - 1 if margin else end
            if margin:
                start, end = start + 1, end - 1
            if not self._excuses.of(entry).excuse(text, start, end):
                yield start, end
            if size - at < _SHORTEST:
                return


class _Sentence:
    """A sentence of a folded text with the phrases that it may hold, and those it holds."""

    __slots__ = ("_encoded", "_known", "_plain", "found")

    def __init__(self, text: str, groups: "Iterable[_Group]", tokens: set[str]) -> None:
        self._encoded = text.encode("utf-8", "surrogatepass")
        self._plain = len(self._encoded) == len(text)
        self._known: dict[int, list[tuple[int, int]]] = {}
        self.found: dict[int, list[tuple[_Group, int]]] = {}
        for group in groups:
            for number in group.candidates(tokens):
                self.found.setdefault(group.leaves[number], []).append((group, number))

    def leaves(self, everywhere: set[int], companions: Companions) -> Iterator[int]:
        """Yield the leaves that are worth a search.

        Passed over are those whose companions cannot stand in this sentence, or in this
        message, of whose sentences ``everywhere`` holds all that may occur.
        """
        here = self.found.keys()
        for leaf in self.found:
            needs = companions.get(leaf)
            if needs is not None and (
                any(leaves.isdisjoint(here) for leaves in needs[0])
                or any(leaves.isdisjoint(everywhere) for leaves in needs[1])
            ):
                continue
            yield leaf

    def spans(self, leaf: int) -> list[tuple[int, int]]:
        """Return the hits of a leaf that count, in code points of the sentence."""
        known = self._known.get(leaf)
        if known is None:
            known = self._known[leaf] = [
                span if self._plain else self._in_characters(*span)
                for group, number in self.found[leaf]
                for span in group.spans(number, self._encoded)
            ]
        return known

    def _in_characters(self, start: int, end: int) -> tuple[int, int]:
        first = len(self._encoded[:start].decode("utf-8", "replace"))
        return first, first + len(self._encoded[start:end].decode("utf-8", "replace"))


class _ExcuseBook:
    """The excuses of all leaves, compiled when first needed and shared where equal."""

    def __init__(self, table: PhraseTable) -> None:
        self._table = table
        self._made: dict[tuple[Language, str, str], _Excuses] = {}

    def of(self, entry: Entry) -> _Excuses:
        """Return the excuses that hold for a phrase."""
        leaf = self._table.leaves[entry.leaf]
        guard = self._table.guards.get(entry.language, "") if leaf.guarded else ""
        key = (entry.language, guard, leaf.unless.get(entry.language, ""))
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = _Excuses(*key)
        return made


class Phrasebook:
    """The phrases of all indicators.

    ``leaf`` numbers are given by ``leaf_of``: one per phrase condition.
    """

    def __init__(self, book: Rulebook) -> None:
        phrases = [(rule.name, p) for rule in book.indicators for p in phrases_of(rule.when)]
        self.leaves = {id(phrase): leaf for leaf, (_, phrase) in enumerate(phrases)}
        table = read_cache("phrases", book.version, PhraseTable)
        if table is None:
            table = compiled_table(phrases, book.classes)
            if book.version and not table.faults:
                write_cache("phrases", book.version, table)
        self._book = book
        self._table = table
        self.words = table.words
        self.faults = table.faults
        words = book.classes.get("function-word", {})
        self._function_words = [
            (language, frozenset(words.get(language, ()))) for language in _LATIN
        ]
        self._remembered: dict[tuple[str, str], _Sentence] = {}
        trees = (rule.when for rule in book.indicators)
        self._companions = companions_of(trees, self.leaf_of)

    @cached_property
    def _groups(self) -> dict[tuple[str, Language], _Group]:
        return _grouped(self._table)

    def tables(self) -> PhraseTables:
        """Return the phrases as tables for the compiled core."""
        frequency = example_frequency(self._book, self._table)
        return phrase_tables(self._table, self._companions, self._function_words, frequency)

    @property
    def leaf_count(self) -> int:
        """Return how many leaves there are; conditions that share a phrase have one each."""
        return len(self._table.leaves)

    def leaf_of(self, phrase: Phrase) -> int:
        """Return the number of a phrase condition."""
        return self.leaves[id(phrase)]

    def find(self, text: str, side: str) -> Iterator[tuple[int, int, int]]:
        """Yield (leaf, start, end) for the folded text of a message by ``side``.

        No phrase crosses the end of a sentence, so each sentence is searched by itself
        and only for what its own words allow.
        """
        at = 0
        sentences: list[tuple[int, _Sentence]] = []
        everywhere: set[int] = set()
        for piece in text.split("."):
            if len(piece) > _SHORTEST:
                sentence = self._sentence(piece, side)
                if sentence.found:
                    sentences.append((at, sentence))
                    everywhere.update(sentence.found)
            at += len(piece) + 1
        for begin, sentence in sentences:
            for leaf in sentence.leaves(everywhere, self._companions):
                for start, end in sentence.spans(leaf):
                    yield leaf, begin + start, begin + end

    def _sentence(self, text: str, side: str) -> _Sentence:
        """Return a sentence; those of quoted replies, footers and templates come back often."""
        if len(text) > _REMEMBERED_LENGTH:
            return self._read(text, side)
        known = self._remembered.get((side, text))
        if known is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            known = self._remembered[side, text] = self._read(text, side)
        return known

    def _read(self, text: str, side: str) -> _Sentence:
        han = not text.isascii() and _HAN.search(text) is not None
        tokens = tokens_of(text, han=han)
        languages = self._likely(tokens)
        if not text.isascii():
            if _CYRILLIC.search(text):
                languages.append("ru")
            if han:
                languages.append("zh")
        groups = (self._groups.get((side, language)) for language in languages)
        return _Sentence(text, [group for group in groups if group is not None], tokens)

    def _likely(self, tokens: set[str]) -> list[Language]:
        """Return the languages in Latin script that a sentence may be in: all, if in doubt."""
        counts = [(len(words & tokens), language) for language, words in self._function_words]
        least = _LIKELY * max(counts)[0]
        return [language for count, language in counts if count >= least]


def example_frequency(book: Rulebook, table: PhraseTable) -> Counter[str]:
    """Count the tokens of all phrases' needs in the rules' own examples."""
    needs = (need for entry in table.entries for way in entry.ways for need in way)
    wanted = {token for need in needs for token in need}
    begins = tuple(sorted({len(token) - 1 for token in wanted if token.endswith(STAR)}))
    found: Counter[str] = Counter()
    for rule in book.indicators:
        for example in (*rule.examples, *rule.near_misses):
            turns = (turn.contact or turn.owner or "" for turn in example.messages)
            text = " ".join((example.text or "", example.owner or "", *turns)).lower()
            plain = _NOT_WORD.sub(" ", text.replace("'", ""))
            tokens = tokens_of(plain, han=_HAN.search(plain) is not None)
            tokens |= {f"{t[:size]}{STAR}" for t in tokens for size in begins if size <= len(t)}
            found.update(tokens & wanted)
    return found


_NOT_WORD: Final = re.compile(r"\W+")


def _grouped(table: PhraseTable) -> dict[tuple[str, Language], _Group]:
    entries: dict[tuple[str, Language], list[Entry]] = {}
    for entry in table.entries:
        author = table.leaves[entry.leaf].author
        for side in ("contact", "owner") if author == "any" else (author,):
            entries.setdefault((side, entry.language), []).append(entry)
    excuses = _ExcuseBook(table)
    return {key: _Group(own, excuses) for key, own in entries.items()}
