"""Reads many conversations with one network, in several processes where that is wanted."""

import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from counterpitch.recognisers.encoder import Encoder
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.sentences import Sentence
from counterpitch.training.corpus import Example

_SHARE: Final = 32
"""Conversations that a process takes at a time."""


def read_all(network: Path, examples: Sequence[Example], jobs: int = 1) -> dict[str, Reading]:
    """Return by id what the network in ``network`` reads of each example.

    ``jobs`` processes share the work, each with one thread; the readings are the same.
    """
    sentences = [example.sentences for example in examples]
    if jobs > 1:
        # Not forked: torch has threads of its own by now.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(network,)) as pool:
            return _by_id(examples, pool.map(_read, sentences, chunksize=_SHARE))
    encoder = Encoder(network)
    return _by_id(examples, map(encoder.read, sentences))


def _by_id(examples: Sequence[Example], readings: Iterable[Reading]) -> dict[str, Reading]:
    return {e.id: reading for e, reading in zip(examples, readings, strict=True)}


_ours: list[Encoder] = []


def _begin(network: Path) -> None:
    _ours.append(Encoder(network))


def _read(sentences: list[Sentence]) -> Reading:
    return _ours[0].read(sentences)
