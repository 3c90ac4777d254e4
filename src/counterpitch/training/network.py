"""The network: the encoder and three heads, trained together.

For every sentence: which indicators it carries, which moves it makes, and how far it
speaks for or against an approach (its *lean*). The lean of a conversation is the sum of
its strongest sentences, so that every part of it can be quoted.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from counterpitch.recognisers.lean import STRONGEST, THRESHOLD
from counterpitch.training.encoder import Encoder


class Network(nn.Module):
    """Encoder and heads. ``labels`` counts indicators and moves together."""

    def __init__(self, encoder: Encoder, labels: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.labels = nn.Linear(2 * encoder.size, labels)
        self.lean = nn.Linear(2 * encoder.size, 1)
        self.whole = nn.Linear(2 * encoder.size, 3)
        self.bias = nn.Parameter(torch.tensor(-1.0))
        nn.init.constant_(self.labels.bias, -3.5)

    def forward(
        self, pieces: Tensor, present: Tensor, pool: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return label logits (batch, sentences, labels), leans (batch, sentences), and whole.

        ``pool`` (batch, sentences, pieces) averages the pieces of a sentence, ``first``
        (the same shape) picks its speaker mark; both are 0 for sentences that are padding.
        """
        return self.heads(self.encoder(pieces, present), present, pool, first)

    def heads(
        self, hidden: Tensor, present: Tensor, pool: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return the outputs for the vectors of the pieces (batch, pieces, size)."""
        sentences = self.drop(vectors(hidden, pool, first))
        mask = present[..., None].to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        most = (hidden + (mask - 1.0) * 1e4).max(1).values
        whole = self.whole(self.drop(torch.cat([mean, most], -1)))
        return self.labels(sentences), self.lean(sentences)[..., 0], whole


def vectors(hidden: Tensor, pool: Tensor, first: Tensor) -> Tensor:
    """Return the vector of every sentence: the mean of its pieces, and its speaker mark."""
    return torch.cat([pool @ hidden, first @ hidden], -1)


def deep(states: Sequence[Tensor], pool: Tensor, first: Tensor) -> Tensor:
    """Return the vector of every sentence from which its evidence is named.

    The mean of its pieces before the first layer, half-way and before the last layer, and then
    ``vectors``: what the verdict needs stands at the end, what the words say further down.
    """
    means = [pool @ states[depth] for depth in (0, (len(states) - 1) // 2, -2)]
    return torch.cat([*means, vectors(states[-1], pool, first)], -1)


def summed(lean: Tensor, real: Tensor) -> tuple[Tensor, Tensor]:
    """Return what speaks for an approach and what against it, each summed over sentences.

    ``real`` tells sentences from padding. See ``counterpitch.recognisers.lean``.
    """
    count = min(STRONGEST, lean.shape[1])
    towards = functional.softplus(lean - THRESHOLD).masked_fill(~real, 0.0)
    against = functional.softplus(-lean - THRESHOLD).masked_fill(~real, 0.0)
    return towards.topk(count, 1).values.sum(1), against.topk(count, 1).values.sum(1)
