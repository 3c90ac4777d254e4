"""The phrase language: readable patterns that compile to linear-time matching.

Grammar, over folded text (docs/reference/rule-format.md)::

    phrase   = options
    options  = sequence ("|" sequence)*
    sequence = item*
    item     = "(" options ")" "?"? | "[" options "]" | "<" name ">"
             | "~" digits? | "#" | word | word "*" | character "?"

Every gap is bounded and every word ends at a blank, so that a match attempt costs
at most a constant factor per position, whatever the text.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from counterpitch.features.fold import fold
from counterpitch.features.letters import FOLD_TABLE
from counterpitch.features.rarity import Need, needs_of_run, needs_of_words

MAX_GAP: Final = {"words": 12, "characters": 20}
DEFAULT_GAP: Final = {"words": 3, "characters": 6}
MAX_PHRASE: Final = 2_000
MAX_DEPTH: Final = 6
MOST_NEEDS: Final = 4
MOST_WAYS: Final = 32
"""Ways of one phrase that are told apart; what goes beyond is put together."""
_OPERATORS: Final = "()[]|~<>#*"
NUMBER: Final = r"[0-9]+[^ .]*(?: [0-9]+[^ .]*){0,3} "
SHORT_NUMBER: Final = r" ?[0-9]+(?: [0-9]+){0,3}[a-z]? ?"

Classes = Mapping[str, Sequence[str]]


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why and at which character."""


class Pattern(msgspec.Struct, frozen=True):
    """A compiled phrase: ``body`` for the automaton, its needs, and its literal words.

    ``needs`` are sets of tokens, the rarest first; a text without one token of each
    cannot hold the phrase. ``ways`` says the same more closely, by the alternatives inside the
    phrase: a text that meets all needs of no way cannot hold it.
    """

    body: str
    needs: tuple[frozenset[str], ...]
    words: frozenset[str]
    ways: tuple[tuple[frozenset[str], ...], ...]


Way = tuple[Need, ...]


class Piece(NamedTuple):
    """A compiled part of a phrase, with what a text needs to hold it.

    ``apart`` are the needs of its alternatives, where it has such.
    """

    body: str
    needs: Way = ()
    apart: tuple[Way, ...] = ()

    @property
    def ways(self) -> tuple[Way, ...]:
        """Return the needs of every alternative."""
        return self.apart or (self.needs,)


def compile_phrase(phrase: str, language: str, classes: Classes) -> list[Pattern]:
    """Compile ``phrase``, one pattern for each of its alternatives.

    ``classes`` are the word classes of ``language``. Raises ``PhraseError`` with the
    place of the fault.
    """
    if len(phrase) > MAX_PHRASE:
        raise PhraseError(f"longer than {MAX_PHRASE} characters; split it")
    parser = _Parser(phrase, language, classes)
    pieces = parser.alternatives()
    parser.expect_end()
    if not all(piece.needs for piece in pieces):
        raise PhraseError("holds no word that must occur")
    words = frozenset(parser.words)
    return [
        Pattern(piece.body, _needs(piece.needs), words, _ways(piece, language)) for piece in pieces
    ]


def _ways(piece: Piece, language: str) -> tuple[tuple[frozenset[str], ...], ...]:
    ways = tuple(map(_needs, piece.ways))
    # Latin letters in Chinese are found inside longer words too: they need not stand as a token.
    tokens = (token for way in ways for need in way for token in need)
    return (_needs(piece.needs),) if language == "zh" and any(map(str.isascii, tokens)) else ways


def _needs(way: Way) -> tuple[frozenset[str], ...]:
    ordered = sorted(way, key=lambda need: need.rate)
    return tuple(need.tokens for need in ordered[:MOST_NEEDS])


