"""The names of one conversation: which words are names, alone and side by side."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.features.fold import fold
from counterpitch.features.greetings import greeted
from counterpitch.model.conversation import Conversation
from counterpitch.recognisers.ordinary import PARTICLES, SMALL, ordinary

LONGEST_NAME: Final = 200
"""Characters of one name that are looked at."""
LOOKED_AT: Final = 400
"""Characters at the beginning of a message in which somebody may introduce themselves."""
_INTRODUCED: Final = re.compile(
    r"\b(?:[Ii]t[’']?s|[Tt]his is|[Mm]y name is|[Ii][’']m|[Ii] am|[Hh]ier ist|[Ii]ch bin"
    r"|[Jj]e suis|[Ss]oy|[Мм]еня зовут|[Ээ]то) (?P<name>[^\W\d_]{2,31})"
    r"(?= from\b| here\b| von\b| de\b| с\b| из\b)"
)


VOWELS: Final = "аеиоуыьэюяй"
"""Letters with which the endings of Russian cases begin."""
LEAST_STEM: Final = 4
"""Letters of a Cyrillic name without its ending."""
LONGEST_ENDING: Final = 3
_ENDING: Final = re.compile(f"(?:[{VOWELS}][а-я]{{0,2}})?")
_CYRILLIC: Final = re.compile("[а-яё]+")


class Names(msgspec.Struct, frozen=True):
    """Folded words of names.

    ``alone`` are words that name somebody by themselves, ``pairs`` neighbours within a name,
    ``every`` all words of names; ``doubtful`` words of ``alone`` so common that this
    conversation also writes them as words (Cyrillic ones always); ``masked_by_rules`` words of
    ``every`` that the rules may hide where they are ordinary words; ``stems`` beginnings of
    Cyrillic names, to which endings are added.
    """

    alone: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    every: frozenset[str]
    doubtful: frozenset[str]
    masked_by_rules: frozenset[str]
    stems: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    """``alone`` with their genitives: what a sentence without names does not hold."""

    def may_be_in(self, words: Sequence[str]) -> bool:
        """Tell quickly whether any form of a name may be among folded words."""
        if not self.forms.isdisjoint(words):
            return True
        return bool(self.stems) and any(map(self._stem_of, words))

    def of(self, word: str) -> str:
        """Return the word of ``alone`` that a folded word is a form of, or "".

        Forms are the name itself, its genitive ("annikas", "aptes") and the Russian cases.
        """
        if word in self.alone:
            return word
        if word.endswith("s") and word[:-1] in self.alone:
            return word[:-1]
        return self._stem_of(word) if self.stems and word not in ordinary() else ""

    def _stem_of(self, word: str) -> str:
        """Return the beginning of a word that is a stem, the rest an ending, or ""."""
        for size in range(len(word), max(0, len(word) - LONGEST_ENDING) - 1, -1):
            if word[:size] in self.stems and _ENDING.fullmatch(word, size):
                return word[:size]
        return ""


def names_of(conversation: Conversation) -> Names:
    """Return the names of both people, of authors, and of whom a message greets or introduces."""
    spelled = [_words(name) for name in sorted(_written(conversation))]
    alone = frozenset(word for words in spelled for word in _alone(words))
    flat = [[w for part in words for w in part] for words in spelled]
    every = frozenset(word for words in flat for word in words)
    return Names(
        alone,
        frozenset(pair for words in flat for pair in itertools.pairwise(words)),
        every,
        _doubtful(alone & SMALL, conversation),
        every & ordinary(),
        frozenset(filter(None, map(stem, alone))),
        alone | {f"{word}s" for word in alone},
    )


def stem(word: str) -> str:
    """Return what a Cyrillic name keeps in every case, or "" if it is too short to tell."""
    kept = word.rstrip(VOWELS)
    return kept if len(kept) >= LEAST_STEM and _CYRILLIC.fullmatch(word) else ""


def _written(conversation: Conversation) -> Iterable[str]:
    names = {conversation.contact.name, conversation.owner.name}
    for message in conversation.messages:
        names.add(message.author)
        names.update(greeted(message.text))
        names.update(introduced(message.text))
    return names


def introduced(text: str) -> list[str]:
    """Return the names that somebody introduces themselves by at the beginning of a text."""
    return [m["name"] for m in _INTRODUCED.finditer(text[:LOOKED_AT]) if _is_new(m["name"])]


def _is_new(name: str) -> bool:
    return name[0].isupper() and fold(name).strip() not in SMALL | PARTICLES


def _words(name: str) -> list[list[str]]:
    """Return the words of a name, each with its parts between hyphens."""
    parts = ([w for w in fold(word).split() if w != "."] for word in name[:LONGEST_NAME].split())
    return [part for part in parts if part]


def _alone(words: list[list[str]]) -> Iterator[str]:
    for number, parts in enumerate(words):
        for word in parts:
            whole = len(parts) == 1 and len(word) > 1
            if word in PARTICLES:
                whole = whole and number == 0 and len(words) > 1
            if whole or (len(word) > 2 and word not in SMALL and word not in PARTICLES):
                yield word


def _doubtful(words: frozenset[str], conversation: Conversation) -> frozenset[str]:
    if not words:
        return words
    always = frozenset(word for word in words if not word.isascii())
    small = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, words)))})(?!\w)")
    found = (small.finditer(message.text) for message in conversation.messages)
    return always | frozenset(match[0] for matches in found for match in matches)
