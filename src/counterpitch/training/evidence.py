"""Fitting the evidence head, on the vectors of the network as it runs.

The joint fit stops when the verdict is learned; marks are rare and need many more steps,
which are cheap once the encoder stands still. The head sees sentences at several depths
(``network.deep``), quantised as they will be, and takes the place of the one fitted jointly.
"""

from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
import torch
from torch import Tensor, nn
from torch.nn import functional

from counterpitch.recognisers.encoder import NETWORK, given
from counterpitch.recognisers.windows import Window
from counterpitch.training.corpus import Example
from counterpitch.training.export import DEEP
from counterpitch.training.head import Head
from counterpitch.training.labels import Labels
from counterpitch.training.recipe import Recipe

INNER: Final = 512
_ROUNDS: Final = 16
_BATCH: Final = 512
"""Sentences in one batch."""
_RATE: Final = 5e-4
_DECAY: Final = 0.3
_DROP: Final = 0.2
_DROP_INNER: Final = 0.3
_POSITIVE: Final = 2.0
_RARE: Final = -4.0
"""Log-odds of any mark to begin with."""


class Rows(msgspec.Struct):
    """Sentences of annotated windows: vectors, marks (0/1), and who wrote each."""

    vectors: Tensor
    wanted: Tensor
    author: list[str]

    def without(self, authors: Container[str]) -> "Rows":
        """Return the sentences of all other authors."""
        kept = torch.tensor([n for n, name in enumerate(self.author) if name not in authors])
        return Rows(self.vectors[kept], self.wanted[kept], [self.author[n] for n in kept.tolist()])


def rows(folder: Path, windows: Sequence[tuple[Example, Window]], labels: Labels) -> Rows:
    """Return what the exported network in ``folder`` makes of windows of annotated examples."""
    targets = {e.id: torch.from_numpy(labels.targets(e)) for e, _ in windows}
    return Rows(
        torch.cat(list(_vectors(folder / NETWORK, [window for _, window in windows]))),
        torch.cat([targets[e.id][window.sentences] for e, window in windows]),
        [e.file for e, window in windows for _ in window.sentences],
    )


def head_of(found: Rows, recipe: Recipe) -> Head:
    """Fit the evidence head on sentences."""
    torch.manual_seed(recipe.seed)
    middle, scale = found.vectors.mean(0), found.vectors.std(0) + 1e-5
    return Head(middle, scale, *_fitted((found.vectors - middle) / scale, found.wanted))


def _vectors(network: Path, windows: Sequence[Window]) -> Iterator[Tensor]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(network), options, providers=["CPUExecutionProvider"]
    )
    for window in windows:
        yield torch.from_numpy(session.run([DEEP], given(window))[0][0])


def _fitted(vectors: Tensor, wanted: Tensor) -> tuple[nn.Linear, nn.Linear]:
    inner = nn.Linear(vectors.shape[1], INNER)
    outer = nn.Linear(INNER, wanted.shape[1])
    nn.init.constant_(outer.bias, _RARE)
    optimiser = torch.optim.AdamW(
        [*inner.parameters(), *outer.parameters()], lr=_RATE, weight_decay=_DECAY
    )
    positive = torch.full((wanted.shape[1],), _POSITIVE)
    for left, rows in _batches(len(vectors)):
        optimiser.param_groups[0]["lr"] = _RATE * max(0.02, left)
        hidden = functional.gelu(inner(functional.dropout(vectors[rows], _DROP)))
        loss = functional.binary_cross_entropy_with_logits(
            outer(functional.dropout(hidden, _DROP_INNER)), wanted[rows], pos_weight=positive,
            reduction="none",
        )  # fmt: skip
        loss.sum(1).mean().backward()
        optimiser.step()
        optimiser.zero_grad()
    return inner, outer


def _batches(count: int) -> Iterator[tuple[float, Tensor]]:
    """Yield the share of the fit that is left, and the rows of a batch."""
    each = -(-count // _BATCH)
    for number in range(_ROUNDS):
        for at, rows in enumerate(torch.randperm(count).split(_BATCH)):
            yield 1.0 - (number * each + at) / (_ROUNDS * each), rows