class _Parser:
    """Recursive descent over one phrase; emits the pattern as it reads."""

    def __init__(self, phrase: str, language: str, classes: Classes) -> None:
        self.phrase = phrase
        self.language = language
        self.classes = classes
        self.at = 0
        self.depth = 0
        self.words: set[str] = set()
        self.unit = "characters" if language == "zh" else "words"

    def expect_end(self) -> None:
        if self.at < len(self.phrase):
            raise self._fault(f"unexpected '{self.phrase[self.at]}'")

    def alternatives(self) -> list[Piece]:
        """Read alternatives up to a closing bracket or the end."""
        found = [self.sequence()]
        while self._peek() == "|":
            self.at += 1
            found.append(self.sequence())
        return found

    def options(self) -> Piece:
        """Read alternatives as one piece; an empty one makes it optional."""
        found = self.alternatives()
        filled = [piece for piece in found if piece.body]
        body = f"(?:{'|'.join(piece.body for piece in filled)})"
        if len(filled) < len(found):
            return Piece(f"{body}?" if filled else "")
        return Piece(body, _either(filled), _apart(filled))

    def sequence(self) -> Piece:
        parts: list[Piece] = []
        while self.at < len(self.phrase) and self.phrase[self.at] not in ")]|":
            parts.append(self._item())
        return _in_row(parts)

    def _peek(self) -> str:
        return self.phrase[self.at : self.at + 1]

    def _item(self) -> Piece:
        char = self.phrase[self.at]
        if char in " \t\n":
            self.at += 1
            return Piece("")
        if char in "([":
            return self._group(")" if char == "(" else "]")
        if char == "<":
            return self._class()
        if char == "~":
            return self._gap()
        if char == "#":
            self.at += 1
            return Piece(SHORT_NUMBER if self.unit == "characters" else NUMBER)
        if char in _OPERATORS:
            raise self._fault(f"unexpected '{char}'")
        return self._words()

    def _group(self, closing: str) -> Piece:
        self.at += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._fault("groups are nested too deep")
        piece = self.options()
        if self._peek() != closing:
            raise self._fault(f"'{closing}' is missing")
        self.at += 1
        self.depth -= 1
        if not piece.body:
            raise self._fault("an empty group")
        optional = closing == "]"
        if self._peek() == "?":
            self.at += 1
            optional = True
        return Piece(f"(?:{piece.body})?") if optional else piece

    def _class(self) -> Piece:
        end = self.phrase.find(">", self.at)
        name = self.phrase[self.at + 1 : end] if end > 0 else ""
        entries = self.classes.get(name)
        if not entries:
            raise self._fault(f"no word class <{name}> in {self.language}")
        self.at = end + 1
        piece, words = _compiled_class(tuple(entries), self.language)
        self.words |= words
        return piece

    def _gap(self) -> Piece:
        self.at += 1
        begin = self.at
        while self._peek().isdigit():
            self.at += 1
        digits = self.phrase[begin : self.at]
        size = int(digits) if digits else DEFAULT_GAP[self.unit]
        if not 0 < size <= MAX_GAP[self.unit]:
            raise self._fault(f"a gap is at most ~{MAX_GAP[self.unit]}")
        return Piece(
            f"[^.]{{0,{size}}}" if self.unit == "characters" else f"(?:[^ .]+ ){{0,{size}}}"
        )

    def _words(self) -> Piece:
        begin = self.at
        while self.at < len(self.phrase) and self.phrase[self.at] not in _OPERATORS:
            self.at += 1
        text = self.phrase[begin : self.at]
        starred = self._peek() == "*"
        if self.unit == "words":
            if starred:
                self.at += 1
            return self._spaced(self._folded(text).split(), starred)
        if starred:
            raise self._fault("'*' is not for Chinese")
        return _in_row([self._optional_last(run) for run in _runs(text)])

    def _folded(self, text: str) -> str:
        if _PLAIN.fullmatch(text):
            return " ".join(text.split())
        if any(FOLD_TABLE[ord(c)] in ("\x1e", ".") for c in text if c.strip()):
            raise self._fault("a sentence end inside a phrase")
        return fold(text).strip()

    def _spaced(self, words: list[str], starred: bool) -> Piece:
        if starred and (not words or len(words[-1]) < 3):
            raise self._fault("'*' needs at least three letters before it")
        if not words:
            return Piece("")
        self.words.update(words)
        text = " ".join(words)
        body = f"{text}[^ .]* " if starred else f"{text} "
        return Piece(body, needs_of_words(words, starred))

    def _optional_last(self, run: str) -> Piece:
        """Compile a run of Chinese; ``字?`` makes its last character optional."""
        if not run.endswith("?"):
            return self._characters(self._folded(run))
        head, last = run[:-2], run[-2:-1]
        if not last.strip():
            raise self._fault("'?' follows nothing")
        first = self._characters(self._folded(head))
        return Piece(f"{first.body}(?:{self._characters(self._folded(last)).body})?", first.needs)

    def _characters(self, folded: str) -> Piece:
        if folded:
            self.words.add(folded)
        # Folding puts blanks around Latin words in Chinese: with them asked for, AA is no SaaS.
        body = "".join(f" {run} " if run.isascii() else run for run in folded.split())
        needs = [Piece("", needs_of_run(run)) for run in folded.split()]
        return _in_row([Piece(body.replace("  ", " ")), *needs])

    def _fault(self, why: str) -> PhraseError:
        return PhraseError(f"{why} (character {self.at + 1} of '{self.phrase[:60]}')")


