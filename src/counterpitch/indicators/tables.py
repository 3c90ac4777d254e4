"""A rulebook as tables of numbers and lines, which the compiled core reads (``_native/tables.h``).

The tables say the same as the rulebook, the phrases and the condition trees from which they are
made; the core adds nothing to them. They can be cached, as they hold only texts and bytes.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

import msgspec

from counterpitch.features.rarity import STAR
from counterpitch.indicators.companions import Companions
from counterpitch.indicators.phrasetable import Needs, PhraseTable
from counterpitch.indicators.programs import SET, UNIT, Assembler, Symbol, symbols_in
from counterpitch.model.indicator import Language

LANGUAGE_NUMBERS: Final[dict[Language, int]] = {
    "en": 0, "de": 1, "fr": 2, "es": 3, "ru": 4, "zh": 5,
}  # fmt: skip
SIDES: Final = {"contact": 1, "owner": 2, "any": 3}
_MOST_NEEDS: Final = 4


class PhraseTables(msgspec.Struct, frozen=True):
    """The phrases: units by name, programs over them, needs, companions.

    Lines end with ``\\n`` and are numbered from 0; ``bytes`` are 32-bit numbers. Lists have
    ``starts``: those of owner n stand from starts[n] to starts[n + 1].
    """

    words: str
    beginnings: str
    characters: str
    code: bytes
    code_starts: bytes
    choices: bytes
    choice_starts: bytes
    set_items: bytes
    set_starts: bytes
    phrases: bytes
    ways: bytes
    need_keys: bytes
    need_starts: bytes
    companions: bytes
    companion_starts: bytes
    companion_sets: bytes
    companion_set_starts: bytes
    small_words: bytes
    vocabulary: str


def numbers(values: Iterable[int]) -> bytes:
    """Return numbers as 32 bits each."""
    return array("i", values).tobytes()


def lines(texts: Iterable[str]) -> str:
    """Return texts as lines; one that holds a line end cannot be meant by any rule."""
    return "".join(f"{text}\n" for text in texts if "\n" not in text)


def listed(rows: Sequence[Sequence[int]]) -> tuple[bytes, bytes]:
    """Return the items of all rows, and where each row starts."""
    items = numbers(item for row in rows for item in row)
    return items, numbers(accumulate(map(len, rows), initial=0))


def phrase_tables(
    table: PhraseTable,
    companions: Companions,
    small_words: Sequence[tuple[Language, frozenset[str]]],
    frequency: Mapping[str, int],
) -> PhraseTables:
    """Return the tables of all phrases.

    ``frequency`` says how often a word (or in Chinese a character or two) occurs in some texts.
    It decides only about the order in which things stand and are tried: what is used often
    stands together, and of the needs of a phrase the rarest is tried first.
    """
    return _PhraseTables(table, frequency).made(companions, small_words)


class _PhraseTables:
    """Numbers what the phrases use."""

    def __init__(self, table: PhraseTable, frequency: Mapping[str, int]) -> None:
        self._table = table
        self._frequency = frequency
        self._assembler = Assembler()
        self._needs: dict[tuple[str, ...], int] = {}
        self._rows = [self._row(number) for number in range(len(table.entries))]
        self._ways = [row for number in range(len(table.entries)) for row in self._way_rows(number)]

    def _row(self, number: int) -> list[int]:
        entry = self._table.entries[number]
        leaf = self._table.leaves[entry.leaf]
        han = entry.language == "zh"
        guard = self._table.guards.get(entry.language, "") if leaf.guarded else ""
        return [
            entry.leaf,
            SIDES[leaf.author],
            LANGUAGE_NUMBERS[entry.language],
            self._assembler.program(entry.body, han=han),
            self._assembler.program(guard, han=han),
            self._assembler.program(leaf.unless.get(entry.language, ""), han=han),
        ]

    def _way_rows(self, number: int) -> Iterator[list[int]]:
        """Yield the rows of a phrase's ways: its number, and the numbers of up to four needs."""
        by_rarest: dict[tuple[str, ...], list[Needs]] = {}
        for way in self._table.entries[number].ways:
            rarest, *others = sorted(way, key=self._rate)
            by_rarest.setdefault(rarest, []).append(tuple(others))
        for rarest, ways in by_rarest.items():
            needs = [
                self._needs.setdefault(need, len(self._needs)) for need in (rarest, *_joint(ways))
            ]
            yield [number, *needs, *[-1] * (_MOST_NEEDS - len(needs))]

    def _rate(self, need: tuple[str, ...]) -> float:
        return sum(self._frequency.get(token, 0) + 0.1 for token in need)

    def _often_first(self, texts: Iterable[str], mark: str = "") -> list[str]:
        return sorted(texts, key=lambda text: (-self._frequency.get(text + mark, 0), text))

    def made(
        self, companions: Companions, small_words: Sequence[tuple[Language, frozenset[str]]]
    ) -> PhraseTables:
        sets = list(self._assembler.sets)
        tokens = {token for need in self._needs for token in need}
        words = symbols_in(sets, "w") | {t for t in tokens if not t.endswith(STAR)}
        words = words.union(*(own for _, own in small_words))
        begins = symbols_in(sets, "b") | {t[:-1] for t in tokens if t.endswith(STAR)}
        self._keys: dict[Symbol, int] = {}
        ordered = {"w": self._often_first(words), "b": self._often_first(begins, STAR)}
        for kind, texts in ordered.items():
            self._keys |= {(kind, text): n for n, text in enumerate(texts, len(self._keys))}
        characters = sorted(symbols_in(sets, "c"))
        self._keys |= {("c", text): n for n, text in enumerate(characters)}
        set_items, set_starts = listed([sorted(self._keys[s] for s in each) for each in sets])
        need_keys, need_starts = listed([sorted(map(self._key, need)) for need in self._needs])
        return PhraseTables(
            lines(ordered["w"]), lines(ordered["b"]), lines(characters),
            self._code(sets), numbers(self._assembler.starts), *listed(self._assembler.choices),
            set_items, set_starts,
            numbers(value for row in self._rows for value in row),
            numbers(value for row in self._ways for value in row), need_keys, need_starts,
            *_companion_tables(companions, len(self._table.leaves)),
            self._small(small_words, len(words) + len(begins)), lines(sorted(self._table.words)),
        )  # fmt: skip

    def _code(self, sets: Sequence[frozenset[Symbol]]) -> bytes:
        """Return the code, with sets of one unit as that unit."""
        code = list(self._assembler.code)
        for at in range(0, len(code), 3):
            if code[at] & 15 == SET and len(sets[code[at] >> 4]) == 1:
                (symbol,) = sets[code[at] >> 4]
                code[at] = UNIT | self._keys[symbol] << 4
        return numbers(code)

    def _key(self, token: str) -> int:
        return self._keys[("b", token[:-1]) if token.endswith(STAR) else ("w", token)]

    def _small(self, small_words: Sequence[tuple[Language, frozenset[str]]], keys: int) -> bytes:
        bits = bytearray(keys)
        for language, words in small_words:
            for word in words:
                bits[self._keys["w", word]] |= 1 << LANGUAGE_NUMBERS[language]
        return bytes(bits)


def _joint(ways: Sequence[Needs]) -> Needs:
    """Return what several ways need at once, beside the need that they share."""
    if len(ways) == 1:
        return ways[0]
    if not all(ways):
        return ()
    return (tuple(sorted({token for way in ways for token in way[0]})),)


def _companion_tables(companions: Companions, leaves: int) -> tuple[bytes, bytes, bytes, bytes]:
    sets: dict[frozenset[int], int] = {}
    rows: list[list[int]] = []
    for leaf in range(leaves):
        near, far = companions.get(leaf, ((), ()))
        rows.append(
            [
                sets.setdefault(each, len(sets)) * 2 + is_far
                for group, is_far in ((near, 0), (far, 1))
                for each in group
            ]
        )
    return *listed(rows), *listed([sorted(each) for each in sets])
