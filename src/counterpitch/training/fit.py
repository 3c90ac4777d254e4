"""Fitting the network: one loss for the evidence, the verdict and the twins."""

import random
from collections.abc import Callable, Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from counterpitch.recognisers.windows import Window
from counterpitch.training.batches import Laid, Tensors, batches, tensors
from counterpitch.training.corpus import LABELS
from counterpitch.training.labels import Labels
from counterpitch.training.network import Network, summed
from counterpitch.training.recipe import Recipe

_POSITIVE: Final = 2.0
"""How much more a mark counts than its absence: marks are few."""


def repeatable() -> None:
    """Have torch give the same bits on every run of one machine.

    New memory is not filled: nothing reads it before it is written, and filling costs a tenth.
    """
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False


def fit(
    network: Network,
    laid: Sequence[Laid],
    labels: Labels,
    recipe: Recipe,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Fit ``network`` in place on annotated and unannotated examples."""
    torch.manual_seed(recipe.seed)
    draw = random.Random(recipe.seed)  # noqa: S311 - reproducible, not secret  # nosec B311
    targets = {
        each.example.id: torch.from_numpy(labels.targets(each.example))
        for each in laid
        if each.example.marked
    }
    optimiser = _optimiser(network, recipe)
    rounds = [batches(laid, draw) for _ in range(recipe.epochs)]
    steps = sum(map(len, rounds))
    step = 0
    network.train()
    for number, batch_list in enumerate(rounds):
        sum_ = 0.0
        for batch in batch_list:
            _pace(optimiser, recipe, step / steps)
            loss = _loss(network, batch, targets, recipe, draw)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            sum_ += float(loss.detach())
            step += 1
        tell(f"epoch {number + 1} of {recipe.epochs}: loss {sum_ / len(batch_list):.3f}")


def _optimiser(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    body = [p for layer in network.encoder.layers[recipe.frozen :] for p in layer.parameters()]
    inside = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in inside]
    groups = [
        {"params": body, "lr": recipe.rate, "base": recipe.rate},
        {"params": heads, "lr": recipe.head_rate, "base": recipe.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=recipe.decay)


def _pace(optimiser: torch.optim.Optimizer, recipe: Recipe, done: float) -> None:
    """Set the learning rate: up over the first steps, then down in a straight line."""
    share = min(1.0, (done + 1e-3) / recipe.warm) * max(0.02, 1.0 - done)
    for group in optimiser.param_groups:
        group["lr"] = group["base"] * share


def _loss(
    network: Network,
    batch: Sequence[Laid],
    targets: dict[str, Tensor],
    recipe: Recipe,
    draw: random.Random,
) -> Tensor:
    chosen = [draw.randrange(len(each.windows)) for each in batch]
    windows = [each.windows[n] for each, n in zip(batch, chosen, strict=True)]
    made = tensors(windows, [each.lower[n] for each, n in zip(batch, chosen, strict=True)])
    # Half the digits in the multiplications of the layers only: a third of the time is saved.
    with torch.autocast("cpu", torch.bfloat16, enabled=recipe.half):
        hidden = network.encoder.upper(made.hidden, made.present, recipe.frozen).float()
    found, lean, whole = network.heads(hidden, made.present, made.pool, made.first)
    towards, against = summed(lean, made.real)
    odds = network.bias + towards - against
    weight = torch.tensor([each.example.weight for each in batch])
    kind = torch.tensor([LABELS.index(each.example.label) for each in batch])
    verdict = functional.binary_cross_entropy_with_logits(
        odds, (kind == 0).float(), reduction="none"
    )
    three = functional.cross_entropy(whole, kind, reduction="none", weight=_WHOLE)
    total = ((verdict + recipe.whole * three) * weight).mean()
    total = total + recipe.twins * _twin_loss(batch, kind, odds)
    return total + recipe.evidence * _evidence_loss(batch, windows, made, found, targets)


_WHOLE: Final = torch.tensor([1.0, 1.0, 2.0])


def _twin_loss(batch: Sequence[Laid], kind: Tensor, odds: Tensor) -> Tensor:
    """Return how far twins are from standing one logit apart."""
    pairs: dict[str, dict[int, int]] = {}
    for number, each in enumerate(batch):
        pairs.setdefault(each.example.group, {})[int(kind[number])] = number
    apart = [odds[p[0]] - odds[p[1]] for p in pairs.values() if 0 in p and 1 in p]
    return functional.softplus(1.0 - torch.stack(apart)).mean() if apart else odds.sum() * 0.0


def _evidence_loss(
    batch: Sequence[Laid], windows: Sequence[Window], made: Tensors, found: Tensor,
    targets: dict[str, Tensor],
) -> Tensor:  # fmt: skip
    logits, wanted = [], []
    for number, each in enumerate(batch):
        target = targets.get(each.example.id)
        if target is None:
            continue
        rows = windows[number].sentences
        logits.append(found[number, : len(rows)])
        wanted.append(target[rows])
    if not logits:
        return found.sum() * 0.0
    positive = torch.full((found.shape[2],), _POSITIVE)
    loss = functional.binary_cross_entropy_with_logits(
        torch.cat(logits), torch.cat(wanted), pos_weight=positive, reduction="none"
    )
    return loss.sum(1).mean()