def _in_row(parts: list[Piece]) -> Piece:
    needs = tuple(need for part in parts for need in part.needs)
    ways: list[Way] = [()]
    for part in parts:
        own = part.ways if len(ways) * len(part.ways) <= MOST_WAYS else (part.needs,)
        ways = [(*way, *more) for way in ways for more in own]
    apart = tuple(ways) if len(ways) > 1 and all(ways) else ()
    return Piece("".join(part.body for part in parts), needs, apart)


def _either(parts: Sequence[Piece]) -> tuple[Need, ...]:
    """Return the one need of alternatives: the rarest need of each, put together."""
    if not all(part.needs for part in parts):
        return ()
    rarest = [min(part.needs, key=lambda need: need.rate) for part in parts]
    total = rarest[0]
    for need in rarest[1:]:
        total = total + need
    return (total,)


def _apart(parts: Sequence[Piece]) -> tuple[Way, ...]:
    """Return the ways of alternatives; those with but one need are one way together."""
    ways = [way for part in parts for way in part.ways]
    if not all(ways):
        return ()
    # The commoner what they hold, the more it helps to tell them apart.
    longer = sorted(
        (way for way in ways if len(way) > 1), key=lambda way: -min(need.rate for need in way)
    )
    apart = longer[: MOST_WAYS - 1]
    rest = [way for way in ways if len(way) == 1] + longer[MOST_WAYS - 1 :]
    if not rest:
        return tuple(apart)
    rarest = [min(way, key=lambda need: need.rate) for way in rest]
    together = Need(
        frozenset().union(*(need.tokens for need in rarest)), sum(need.rate for need in rarest)
    )
    return ((together,), *apart)


@lru_cache(maxsize=4096)
def _compiled_class(entries: tuple[str, ...], language: str) -> tuple[Piece, frozenset[str]]:
    """Compile the entries of a word class, which is done once and not once per phrase."""
    pieces: list[Piece] = []
    words: set[str] = set()
    for entry in entries:
        inner = _Parser(entry, language, {})
        pieces.append(inner.options())
        inner.expect_end()
        words |= inner.words
    body = f"(?:{'|'.join(p.body for p in pieces)})"
    return Piece(body, _either(pieces), _apart(pieces)), frozenset(words)


_PLAIN: Final = re.compile("[a-z0-9 ]*|[\u4e00-\u9fa5]*|[\u0430-\u0438\u043a-\u044f ]*")
"""What folding leaves as it is, so that most phrases need none."""


def _runs(text: str) -> list[str]:
    """Split a run of Chinese after every ``?``."""
    parts = text.split("?")
    return [f"{part}?" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def alternation(bodies: Sequence[str], language: str) -> str:
    """Return one pattern for several; outside Chinese its hits begin and end with a blank."""
    body = "|".join(bodies)
    return f"(?:{body})" if language == "zh" else f" (?:{body})"
