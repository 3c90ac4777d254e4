"""The encoder at work: windows in, label log-odds and leans of every sentence out.

ONNX Runtime on one thread of the processor: the same text gives the same bits on the same
machine, whatever was read before.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from counterpitch.recognisers.card import Card, read_card
from counterpitch.recognisers.reading import UNREAD, Reading
from counterpitch.recognisers.sentences import Sentence
from counterpitch.recognisers.windows import Window, Worth, windows_of
from counterpitch.recognisers.wordpiece import WordPieces

NETWORK: Final = "encoder.onnx"
VOCABULARY: Final = "vocabulary.txt"
CARD: Final = "card.json"
OUTPUTS: Final = ["labels", "lean"]


class Encoder:
    """The network of one artefact folder, loaded once."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.card: Card = read_card(folder / CARD)
        pieces = (folder / VOCABULARY).read_text("utf-8").split("\n")
        self.vocabulary = WordPieces({piece: n for n, piece in enumerate(pieces) if piece})
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / NETWORK), options, providers=["CPUExecutionProvider"]
        )

    def read(self, sentences: list[Sentence], worth: Worth | None = None) -> Reading:
        """Return the reading of a conversation's sentences; see ``windows_of`` for ``worth``."""
        labels = np.full((len(sentences), self.card.width), UNREAD, np.float32)
        lean = np.zeros(len(sentences), np.float32)
        windows = windows_of(sentences, self.vocabulary, worth=worth)
        for window in windows:
            found, leans = self.run(window)
            labels[window.sentences] = found
            lean[window.sentences] = leans
        return Reading(sentences, labels, lean, len(windows))

    def run(self, window: Window) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return label log-odds (sentences, labels) and leans (sentences,) of a window."""
        found, leans = self._session.run(OUTPUTS, given(window))
        return found[0], leans[0]


def given(window: Window) -> dict[str, NDArray[Any]]:
    """Return what the network is given: pieces, and how they make up sentences."""
    pool = np.zeros((1, len(window.bounds), len(window.pieces)), np.float32)
    first = np.zeros_like(pool)
    for number, (begin, end) in enumerate(window.bounds):
        pool[0, number, begin:end] = 1.0 / (end - begin)
        first[0, number, begin] = 1.0
    return {"pieces": np.array([window.pieces], np.int64), "pool": pool, "first": first}
