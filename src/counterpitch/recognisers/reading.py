"""A reading: what the recognisers say about every sentence of a conversation."""

from typing import Any

import msgspec
from numpy.typing import NDArray

from counterpitch.recognisers.sentences import Sentence


class Reading(msgspec.Struct, frozen=True):
    """Outputs of the encoder.

    ``labels`` (sentences, labels) and ``lean`` (sentences,) are log-odds, in the order
    of the artefact's card. Sentences behind the last window stay at ``UNREAD``. ``windows``
    is the number of windows read. ``far`` are sentences of a long conversation that stand
    apart from the stretches that were read again: they hardly speak against an approach.
    """

    sentences: list[Sentence]
    labels: NDArray[Any]
    lean: NDArray[Any]
    windows: int = 1
    far: frozenset[int] = frozenset()


UNREAD = -20.0
"""Log-odds of every label of a sentence that was not read closely; its lean is 0."""
