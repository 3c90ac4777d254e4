"""Cross-fitting: every conversation is read by a network that never saw it or its twin."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import msgspec
import torch

from counterpitch.indicators.matcher import Matcher
from counterpitch.recognisers.encoder import Encoder
from counterpitch.recognisers.reading import Reading
from counterpitch.training.corpus import Example
from counterpitch.training.fit import repeatable
from counterpitch.training.fitted import Beginning, fitted
from counterpitch.training.folds import FOLDS, folds_of
from counterpitch.training.kept import Part, source_of_fit, source_of_heads
from counterpitch.training.labels import Labels, labels_of
from counterpitch.training.naming import Naming, read_apart
from counterpitch.training.recipe import Recipe
from counterpitch.training.sets import READ_WEIGHT, Sets

Tell = Callable[[str], None]
WHOLE: Final = -1
"""In place of the number of a fold: the network that is fitted on everything."""
NAMED: Final = "named"
"""Folder beside a fitted network: the same network with its evidence head, as it runs."""


class Fits(msgspec.Struct):
    """The networks of a run: one a fold, and one on everything.

    ``always`` is trained on in every fold and never judged; of ``unseen`` only evidence is learned,
    and the network on everything reads it by heads that never saw its authors.
    """

    judged: list[Example]
    always: list[Example]
    begun: Beginning
    folder: Path
    tell: Tell
    unseen: list[Example] = []

    def part(self, number: int) -> Part:
        """Return where network ``number`` is kept."""
        name = "whole" if number == WHOLE else f"fold-{number + 1}"
        begun = self.begun
        train = self._train(number)
        source = source_of_fit(train, begun.labels, begun.recipe, begun.start)
        return Part(self.folder / name, source)

    def readings(self, number: int) -> dict[str, Reading]:
        """Fit network ``number`` if that is not done, and return what it reads of its fold.

        It runs exported and quantised, as it would ship. The one on everything reads ``unseen``.
        """
        part, train = self.part(number), self._train(number)
        tell = self._named(part.folder.name)
        if part.finished:
            tell("as it was kept")
        else:
            part.begin()
            fitted(train, self.begun, part.folder, tell)
            part.finish()
        return self._read(number, part, train, tell)

    def _read(
        self, number: int, part: Part, train: list[Example], tell: Tell
    ) -> dict[str, Reading]:
        """Name the evidence of a fitted network if that is not done; return its readings."""
        heads = Part(part.folder / NAMED, source_of_heads(part.source, self.unseen))
        if heads.finished:
            tell("evidence heads as they were kept")
        else:
            heads.begin()
            naming = Naming(part.folder, self.begun.labels, self.begun.recipe, tell)
            naming.name(train, self.unseen, heads.folder, apart=number == WHOLE)
            heads.finish()
        if number == WHOLE:
            return read_apart(self.unseen, heads.folder)
        encoder = Encoder(heads.folder)
        return {e.id: encoder.read(e.sentences) for e, f in self._folds() if f == number}

    def _folds(self) -> Iterator[tuple[Example, int]]:
        return zip(self.judged, folds_of(self.judged, self.begun.recipe.seed), strict=True)

    def _train(self, number: int) -> list[Example]:
        return [*(e for e, fold in self._folds() if fold != number), *self.always]

    def _named(self, name: str) -> Tell:
        return lambda line: self.tell(f"{name}, {line}")


def networks(
    sets: Sets, matcher: Matcher, recipe: Recipe, start: Path, folder: Path, tell: Tell,
    jobs: int = 1,
) -> tuple[Labels, dict[str, Reading]]:  # fmt: skip
    """Fit a network per fold and one on everything; return the out-of-fold readings.

    With them come readings of the unseen authors. Every network gets a folder in ``folder``, the
    one on everything ``whole``; one that is there already and was made from the same things is not
    made again. ``jobs`` processes fit side by side, each with one thread; with one job torch
    chooses the threads.
    """
    labels = labels_of([*sets.judged, *sets.also], matcher.book.moves)
    for example in sets.read:
        example.weight = READ_WEIGHT
    begun = Beginning(labels, recipe, start)
    fits = Fits(sets.judged, [*sets.also, *sets.read], begun, folder, tell, sets.unseen)
    numbers = [WHOLE, *range(FOLDS)]
    found: dict[str, Reading] = {}
    for some in _side_by_side(fits, numbers, jobs) if jobs > 1 else map(fits.readings, numbers):
        found |= some
    return labels, found


_ours: list[Fits] = []


def _side_by_side(fits: Fits, numbers: Sequence[int], jobs: int) -> Iterator[dict[str, Reading]]:
    # Not forked: torch has threads of its own by now.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(fits,)) as pool:
        yield from pool.map(_readings, numbers)


def _begin(fits: Fits) -> None:
    torch.set_num_threads(1)
    repeatable()
    _ours.append(fits)


def _readings(number: int) -> dict[str, Reading]:
    return _ours[0].readings(number)
