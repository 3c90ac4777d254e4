"""Texts to plant and texts to hide them in, from the shipped conversations.

``dev`` is what the kernel was tuned on; ``more`` was written by other authors and is held out: families
of a measured run come from there, one text a family.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2] / "data" / "conversations"
LANGUAGES = ("en", "zh", "de", "fr", "ru", "es")
SPACELESS = frozenset({"zh"})
TWO = 0.15
"""How often a word of chatter follows from the two before it."""
ONE = 0.4
"""How often from the one before it; else it is drawn from all words of the language."""


def messages(folder: str) -> Iterator[tuple[str, str]]:
    """Yield (language, text) of the contact's messages in ``folder`` (``dev`` or ``more``)."""
    for path in sorted((ROOT / folder).glob("*.jsonl")):
        if path.stem.endswith("-evidence"):
            continue
        for line in path.read_text("utf-8").splitlines():
            conversation = json.loads(line)
            for message in conversation["messages"]:
                if message["from"] == "contact":
                    yield conversation["language"], message["text"]


def tokens(text: str, language: str) -> list[str]:
    """Cut ``text`` into words, or into characters where a language writes no blanks."""
    return list(re.sub(r"\s+", "", text)) if language in SPACELESS else text.split()


def joined(words: list[str], language: str) -> str:
    """Undo ``tokens``."""
    return ("" if language in SPACELESS else " ").join(words)


class Chatter:
    """Makes endless text of a language: each word is drawn after the two, or the one, before it."""

    def __init__(self, texts: list[str], language: str) -> None:
        self.language = language
        runs = [tokens(text, language) for text in texts]
        self.words = sorted({word for run in runs for word in run})
        self._words = np.array(self.words, object)
        number = {word: at for at, word in enumerate(self.words)}
        flat = np.array([number[word] for run in runs for word in run], np.int64)
        self._one = _Followers(flat[:-1], flat[1:])
        pairs = flat[:-2] * len(self.words) + flat[1:-1]
        self._two = _Followers(pairs, flat[2:])
        self._all = flat

    def lines(self, count: int, length: int, rng: np.random.Generator) -> list[list[str]]:
        """Return ``count`` runs of ``length`` words."""
        out = np.empty((length, count), np.int64)
        out[0] = rng.choice(self._all, count)
        out[1] = self._one.draw(out[0], rng, self._all)
        for step in range(2, length):
            pairs = out[step - 2] * len(self.words) + out[step - 1]
            shorter = self._one.draw(out[step - 1], rng, self._all)
            longer = self._two.draw(pairs, rng, self._all)
            # The material is small: following it closely would copy it, and all chatter would be
            # alike. So most stretches taken over are two or three words long, as in real mail.
            luck = rng.random(count)
            followed = np.where(luck < TWO, longer, shorter)
            out[step] = np.where(luck < TWO + ONE, followed, rng.choice(self._all, count))
        return [list(self._words[column]) for column in out.T]


class _Followers:
    def __init__(self, before: NDArray[np.int64], after: NDArray[np.int64]) -> None:
        order = np.argsort(before, kind="stable")
        self._after = after[order]
        self._keys, self._starts = np.unique(before[order], return_index=True)
        self._ends = np.append(self._starts[1:], len(order))

    def draw(
        self, before: NDArray[np.int64], rng: np.random.Generator, fallback: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        at = np.minimum(np.searchsorted(self._keys, before), len(self._keys) - 1)
        known = self._keys[at] == before
        span = self._ends[at] - self._starts[at]
        chosen = self._after[self._starts[at] + (rng.random(len(before)) * span).astype(np.int64)]
        return np.where(known, chosen, rng.choice(fallback, len(before)))
