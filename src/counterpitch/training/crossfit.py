"""Cross-fitting: every conversation is read by a network that never saw it or its twin."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from counterpitch.indicators.matcher import Matcher
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.encoder import Encoder
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.windows import windows_of
from counterpitch.recognisers.wordpiece import WordPieces
from counterpitch.training.batches import Laid
from counterpitch.training.corpus import Example
from counterpitch.training.encoder import Encoder as NetworkEncoder
from counterpitch.training.encoder import started
from counterpitch.training.evidence import refit
from counterpitch.training.export import export
from counterpitch.training.fit import fit
from counterpitch.training.folds import FOLDS, folds_of
from counterpitch.training.labels import Labels, labels_of
from counterpitch.training.network import Network
from counterpitch.training.padding import padded
from counterpitch.training.recipe import Recipe
from counterpitch.training.sets import READ_WEIGHT, Sets
from counterpitch.training.store import store_card

Tell = Callable[[str], None]


def fitted(
    train: Sequence[Example], labels: Labels, recipe: Recipe, start: Path, folder: Path, tell: Tell
) -> Encoder:
    """Fit a network on ``train``, export it to ``folder`` and return it as it will run."""
    pieces = (start / "vocab.txt").read_text("utf-8").split("\n")
    vocabulary = WordPieces({piece: n for n, piece in enumerate(pieces) if piece})
    torch.set_flush_denormal(True)
    torch.manual_seed(recipe.seed)
    network = Network(started(start), len(labels))
    every = [*train, *padded(train, labels.asserted, recipe.seed)]
    laid = laid_out(every, vocabulary, network.encoder, recipe.frozen)
    fit(network, laid, labels, recipe, tell)
    refit(network, laid, labels, recipe, tell)
    export(network, start / "vocab.txt", folder)
    store_card(folder, Card("0", labels.indicators, labels.moves))
    return Encoder(folder)


def laid_out(
    examples: Sequence[Example], vocabulary: WordPieces, encoder: NetworkEncoder, frozen: int
) -> list[Laid]:
    """Return examples with their windows and what the frozen layers make of them."""
    found = []
    for example in examples:
        windows = windows_of(example.sentences, vocabulary)
        lower = [encoder.lower(torch.tensor([w.pieces]), frozen)[0] for w in windows]
        if windows:
            found.append(Laid(example, windows, lower))
    return found


def _named(tell: Tell, number: int) -> Tell:
    return lambda line: tell(f"fold {number + 1} of {FOLDS}, {line}")


def out_of_fold(
    examples: Sequence[Example],
    always: Sequence[Example],
    labels: Labels,
    recipe: Recipe,
    start: Path,
    tell: Tell,
    only: Sequence[int] = tuple(range(FOLDS)),
) -> dict[str, Reading]:
    """Return the out-of-fold reading of every example.

    ``always`` is trained on in every fold and never judged. The networks run exported and
    quantised, as they would ship.
    """
    folds = folds_of(examples, recipe.seed)
    found: dict[str, Reading] = {}
    for number in only:
        train = [e for e, fold in zip(examples, folds, strict=True) if fold != number]
        with tempfile.TemporaryDirectory() as scratch:
            encoder = fitted(
                [*train, *always], labels, recipe, start, Path(scratch),
                _named(tell, number),
            )  # fmt: skip
            for example, fold in zip(examples, folds, strict=True):
                if fold == number:
                    found[example.id] = encoder.read(example.sentences)
    return found


def networks(
    sets: Sets, matcher: Matcher, recipe: Recipe, start: Path, folder: Path, tell: Tell
) -> tuple[Labels, dict[str, Reading]]:
    """Fit a network per fold and one on everything; return the out-of-fold readings.

    The network on everything is exported to ``folder``.
    """
    labels = labels_of([*sets.judged, *sets.also], matcher.book.moves)
    for example in sets.read:
        example.weight = READ_WEIGHT
    helping = [*sets.also, *sets.read]
    readings = out_of_fold(sets.judged, helping, labels, recipe, start, tell)
    fitted([*sets.judged, *helping], labels, recipe, start, folder, tell)
    return labels, readings
