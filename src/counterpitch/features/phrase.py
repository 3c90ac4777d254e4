"""The phrase language: readable patterns that compile to linear-time matching.

Grammar, over folded text (docs/reference/rule-format.md)::

    phrase   = options
    sequence = item*            item = "(" options ")" "?"? | "[" options "]" | "<" name ">"
    options  = sequence ("|" sequence)*     | "~" digits? | "#" | word | word "*"

Every gap is bounded and every word ends at a blank, so that a match attempt costs
at most a constant factor per position, whatever the text.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from counterpitch.features.fold import fold
from counterpitch.features.letters import FOLD_TABLE

MAX_GAP: Final = {"words": 8, "characters": 20}
DEFAULT_GAP: Final = {"words": 3, "characters": 6}
MAX_PHRASE: Final = 2_000
MAX_DEPTH: Final = 6
_OPERATORS: Final = "()[]|~<>#*"

Classes = Mapping[str, Sequence[str]]


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why and at which character."""


class Pattern(msgspec.Struct, frozen=True):
    """A compiled phrase: ``body`` for the deciding engine, and its literal words."""

    body: str
    words: frozenset[str]


def compile_phrase(phrase: str, language: str, classes: Classes) -> Pattern:
    """Compile ``phrase``; ``classes`` are the word classes of ``language``.

    Raises ``PhraseError`` with the place of the fault.
    """
    if len(phrase) > MAX_PHRASE:
        raise PhraseError(f"longer than {MAX_PHRASE} characters; split it")
    parser = _Parser(phrase, language, classes)
    body = parser.options()
    parser.expect_end()
    if not body or not parser.words:
        raise PhraseError("holds no word")
    return Pattern(body, frozenset(parser.words))


class _Parser:
    """Recursive descent over one phrase; emits the pattern as it reads."""

    def __init__(self, phrase: str, language: str, classes: Classes, depth: int = 0) -> None:
        self.phrase = phrase
        self.language = language
        self.classes = classes
        self.at = 0
        self.depth = depth
        self.words: set[str] = set()
        self.unit = "characters" if language == "zh" else "words"

    def expect_end(self) -> None:
        if self.at < len(self.phrase):
            raise self._fault(f"unexpected '{self.phrase[self.at]}'")

    def options(self) -> str:
        found = [self.sequence()]
        while self.phrase[self.at : self.at + 1] == "|":
            self.at += 1
            found.append(self.sequence())
        if len(found) > 1 and "" in found:
            raise self._fault("an empty alternative")
        return f"(?:{'|'.join(found)})" if len(found) > 1 else found[0]

    def sequence(self) -> str:
        parts: list[str] = []
        while self.at < len(self.phrase) and self.phrase[self.at] not in ")]|":
            parts.append(self._item())
        return "".join(parts)

    def _item(self) -> str:
        char = self.phrase[self.at]
        if char in " \t\n":
            self.at += 1
            return ""
        if char in "([":
            return self._group(")" if char == "(" else "]")
        if char == "<":
            return self._class()
        if char == "~":
            return self._gap()
        if char == "#":
            self.at += 1
            return _SHORT_NUMBER if self.unit == "characters" else _NUMBER
        if char in _OPERATORS:
            raise self._fault(f"unexpected '{char}'")
        return self._words()

    def _group(self, closing: str) -> str:
        self.at += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._fault("groups are nested too deep")
        options = [self.sequence()]
        while self.at < len(self.phrase) and self.phrase[self.at] == "|":
            self.at += 1
            options.append(self.sequence())
        if self.at >= len(self.phrase) or self.phrase[self.at] != closing:
            raise self._fault(f"'{closing}' is missing")
        self.at += 1
        self.depth -= 1
        optional = closing == "]" or "" in options
        if self.phrase[self.at : self.at + 1] == "?":
            self.at += 1
            optional = True
        filled = [option for option in options if option]
        if not filled:
            raise self._fault("an empty group")
        return f"(?:{'|'.join(filled)}){'?' if optional else ''}"

    def _class(self) -> str:
        end = self.phrase.find(">", self.at)
        name = self.phrase[self.at + 1 : end] if end > 0 else ""
        entries = self.classes.get(name)
        if not entries:
            raise self._fault(f"no word class <{name}> in {self.language}")
        self.at = end + 1
        options: list[str] = []
        for entry in entries:
            inner = _Parser(entry, self.language, {}, self.depth)
            options.append(inner.sequence())
            inner.expect_end()
            self.words |= inner.words
        return f"(?:{'|'.join(options)})"

    def _gap(self) -> str:
        self.at += 1
        digits = ""
        while self.at < len(self.phrase) and self.phrase[self.at].isdigit():
            digits += self.phrase[self.at]
            self.at += 1
        size = int(digits) if digits else DEFAULT_GAP[self.unit]
        if not 0 < size <= MAX_GAP[self.unit]:
            raise self._fault(f"a gap is at most ~{MAX_GAP[self.unit]}")
        if self.unit == "characters":
            return f"[^.]{{0,{size}}}"
        return f"(?:[^ .]+ ){{0,{size}}}"

    def _words(self) -> str:
        begin = self.at
        while self.at < len(self.phrase) and self.phrase[self.at] not in _OPERATORS:
            self.at += 1
        text = self.phrase[begin : self.at]
        starred = self.at < len(self.phrase) and self.phrase[self.at] == "*"
        if any(FOLD_TABLE[ord(c)] in ("\x1e", ".") for c in text if c.strip()):
            raise self._fault("a sentence end inside a phrase")
        folded = fold(text).strip()
        if self.unit == "characters":
            if starred:
                raise self._fault("'*' is not for Chinese")
            return self._characters(folded)
        if starred:
            self.at += 1
        return self._spaced(folded.split(), starred)

    def _spaced(self, words: list[str], starred: bool) -> str:
        if starred and (not words or len(words[-1]) < 3):
            raise self._fault("'*' needs at least three letters before it")
        plain = words[:-1] if starred else words
        self.words.update(words)
        text = "".join(f"{word} " for word in plain)
        return text + (f"{words[-1]}[^ .]* " if starred else "")

    def _characters(self, folded: str) -> str:
        if not folded:
            return ""
        self.words.add(folded)
        out: list[str] = []
        for run in folded.split():
            latin = run.isascii()
            out.append(f" ?{run} ?" if latin else run)
        return "".join(out)

    def _fault(self, why: str) -> PhraseError:
        return PhraseError(f"{why} (character {self.at + 1} of '{self.phrase[:60]}')")


_NUMBER: Final = r"[0-9]+[^ .]*(?: [0-9]+[^ .]*){0,3} "
_SHORT_NUMBER: Final = r" ?[0-9]+(?: [0-9]+){0,3}[a-z]? ?"


def joined(bodies: Sequence[str], language: str) -> str:
    """Return one alternation for the deciding engine; hits begin and end at blanks."""
    body = "|".join(bodies)
    return f"(?:{body})" if language == "zh" else f"(?<= )(?:{body})"


def prefilter(bodies: Sequence[str], language: str) -> str:
    """Return the same alternation without look-behind, for the set automaton."""
    body = "|".join(bodies)
    return f"(?:{body})" if language == "zh" else f" (?:{body})"
