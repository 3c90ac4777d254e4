"""Tongues: teaching an encoder that knows English to read others.

The encoder stays as it is; only vectors for new pieces are learned (Artetxe et al. 2020, "On
the cross-lingual transferability of monolingual representations"): first each as the mean of
its likely translations, then so that the lowest layers, which later fits leave as they are, make
of a translated sentence what they make of its English original (Reimers and Gurevych 2020,
"Making monolingual sentence embeddings multilingual using knowledge distillation"). English keeps
its pieces, but for rare words that take fewer of the new ones. No label is used.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
import torch
from torch import Tensor, nn

from counterpitch.indicators.matcher import Matcher
from counterpitch.recognisers.windows import Window, windows_of
from counterpitch.recognisers.wordpiece import TONGUE, WordPieces
from counterpitch.training.alignment import aligned, glossed
from counterpitch.training.batches import tensors
from counterpitch.training.encoder import Encoder, started
from counterpitch.training.kept import STARTING_FILES, Part, source_of_files
from counterpitch.training.network import vectors
from counterpitch.training.recipe import Recipe
from counterpitch.training.translations import Translation, pieces_of, translations

ROUNDS: Final = 5
RATE: Final = 4e-3
_BATCH: Final = 1_600
"""Pieces in one batch, padding included."""
_NOTHING: Final = "[PAD]"
_LONGEST: Final = 250
"""Pieces, roughly, of a few translations in one window."""
Tell = Callable[[str], None]


class Taught(msgspec.Struct):
    """The pieces and vectors that an encoder is taught with."""

    encoder: Encoder
    known: WordPieces
    every: WordPieces
    words: nn.Parameter
    first: int
    layers: int


def extended(
    start: Path, sentences: Path, matcher: Matcher, folder: Path, recipe: Recipe, tell: Tell
) -> Path:
    """Write starting weights that also know other tongues to ``folder`` and return it.

    ``start`` is a folder of starting weights, ``sentences`` one of translations with the
    pieces to be learned in ``pieces.txt``, a piece a line. What ``folder`` holds already is
    kept if it was made from the same files.
    """
    files = [start / name for name in STARTING_FILES] + sorted(sentences.glob("*.txt"))
    part = Part(folder, source_of_files(files, recipe))
    if part.finished:
        tell("tongues: as they were kept")
        return folder
    part.begin()
    torch.manual_seed(recipe.seed)
    said = translations(sentences, matcher)
    pieces = [TONGUE + piece for piece in pieces_of(sentences)]
    taught = _begun(start, pieces, said, recipe.frozen)
    tell(f"{len(pieces)} pieces of other tongues, {len(said)} translations")
    _learn(taught, said, random.Random(recipe.seed), tell)  # noqa: S311 - reproducible  # nosec B311
    _store(start, pieces, taught, folder)
    part.finish()
    return folder


def _vocabulary(start: Path) -> list[str]:
    return [p for p in (start / "vocab.txt").read_text("utf-8").split("\n") if p]


def _begun(start: Path, pieces: Sequence[str], said: Sequence[Translation], layers: int) -> Taught:
    """Return the encoder, and each new piece as the mean of its translations."""
    own = _vocabulary(start)
    known = WordPieces({piece: n for n, piece in enumerate(own)})
    every = WordPieces({piece: n for n, piece in enumerate([*own, *pieces])})
    pairs = [
        (known.of(e.words), every.of(o.words))
        for each in said
        for e, o in zip(each.english, each.other, strict=True)
    ]
    encoder = started(start).eval().requires_grad_(False)
    nothing = known[_NOTHING]
    found = aligned(pairs, nothing)
    words = glossed(found, encoder.words.weight.numpy(), len(own), len(pieces), nothing)
    return Taught(encoder, known, every, nn.Parameter(torch.from_numpy(words)), len(own), layers)


def _learn(taught: Taught, said: Sequence[Translation], draw: random.Random, tell: Tell) -> None:
    optimiser = torch.optim.Adam([taught.words], lr=RATE)
    rounds = [list(_batches(said, draw)) for _ in range(ROUNDS)]
    steps, step = sum(map(len, rounds)), 0
    for number, batches in enumerate(rounds):
        total = 0.0
        for batch in batches:
            done = step / steps
            optimiser.param_groups[0]["lr"] = RATE * min(1.0, (step + 1) / 50) * max(0.03, 1 - done)
            loss = _loss(taught, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            optimiser.zero_grad()
            total, step = total + float(loss.detach()), step + 1
        tell(f"tongues, round {number + 1} of {ROUNDS}: loss {total / len(batches):.3f}")


def _batches(said: Sequence[Translation], draw: random.Random) -> Iterator[list[Translation]]:
    """Yield windows of one to four translations of one tongue, like lengths together."""
    windows: list[Translation] = []
    for tongue in sorted({each.tongue for each in said}):
        own = [each for each in said if each.tongue == tongue]
        draw.shuffle(own)
        while own:
            some = [own.pop() for _ in range(min(len(own), draw.randint(1, 4)))]
            english = tuple(s for each in some for s in each.english)
            other = tuple(s for each in some for s in each.other)
            together = Translation(tongue, english, other)
            windows += [together] if _size(together) <= _LONGEST else some
    windows.sort(key=_size)
    found: list[list[Translation]] = [[]]
    for window in windows:
        if found[-1] and _size(window) * (len(found[-1]) + 1) > _BATCH:
            found.append([])
        found[-1].append(window)
    draw.shuffle(found)
    yield from found


def _size(window: Translation) -> int:
    """Return about how many pieces a window has: two letters of Chinese, five of others."""
    letters = sum(len(s.words.encode()) for s in window.other)
    return 1 + letters // 5 + 2 * len(window.other)


def _loss(taught: Taught, batch: Sequence[Translation]) -> Tensor:
    with torch.no_grad():
        wanted = _read(taught, [windows_of(each.english, taught.known)[0] for each in batch])
    found = _read(taught, [windows_of(each.other, taught.every)[0] for each in batch])
    away: Tensor = ((found - wanted) ** 2).mean() / wanted.var(0).mean()
    return away


def _read(taught: Taught, windows: Sequence[Window]) -> Tensor:
    """Return the vectors of all sentences after the layers that stay as they are."""
    made = tensors(windows, [_embedded(taught, torch.tensor(w.pieces)) for w in windows])
    bias = (made.present[:, None, None, :].float() - 1.0) * 1e4
    hidden = made.hidden
    for layer in taught.encoder.layers[: taught.layers]:
        hidden = layer(hidden, bias)
    return vectors(hidden, made.pool, made.first)[made.real]


def _embedded(taught: Taught, pieces: Tensor) -> Tensor:
    encoder, new = taught.encoder, pieces >= taught.first
    words = encoder.words.weight[pieces.clamp(max=taught.first - 1)]
    if new.any():
        words = torch.where(new[:, None], taught.words[(pieces - taught.first).clamp(0)], words)
    made: Tensor = encoder.norm(words + encoder.places.weight[: len(pieces)])
    return made


def _store(start: Path, pieces: Sequence[str], taught: Taught, folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder.mkdir(parents=True, exist_ok=True)
    stored = load_file(str(start / "model.safetensors"))
    name = "embeddings.word_embeddings.weight"
    # Eight bits share one scale over all pieces: the new ones stay within what it covers.
    least, most = float(stored[name].min()), float(stored[name].max())
    words = taught.words.detach().clamp(least, most)
    stored[name] = torch.cat([stored[name][: taught.first], words]).contiguous()
    save_file(stored, str(folder / "model.safetensors"))
    vocabulary = [*_vocabulary(start), *pieces]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    config = json.loads((start / "config.json").read_text("utf-8"))
    config["vocab_size"] = len(vocabulary)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", "utf-8")
