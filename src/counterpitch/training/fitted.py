"""One fitted network: from labelled conversations to an exported network."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import torch

from counterpitch.recognisers.windows import windows_of
from counterpitch.recognisers.wordpiece import WordPieces
from counterpitch.training.batches import Laid
from counterpitch.training.corpus import Example
from counterpitch.training.encoder import Encoder as NetworkEncoder
from counterpitch.training.encoder import started
from counterpitch.training.export import export
from counterpitch.training.fit import fit
from counterpitch.training.labels import Labels
from counterpitch.training.network import Network
from counterpitch.training.padding import padded
from counterpitch.training.recipe import Recipe

Tell = Callable[[str], None]


class Beginning(msgspec.Struct):
    """What every fit of a run begins from.

    ``laid`` remembers what the frozen layers make of an example, by its id: it is the same in
    every fit.
    """

    labels: Labels
    recipe: Recipe
    start: Path
    laid: dict[str, Laid] = {}


def fitted(train: Sequence[Example], begun: Beginning, folder: Path, tell: Tell) -> None:
    """Fit a network on ``train`` and export it to ``folder``, its evidence still to be named."""
    labels, recipe = begun.labels, begun.recipe
    pieces = (begun.start / "vocab.txt").read_text("utf-8").split("\n")
    vocabulary = WordPieces({piece: n for n, piece in enumerate(pieces) if piece})
    torch.set_flush_denormal(True)
    torch.manual_seed(recipe.seed)
    network = Network(started(begun.start), len(labels))
    laid = [_remembered(each, vocabulary, network.encoder, begun) for each in train]
    copies = padded(train, labels.asserted, recipe.seed)
    laid += [_laid(each, vocabulary, network.encoder, recipe.frozen) for each in copies]
    laid = [each for each in laid if each.windows]
    fit(network, laid, labels, recipe, tell)
    export(network, begun.start / "vocab.txt", folder)


def _remembered(
    example: Example, vocabulary: WordPieces, encoder: NetworkEncoder, begun: Beginning
) -> Laid:
    if example.id not in begun.laid:
        begun.laid[example.id] = _laid(example, vocabulary, encoder, begun.recipe.frozen)
    return begun.laid[example.id]


def _laid(example: Example, vocabulary: WordPieces, encoder: NetworkEncoder, frozen: int) -> Laid:
    """Return an example with its windows and what the frozen layers make of them."""
    windows = windows_of(example.sentences, vocabulary)
    lower = [encoder.lower(torch.tensor([w.pieces]), frozen)[0] for w in windows]
    return Laid(example, windows, lower)
