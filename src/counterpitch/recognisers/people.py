"""Names that the rules leave standing, hidden from the learned part.

The rules keep a lone name that is also a word they use ("Grant", "Lan"), since hiding it
would hide the word; and where a name is an ordinary word ("Beat"), they hide the word too. A
network sees every word. So here each place in the text is looked at again: a name is hidden
where its writing or its place says that it is one, and a word that is no name comes back.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.features.fold import fold
from counterpitch.features.mask import MASK
from counterpitch.recognisers.names import Names
from counterpitch.recognisers.ordinary import CRIES, PARTICLES, SMALL, ordinary

SALUTATIONS: Final = frozenset(
    "hi hello hey dear ciao howdy hallo hei liebe lieber geehrte geehrter frau herr servus moin"
    " bonjour bonsoir salut cher chere madame monsieur mme hola buenas buenos estimado estimada"
    " querido querida senor senora ingeniero ingeniera doctor doctora don dona здравствуите"
    " здравствуи уважаемыи уважаемая уважаемые привет дорогои дорогая день вечер утро dr prof"
    " professor mr mrs ms miss mx sir mister auntie uncle its этo это".split()
)
"""Folded words after which a capital begins a name."""
TRIGGERS: Final = SALUTATIONS | {MASK}
MOST_WORDS: Final = 5
"""Words of a name that follows a salutation."""
_PATRONYMIC: Final = ("ович", "евич", "овна", "евна", "ична")
_APOSTROPHE: Final = re.compile("['’ʼ`´]")


def known_words() -> dict[str, int]:
    """Return what the compiled core knows of each word: the bits WORD_... of _native/hiding.h."""
    lists = (ordinary(), SMALL, PARTICLES, CRIES, SALUTATIONS)
    found: dict[str, int] = {}
    for bit, words in enumerate(lists):
        for word in words:
            found[word] = found.get(word, 0) | 1 << bit
    return found


class Line(msgspec.Struct, frozen=True):
    """A sentence's folded words with the place of each in the text of its message."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    text: str
    capitals: bool
    """Whether the message is written with capitals at all."""

    def written(self, at: int) -> str:
        """Return a word as it was written."""
        return self.text[self.starts[at] : self.ends[at]]

    def is_capital(self, at: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.text[self.starts[at]].isupper()

    def is_set_apart(self, at: int) -> bool:
        """Tell whether a comma, an exclamation mark or the end of the line follows a word."""
        end = self.ends[at]
        return self.text[end : end + 1] in ("", ",", "!", "\n", "\r")

    def is_inside(self, at: int) -> bool:
        """Tell whether a word stands within running words: before it a letter, or a comma."""
        before = self.text[max(0, self.starts[at] - 8) : self.starts[at]].rstrip(" \u00a0")
        return bool(before) and (before[-1].isalnum() or before[-1] == ",")


def may_need_hiding(words: Sequence[str], names: Names) -> bool:
    """Tell quickly whether a sentence may hold a name, or something that was taken for one."""
    return not TRIGGERS.isdisjoint(words) or names.may_be_in(words)


def hidden(line: Line, names: Names) -> str:
    """Return the words of a sentence with names hidden."""
    words = line.words
    if names.masked_by_rules and MASK in words and line.capitals:
        words = [_given_back(line, at, names) for at in range(len(words))]
        line = msgspec.structs.replace(line, words=words)
    return " ".join(_merged(_each(line, names)))


def _given_back(line: Line, at: int, names: Names) -> str:
    """Return the word behind a mask if the rules took an ordinary word for a name."""
    if line.words[at] != MASK:
        return line.words[at]
    written = line.written(at)
    if len(written) > 30 or not (written.islower() or written.casefold() in PARTICLES):
        return MASK
    word = fold(written).strip()
    return word if word in names.masked_by_rules else MASK


def _each(line: Line, names: Names) -> Iterator[str]:
    """Yield the words; runs that are names become masks."""
    words, at, greeted_before = line.words, 0, False
    while at < len(words):
        end = _run(line, names, at, greeted_before)
        if end > at and (greeted_before or _is_sure(line, names, at, end)):
            yield from [MASK] * (end - at)
        else:
            end = max(end, at + 1)
            yield from words[at:end]
        greeted_before = words[end - 1] in SALUTATIONS
        at = end


def _is_sure(line: Line, names: Names, at: int, end: int) -> bool:
    """Tell whether a run is a name and not a small word that begins a sentence."""
    run = line.words[at:end]
    if len(run) == 1 and run[0] in CRIES:
        return line.is_inside(at)
    if any(word == MASK or word not in names.doubtful for word in run):
        return True
    return line.is_set_apart(end - 1) or line.is_inside(at)


def _run(line: Line, names: Names, at: int, after: bool) -> int:
    """Return the end of the name that begins at ``at``, or ``at`` if none does.

    ``after`` tells that a salutation stands before it.
    """
    words, end = line.words, at
    while end < len(words) and end - at < MOST_WORDS:
        if not _continues(line, names, at, end, after):
            break
        end += 1
    return end


def _continues(line: Line, names: Names, at: int, end: int, after: bool) -> bool:
    word = line.words[end]
    if word == MASK:
        return True
    name = names.of(word)
    if name and _names_somebody(line, end, name, after):
        return True
    if after and word not in SALUTATIONS and line.is_capital(end):
        return True
    if end == at:
        return False
    if (line.words[end - 1], word) in names.pairs or _is_patronymic(line, end):
        return True
    following = end + 1 < len(line.words)
    return word in PARTICLES and following and line.is_capital(end + 1)


def _names_somebody(line: Line, at: int, name: str, after: bool) -> bool:
    """Tell whether a form of ``name`` is one by its writing: an ordinary word needs a capital."""
    word = line.words[at]
    if after and word == name:
        return line.is_capital(at) or len(word) > 2
    if word != name and not line.is_capital(at):
        return False
    if word not in ordinary() and name not in ordinary():
        return True
    if word != name and not _APOSTROPHE.search(line.written(at)):
        return False
    return line.is_capital(at) and not (line.written(at).isupper() and line.capitals)


def _is_patronymic(line: Line, at: int) -> bool:
    return line.words[at].endswith(_PATRONYMIC) and line.is_capital(at)


def _merged(words: Iterator[str]) -> Iterator[str]:
    previous = ""
    for word in words:
        if not (word == MASK and previous == MASK):
            yield word
        previous = word
