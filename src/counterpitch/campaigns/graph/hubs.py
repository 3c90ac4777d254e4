"""Hubs: one value held by many never makes one blob of parts that hold together without it.

A telephone number in two large campaigns may be one hand, a call centre, or a trap laid by somebody
who knows how linking works. So where all that ties two approaches is one value, held by ten or
more, and each belongs to a part of five or more that has other reasons, the tie is not counted.
Those
who have nothing but the value stay together. ``campaign show`` names such bridges.
"""

from typing import TYPE_CHECKING, Final

from counterpitch.campaigns.graph.components import SMALLEST, components

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HOLDERS: Final = 2 * SMALLEST


def counted(
    count: int,
    a: "NDArray[np.int64]",
    b: "NDArray[np.int64]",
    value: "NDArray[np.int64]",
) -> "NDArray[np.bool_]":
    """Return which ties count. ``value`` numbers the only value of a tie; -1 where there are
    more."""
    import numpy as np

    hub = value >= 0
    if not hub.any():
        return np.ones(len(a), bool)
    ends = np.unique(np.stack([np.tile(value[hub], 2), np.r_[a[hub], b[hub]]], axis=1), axis=0)
    holders = np.bincount(ends[:, 0])
    hub &= np.where(hub, holders[np.maximum(value, 0)] >= HOLDERS, False)
    if not hub.any():
        return np.ones(len(a), bool)
    parts = components(count, a[~hub], b[~hub])
    large = np.bincount(parts)[parts] >= SMALLEST
    touched = np.unique(
        np.stack([np.tile(value[hub], 2), np.r_[parts[a[hub]], parts[b[hub]]]], axis=1)[
            np.r_[large[a[hub]], large[b[hub]]]
        ],
        axis=0,
    )
    several = np.bincount(touched[:, 0], minlength=int(value.max()) + 1) >= 2
    bridging = hub & several[np.maximum(value, 0)]
    stays: NDArray[np.bool_] = ~bridging | (parts[a] == parts[b]) | ~(large[a] | large[b])
    return stays
