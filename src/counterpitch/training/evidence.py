"""Fitting the evidence head, on the vectors of the network as it runs.

The joint fit stops when the verdict is learned; marks are rare and need many more steps,
which are cheap once the encoder stands still. The head sees sentences at several depths
(``network.deep``), quantised as they will be, and takes the place of the one fitted jointly.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from counterpitch.recognisers.encoder import NETWORK, given
from counterpitch.training.batches import Laid
from counterpitch.training.export import DEEP
from counterpitch.training.head import Head, install
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


def refit(
    folder: Path,
    laid: Sequence[Laid],
    labels: Labels,
    recipe: Recipe,
    tell: Callable[[str], None],
) -> None:
    """Fit the evidence head of the exported network in ``folder`` and install it there."""
    torch.manual_seed(recipe.seed)
    marked = [each for each in laid if each.example.marked]
    vectors = torch.cat(list(_vectors(folder / NETWORK, marked)))
    wanted = torch.cat([_targets(each, labels) for each in marked])
    middle, scale = vectors.mean(0), vectors.std(0) + 1e-5
    vectors.sub_(middle).div_(scale)
    inner, outer = _fitted(vectors, wanted)
    install(folder / NETWORK, Head(middle, scale, inner, outer))
    tell(f"evidence head: {len(wanted)} sentences, {int(wanted.sum())} marks")


def _vectors(network: Path, laid: Sequence[Laid]) -> Iterator[Tensor]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(network), options, providers=["CPUExecutionProvider"]
    )
    for each in laid:
        for window in each.windows:
            yield torch.from_numpy(session.run([DEEP], given(window))[0][0])


def _targets(each: Laid, labels: Labels) -> Tensor:
    found = labels.targets(each.example)
    return torch.cat([torch.from_numpy(found[window.sentences]) for window in each.windows])


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
