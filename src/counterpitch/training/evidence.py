"""Fitting the evidence head to the end, on the vectors of the fitted encoder.

The joint fit stops when the verdict is learned; marks are rare and need many more steps,
which are cheap once the encoder stands still.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from counterpitch.training.batches import Laid, tensors
from counterpitch.training.labels import Labels
from counterpitch.training.network import Network, vectors
from counterpitch.training.recipe import Recipe

_STEPS: Final = 250
_RATE: Final = 2e-3
_DECAY: Final = 1.0
_DROP: Final = 0.2
_POSITIVE: Final = 2.0


def refit(
    network: Network,
    laid: Sequence[Laid],
    labels: Labels,
    recipe: Recipe,
    tell: Callable[[str], None],
) -> None:
    """Refit the evidence head of ``network`` in place."""
    torch.manual_seed(recipe.seed)
    marked = [each for each in laid if each.example.marked]
    network.eval()
    with torch.no_grad():
        given = torch.cat(list(_vectors(network, marked, recipe.frozen)))
    wanted = torch.cat([_targets(each, labels) for each in marked])
    middle, scale = given.mean(0), given.std(0) + 1e-5
    head = _fitted((given - middle) / scale, wanted)
    with torch.no_grad():
        # The standardisation is folded into the head, so that it runs on plain vectors.
        network.labels.weight.copy_(head.weight / scale)
        network.labels.bias.copy_(head.bias - head.weight @ (middle / scale))
    tell(f"evidence head: {len(given)} sentences, {int(wanted.sum())} marks")


def _vectors(network: Network, laid: Sequence[Laid], frozen: int) -> Iterator[Tensor]:
    for each in laid:
        for window, lower in zip(each.windows, each.lower, strict=True):
            made = tensors([window], [lower])
            hidden = network.encoder.upper(made.hidden, made.present, frozen)
            yield vectors(hidden, made.pool, made.first)[0]


def _targets(each: Laid, labels: Labels) -> Tensor:
    found = labels.targets(each.example)
    return torch.cat([torch.from_numpy(found[window.sentences]) for window in each.windows])


def _fitted(given: Tensor, wanted: Tensor) -> nn.Linear:
    head = nn.Linear(given.shape[1], wanted.shape[1])
    nn.init.zeros_(head.weight)
    nn.init.constant_(head.bias, -4.0)
    optimiser = torch.optim.AdamW(head.parameters(), lr=_RATE, weight_decay=_DECAY)
    positive = torch.full((wanted.shape[1],), _POSITIVE)
    for _ in range(_STEPS):
        logits = head(functional.dropout(given, _DROP))
        loss = functional.binary_cross_entropy_with_logits(logits, wanted, pos_weight=positive)
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
    return head
