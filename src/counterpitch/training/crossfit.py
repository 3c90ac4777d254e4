"""Cross-fitting: every conversation is read by a network that never saw it or its twin."""

import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec
import torch

from counterpitch.recognisers.card import Card
from counterpitch.recognisers.encoder import CARD, VOCABULARY, Encoder
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.windows import windows_of
from counterpitch.recognisers.wordpiece import WordPieces
from counterpitch.training.batches import Laid
from counterpitch.training.corpus import Example
from counterpitch.training.encoder import Encoder as NetworkEncoder
from counterpitch.training.encoder import started
from counterpitch.training.export import export
from counterpitch.training.evidence import refit
from counterpitch.training.fit import Recipe, fit
from counterpitch.training.labels import Labels
from counterpitch.training.network import Network

FOLDS: Final = 5
Tell = Callable[[str], None]


def folds_of(examples: Sequence[Example], seed: int) -> list[int]:
    """Return the fold of every example; twins share one."""
    groups = sorted({example.group for example in examples})
    random.Random(seed).shuffle(groups)  # noqa: S311 - reproducible, not secret
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    return [fold[example.group] for example in examples]


def fitted(
    train: Sequence[Example], labels: Labels, recipe: Recipe, start: Path, folder: Path, tell: Tell
) -> Encoder:
    """Fit a network on ``train``, export it to ``folder`` and return it as it will run."""
    pieces = (start / "vocab.txt").read_text("utf-8").split("\n")
    vocabulary = WordPieces({piece: n for n, piece in enumerate(pieces) if piece})
    torch.set_flush_denormal(True)
    network = Network(started(start), len(labels))
    laid = laid_out(train, vocabulary, network.encoder, recipe.frozen)
    fit(network, laid, labels, recipe, tell)
    refit(network, laid, labels, recipe, tell)
    export(network, start / "vocab.txt", folder)
    write_card(folder, Card("0", labels.indicators, labels.moves, {}, {}, 0.0, 1.0))
    return Encoder(folder)


def laid_out(
    examples: Sequence[Example], vocabulary: WordPieces, encoder: NetworkEncoder, frozen: int
) -> list[Laid]:
    """Return examples with their windows and what the frozen layers make of them."""
    found = []
    for example in examples:
        windows = list(windows_of(example.sentences, vocabulary))
        lower = [encoder.lower(torch.tensor([w.pieces]), frozen)[0] for w in windows]
        if windows:
            found.append(Laid(example, windows, lower))
    return found


def write_card(folder: Path, card: Card) -> None:
    """Write the card of an artefact, readable and always in the same order."""
    text = msgspec.json.format(msgspec.json.encode(card, order="sorted"), indent=1)
    (folder / CARD).write_bytes(text + b"\n")


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
                lambda line, n=number: tell(f"fold {n + 1} of {FOLDS}, {line}"),
            )  # fmt: skip
            for example, fold in zip(examples, folds, strict=True):
                if fold == number:
                    found[example.id] = encoder.read(example.sentences)
    return found


__all__ = ["FOLDS", "VOCABULARY", "fitted", "folds_of", "out_of_fold", "write_card"]
