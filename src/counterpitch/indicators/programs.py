"""Phrases as programs for the compiled core, read from the patterns that RE2 would run.

The patterns of features/phrase.py use few constructs, so each can be read back exactly: both
cores then match one and the same thing. What the instructions mean: ``_native/program.h``.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from counterpitch.features.phrase import NUMBER, SHORT_NUMBER

MATCH, UNIT, SET, GAP, NUMBERS, DIGITS, ANY, WATCH = range(8)

Symbol = tuple[str, str]
"""A kind of unit: ``("w", word)``, ``("b", beginning of a word)`` or ``("c", character)``."""

Step = tuple[str, object]
"""``("set", symbols)``, ``("gap", n)``, ``("number", n)``, ``("digits", 0)``, ``("any", rows)``."""

Row = list[Step]

_WORD_TOKENS: Final = re.compile(
    rf"(?P<number>{re.escape(NUMBER)})|\(\?:\[\^ \.\]\+ \)\{{0,(?P<gap>\d+)\}}|(?P<open>\(\?:)"
    r"|(?P<maybe>\)\?)|(?P<close>\))|(?P<bar>\|)|(?P<begins>[^ ()|?\[\]{}\\^$*+]+)\[\^ \.\]\* "
    r"|(?P<word>[^ ()|?\[\]{}\\^$*+]+) "
)
_CHARACTER_TOKENS: Final = re.compile(
    rf"(?P<number>{re.escape(SHORT_NUMBER)})|\[\^\.\]\{{0,(?P<gap>\d+)\}}|(?P<open>\(\?:)"
    r"|(?P<maybe>\)\?)|(?P<close>\))|(?P<bar>\|)|(?P<blank> \?)|(?P<character>[^()|?\[\]{}\\^$*+])"
)
_A_TO_Z: Final = frozenset(("c", char) for char in "abcdefghijklmnopqrstuvwxyz")
_NUMBER_WORDS: Final = 4
_WORTH_WATCHING: Final = 8


class Unreadable(ValueError):
    """A pattern that is not of the phrase language: a defect of this program."""


def row_of(pattern: str, *, han: bool) -> Row:
    """Return a pattern as steps; ``han`` if its units are characters and not words."""
    body = pattern if han else pattern.removeprefix(" ")
    tokens = _tokens(body, _CHARACTER_TOKENS if han else _WORD_TOKENS)
    rows = _alternatives(tokens, nested=False)
    return rows[0] if len(rows) == 1 else [_any(rows)]


def _tokens(body: str, grammar: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(body):
        match = grammar.match(body, at)
        if match is None or match.lastgroup is None:
            raise Unreadable(f"no phrase: '{body[at : at + 60]}'")
        at = match.end()
        yield match.lastgroup, match[match.lastgroup]


def _alternatives(tokens: Iterator[tuple[str, str]], *, nested: bool = True) -> list[Row]:
    """Read alternatives up to the bracket that closes them, or to the end."""
    rows: list[Row] = [[]]
    for kind, value in tokens:
        if kind == "bar":
            rows.append([])
        elif kind == "open":
            rows[-1].append(_any(_alternatives(tokens)))
        elif kind in {"close", "maybe"}:
            if not nested:
                raise Unreadable("a bracket too many")
            return rows if kind == "close" else [*rows, []]
        else:
            rows[-1] += _plain(kind, value)
    if nested:
        raise Unreadable("a bracket is missing")
    return rows


def _plain(kind: str, value: str) -> Row:
    if kind == "gap":
        return [("gap", int(value))]
    if kind == "word":
        return [("set", frozenset([("w", value)]))]
    if kind == "begins":
        return [("set", frozenset([("b", value)]))]
    if kind == "character":
        return [("set", frozenset([("c", value)]))]
    if kind == "blank":
        return [_maybe([_BLANK])]
    return [("number", _NUMBER_WORDS)] if value == NUMBER else _short_number()


_BLANK: Final[Step] = ("set", frozenset([("c", " ")]))


def _maybe(row: Row) -> Step:
    return ("any", [row, []])


def _short_number() -> Row:
    """Return what ``SHORT_NUMBER`` says: up to four runs of digits, then perhaps a letter."""
    more: Row = []
    for _ in range(3):
        more = [_maybe([_BLANK, ("digits", 0), *more])]
    return [_maybe([_BLANK]), ("digits", 0), *more, _maybe([("set", _A_TO_Z)]), _maybe([_BLANK])]


def _any(rows: list[Row]) -> Step:
    """Return alternatives as one step; those that differ in their first unit only become one."""
    merged: list[Row] = []
    for row in rows:
        into = _row_to_join(merged, row)
        if into is None:
            merged.append(row)
        else:
            known = merged[into]
            merged[into] = [("set", _symbols(known) | _symbols(row)), *known[1:]]
    if len(merged) == 1 and len(merged[0]) == 1:
        return merged[0][0]
    return ("any", merged)


def _symbols(row: Row) -> frozenset[Symbol]:
    """Return the units with which a row may begin; empty if it begins with something else."""
    return row[0][1] if row and row[0][0] == "set" else frozenset()  # type: ignore[return-value]


def _row_to_join(rows: list[Row], row: Row) -> int | None:
    """Return the number of an earlier row that ``row`` may join without a change of preference.

    Both are alike but for their first units. It may pass only rows that begin with other whole
    units, as these cannot match where it does.
    """
    own = _symbols(row)
    if not own:
        return None
    for number in range(len(rows) - 1, -1, -1):
        first = _symbols(rows[number])
        if first and rows[number][1:] == row[1:]:
            return number
        if not first or not first.isdisjoint(own):
            return None
        if any(kind == "b" for kind, _ in first | own):
            return None
    return None


def _last_units(rows: list[Row]) -> frozenset[Symbol] | None:
    """Return the units with which each of ``rows`` must end; None if that cannot be said."""
    found: frozenset[Symbol] = frozenset()
    for row in rows:
        if not row or row[-1][0] not in {"set", "any"}:
            return None
        own = row[-1][1] if row[-1][0] == "set" else _last_units(row[-1][1])  # type: ignore[arg-type]
        if own is None:
            return None
        found |= own  # type: ignore[operator]
    return found


class Assembler:
    """Collects programs, and numbers the units, sets of units and choices that they use.

    An instruction is (operation and argument, the instruction that follows, the first one of its
    row), counted from its program's beginning. Rows are laid out from their end, so that what
    follows an instruction always stands behind it.
    """

    def __init__(self) -> None:
        self.code: list[int] = []
        self.starts: list[int] = [0]
        self.sets: dict[frozenset[Symbol], int] = {}
        self.choices: list[list[int]] = []
        self._known: dict[tuple[str, bool], int] = {}

    def program(self, pattern: str, *, han: bool) -> int:
        """Return the number of the program for ``pattern``; -1 for an empty one."""
        if not pattern:
            return -1
        key = (pattern, han)
        if key not in self._known:
            self._lay_out(row_of(pattern, han=han))
            self._known[key] = len(self.starts) - 2
        return self._known[key]

    def _lay_out(self, row: Row) -> None:
        out: list[list[int]] = [[MATCH, 0, 0]]
        first = len(self.choices)
        self._row(row, 0, out)
        # Counted from the end so far; turned round now.
        last = len(out) - 1
        for own in reversed(out):
            self.code += [own[0], last - own[1], last - own[2]]
        for choice in self.choices[first:]:
            choice[:] = [last - start for start in choice]
        self.starts.append(len(self.code) // 3)

    def _row(self, row: Row, follows: int, out: list[list[int]]) -> int:
        """Lay out a row that leads to ``follows``; return where it begins."""
        begin = len(out)
        for step in reversed(row):
            follows = self._step(step, follows, out)
        for own in out[begin:]:
            if own[2] < 0:
                own[2] = follows
        return follows

    def _step(self, step: Step, follows: int, out: list[list[int]]) -> int:
        kind, value = step
        if kind == "any":
            self._watch(value, follows, out)  # type: ignore[arg-type]
            starts = [self._row(row, follows, out) for row in value]  # type: ignore[attr-defined]
            self.choices.append(starts)
            code = ANY | len(self.choices) - 1 << 4
        elif kind == "set":
            code = self._set(value)  # type: ignore[arg-type]
        else:
            operation = {"gap": GAP, "number": NUMBERS, "digits": DIGITS}[kind]
            code = operation | int(value) << 4  # type: ignore[call-overload]
        out.append([code, follows, -1])
        return len(out) - 1

    def _watch(self, rows: list[Row], follows: int, out: list[list[int]]) -> None:
        """Lay out a test that spares a choice of which no row can end here."""
        units = _last_units(rows) if len(rows) >= _WORTH_WATCHING else None
        if units is not None:
            out.append([WATCH | self._set(units) >> 4 << 4, follows, -1])

    def _set(self, symbols: frozenset[Symbol]) -> int:
        return SET | self.sets.setdefault(symbols, len(self.sets)) << 4


def symbols_in(sets: Iterable[frozenset[Symbol]], kind: str) -> set[str]:
    """Return the texts of all symbols of ``kind`` in ``sets``."""
    return {text for each in sets for own, text in each if own == kind}
