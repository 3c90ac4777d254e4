"""Places of known names, of companies and of places in a text, whatever their spelling."""

import re
from collections.abc import Iterator
from typing import Final

from counterpitch.features.fold import Text, fold, trace
from counterpitch.features.mask import MASK
from counterpitch.indicators.matcher import Matcher
from counterpitch.secondreader.identities import Identities
from counterpitch.secondreader.reachable import LINK, MAIL, NUMBER, Place, reachable

CONTACT: Final = "[contact]"
OWNER: Final = "[owner]"
COMPANY: Final = "[company]"
PLACE: Final = "[place]"
NAME: Final = "[name]"
FILE: Final = "[file]"
PLACEHOLDERS: Final = (CONTACT, OWNER, COMPANY, PLACE, NAME, FILE, LINK, MAIL, NUMBER)
"""Everything that may stand in place of hidden words."""

_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
"""Scripts in which a name may stand amid other letters: Thai, Japanese, Chinese, Korean."""
_WORD: Final = re.compile(r"\S+")
_INSIDE: Final = 5
"""Letters of a name that is looked for inside other words too."""
_ELIDED: Final = re.compile(r"(?:[dljmnst]|qu)['’](?=\w)", re.I)
_PART: Final = re.compile(r"[^\s,;:!?(](?:[^,;:!?\n]*[^\s,;:!?])?")
_PARTICLES: Final = frozenset(
    "de la las los del da dos di van der den von zu the of and und et y e for für inc ltd".split()
)


class NamePlaces:
    """Finds the names of one conversation. Folding undoes accents, look-alikes and gaps."""

    def __init__(self, who: Identities, matcher: Matcher) -> None:
        labelled = [(n, NAME) for n in who.others] + [(n, COMPANY) for n in who.companies]
        labelled += [(n, OWNER) for n in who.owner] + [(n, CONTACT) for n in who.contact]
        self._masker = matcher.masker(name for name, _ in labelled)
        self._label: dict[str, str] = {}
        self._runs: dict[str, str] = {}
        self._whole: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, label in labelled:
            self._add(name, label)
        lone = {word for word in self._label if len(word) > 1 and word not in _PARTICLES}
        # Numbers alone ("Studio 54") name nobody.
        lone = {word for word in lone if not word.isdecimal()}
        self._weak = frozenset(lone & matcher.vocabulary)
        self._strong = frozenset(lone - matcher.vocabulary)
        self._stems = {w[:-1]: w for w in self._strong if len(w) > 4 and w.isalpha()}
        self._long = frozenset(w for w in self._strong if len(w) >= _INSIDE)
        self._sizes = sorted({len(w) for w in self._long}, reverse=True)
        self._currencies = frozenset(
            fold(place.form).strip() for place in matcher.book.places if place.kind == "currency"
        )

    def _add(self, name: str, label: str) -> None:
        words = tuple(word for word in fold(name).split() if word != ".")
        self._label.update((word, label) for word in words)
        for run in _UNSPACED.findall(name):
            self._runs[run] = label
            if len(run) == 3 and label != COMPANY:
                self._runs[run[1:]] = label
        if len(words) > 1:
            self._whole.setdefault(words[0], []).append((words, label))
            glued = "".join(words)
            self._label[glued] = label

    def places(self, text: str) -> Iterator[Place]:
        """Yield start, end and placeholder of every name and place; they may overlap."""
        yield from self._masked_places(text)
        yield from self._words(text)
        for run in (run for run in self._runs if run in text):
            for match in re.finditer(re.escape(run), text):
                yield match.start(), match.end(), self._runs[run]

    def _masked_places(self, text: str) -> Iterator[Place]:
        """Yield what the project's own masking hides."""
        traced = trace(text, self._masker)
        starts, ends = traced.starts or [], traced.ends or []
        for at in (n for n, char in enumerate(traced.value) if char == MASK):
            # Masking joins what it hides in a row: "Brightmoor, Dana" is a company and a person.
            for part in _PART.finditer(text, starts[at], ends[at]):
                folded = fold(part[0]).strip()
                if folded and folded not in self._currencies:
                    yield part.start(), part.end(), self._label_of(folded)

    def _label_of(self, folded: str) -> str:
        return next((self._label[w] for w in folded.split() if w in self._label), PLACE)

    def _words(self, text: str) -> Iterator[Place]:
        """Yield whole names of ordinary words, ordinary words with a capital, and inflections."""
        traced = trace(text)
        found = [(m[0], *_span(traced, m)) for m in _WORD.finditer(traced.value) if m[0] != "."]
        folded = [word for word, _, _ in found]
        for at, size, label in self._whole_names(folded):
            yield found[at][1], found[at + size - 1][2], label
        for word, start, end in found:
            # "Vale's", "d'Okafor": folding joins what an apostrophe divides.
            elided = _ELIDED.match(text, start, end)
            if elided is not None:
                start, word = elided.end(), word[elided.end() - start - 1 :]
            name_of = self._name_of(word, text[start : start + 1].isupper())
            if name_of:
                yield start, end, self._label.get(name_of, NAME)

    def _whole_names(self, words: list[str]) -> Iterator[tuple[int, int, str]]:
        """Yield where in ``words`` a name of several words begins, its length and its label."""
        for at, word in enumerate(words):
            for name, label in self._whole.get(word, ()):
                if tuple(words[at : at + len(name)]) == name:
                    yield at, len(name), label

    def _name_of(self, word: str, capital: bool) -> str:
        """Return the name that a folded word is, if any: ordinary words need a capital."""
        if word in self._strong:
            return word
        inside = self._inside(word)
        if inside or not capital:
            return inside
        for form in (word, word.removesuffix("s")):
            if form in self._weak:
                return form
        # "Brandts", "Игорем": a name with another ending.
        stems = (self._stems.get(word[:size]) for size in range(len(word), len(word) - 4, -1))
        return next(filter(None, stems), "") if len(word) > 3 else ""

    def _inside(self, word: str) -> str:
        """Return the long name inside a word, as in "okafor99", or ``""``."""
        return next(
            (
                word[at : at + size]
                for size in self._sizes
                for at in range(len(word) - size + 1)
                if word[at : at + size] in self._long
            ),
            "",
        )

    def left_in(self, masked: str) -> bool:
        """Tell whether a name is still in a masked text, looked at afresh."""
        for placeholder in PLACEHOLDERS:
            masked = masked.replace(placeholder, "\n")
        words = [word for word in fold(masked).split() if word != "."]
        if not self._strong.isdisjoint(words) or any(map(self._inside, words)):
            return True
        if any(True for _ in self._whole_names(words)):
            return True
        return any(run in masked for run in self._runs) or any(True for _ in reachable(masked))


def _span(traced: Text, match: re.Match[str]) -> tuple[int, int]:
    starts, ends = traced.starts or [], traced.ends or []
    return starts[match.start()], ends[match.end() - 1]
