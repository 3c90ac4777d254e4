"""Naming: the evidence heads of a fitted network, and who learns from whom.

Evidence is also learned from authors of whom the network itself learns nothing: there its vectors
are what they are for any new voice, where of its own conversations it knows too much. For
thresholds and weights such an author is read by a head that never saw him either, one for each
group of authors.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from counterpitch.recognisers.card import Card
from counterpitch.recognisers.encoder import NETWORK, VOCABULARY, Encoder
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.windows import Window, windows_of
from counterpitch.recognisers.wordpiece import WordPieces
from counterpitch.training.corpus import Example
from counterpitch.training.evidence import Rows, head_of, rows
from counterpitch.training.head import install
from counterpitch.training.labels import Labels
from counterpitch.training.recipe import Recipe
from counterpitch.training.store import store_card

GROUPS: Final = 4
"""Heads that are fitted without some of the unseen authors each, at most."""
Tell = Callable[[str], None]


def groups_of(unseen: Sequence[Example]) -> list[frozenset[str]]:
    """Return the authors (files) of ``unseen`` in groups, dealt out by name."""
    authors = sorted({example.file for example in unseen})
    dealt = [frozenset(authors[n::GROUPS]) for n in range(GROUPS)]
    return [group for group in dealt if group]


class Naming:
    """Fits the evidence heads of one network and puts each into a copy of it."""

    def __init__(self, network: Path, labels: Labels, recipe: Recipe, tell: Tell) -> None:
        self._network, self._labels, self._recipe, self._tell = network, labels, recipe, tell

    def name(
        self,
        learned: Sequence[Example],
        unseen: Sequence[Example],
        to: Path,
        *,
        apart: bool = False,
    ) -> None:
        """Fit the head on all that is annotated, and leave the network with it in ``to``.

        With ``apart`` also a head without each group of unseen authors, in folders beneath.
        """
        pieces = (self._network / VOCABULARY).read_text("utf-8").split("\n")
        vocabulary = WordPieces({piece: n for n, piece in enumerate(pieces) if piece})
        found = rows(self._network, _windows([*learned, *unseen], vocabulary), self._labels)
        self._fit(found, to)
        for number, group in enumerate(groups_of(unseen) if apart else (), 1):
            self._fit(found.without(group), to / _apart(number))

    def _fit(self, found: Rows, to: Path) -> None:
        to.mkdir(parents=True, exist_ok=True)
        for name in (NETWORK, VOCABULARY):
            shutil.copyfile(self._network / name, to / name)
        install(to / NETWORK, head_of(found, self._recipe))
        store_card(to, Card("0", self._labels.indicators, self._labels.moves))
        marks = int(found.wanted.sum())
        self._tell(f"evidence head {to.name}: {len(found.wanted)} sentences, {marks} marks")


def read_apart(unseen: Sequence[Example], named: Path) -> dict[str, Reading]:
    """Return what ``unseen`` reads as, each author by the head that never saw his group."""
    readings: dict[str, Reading] = {}
    for number, group in enumerate(groups_of(unseen), 1):
        encoder = Encoder(named / _apart(number))
        readings |= {e.id: encoder.read(e.sentences) for e in unseen if e.file in group}
    return readings


def _apart(number: int) -> str:
    return f"without-{number}"


def _windows(examples: Sequence[Example], vocabulary: WordPieces) -> list[tuple[Example, Window]]:
    return [
        (example, window)
        for example in examples
        if example.marked
        for window in windows_of(example.sentences, vocabulary)
    ]
