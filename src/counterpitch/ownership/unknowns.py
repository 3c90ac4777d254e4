"""What nobody says: owners that are not people, and the part that is on no file."""

from collections.abc import Iterator

import numpy as np

from counterpitch.ownership.above import Found
from counterpitch.ownership.answer import Bounds, Unknown
from counterpitch.ownership.tracing import Tracing, bounds
from counterpitch.ownership.vocabulary import vocabulary


def unknowns(tracing: Tracing, ranked: list[int]) -> Iterator[Unknown]:
    """Yield each of the owners at ``ranked`` behind whom a person must be asked for."""
    reasons = vocabulary("reasons")
    for place in ranked:
        node = tracing.node(place)
        if node.kind == "person" or node.kind == "state":
            continue
        reason = node.reason or ("unknown" if node.kind == "unknown" else "no-owner-in-register")
        held_in = _held_in(tracing, place) or node.id
        yield Unknown(
            at=held_in if node.kind == "unknown" else node.id,
            reason=reason, share=bounds(tracing.found[place]), source_ref=node.source_ref,
            sentence=reasons.get(reason, f"the register says: {reason}"),
        )  # fmt: skip


def _held_in(tracing: Tracing, place: int) -> str | None:
    """Return the id of the first company that the one at ``place`` holds a part of."""
    shares = tracing.above.shares
    for at in range(len(tracing.above.pairs)):
        if int(shares.owner[at]) == place:
            held = int(np.searchsorted(shares.pointer, at, side="right")) - 1
            return tracing.node(held).id
    return None


def undisclosed(found: Found) -> Bounds:
    """Return the part of a company that nobody is on file for."""
    low = max(0.0, 1 - sum(high for _, _, high in found.values()))
    high = max(0.0, 1 - sum(low for low, _, _ in found.values()))
    middle = max(0.0, 1 - sum(point for _, point, _ in found.values()))
    return Bounds(low, max(low, high), min(max(low, middle), max(low, high)))
