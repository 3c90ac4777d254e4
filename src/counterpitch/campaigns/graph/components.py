"""Components, and where only a thin bridge holds one together.

A bridge is thin where two parts of five members or more hang on each other by so few of their
members
that nobody would call them one campaign without it: an address that was passed on, a text that was
copied together from two others. Parts are found with Leiden (Traag, Waltman and van Eck 2019),
which
cuts too much; then parts are joined again unless their bridge is thin. Copies that hang on one
member only are left out meanwhile: a text sent a million times is one member here.
"""

import random
from typing import TYPE_CHECKING, Any, Final

from counterpitch.campaigns.graph.remembered import Remembered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALLEST: Final = 5
"""Members, copies not counted, from which a part can stand by itself."""
THIN: Final = 0.15
"""Share of the smaller part's members that a thin bridge touches at most."""
LEVELS: Final = (0.9, 0.7, 0.55, 0.4, 0.3, 0.2, THIN)
"""Shares from which parts are joined, one after the other."""


def components(count: int, a: "NDArray[np.int64]", b: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Return the component of each of ``count`` members, given the ends of all ties.

    Components are numbered by their least member. Roots hook on to the least root beside them, then
    every member on to its root (Liu and Tarjan 2022, "Simple concurrent connected components
    algorithms"; O(log² n) rounds): a tenth of what it takes to hand the ties to a library.
    """
    import numpy as np

    root = np.arange(count)
    while (apart := root[a] != root[b]).any():
        a, b = a[apart], b[apart]
        one, other = root[a], root[b]
        np.minimum.at(root, np.maximum(one, other), np.minimum(one, other))
        while ((above := root[root]) != root).any():
            root = above
    return np.unique(root, return_inverse=True)[1].astype(np.int64)


def parted(
    count: int,
    a: "NDArray[np.int64]",
    b: "NDArray[np.int64]",
    weight: "NDArray[np.float64]",
    judged: "NDArray[np.bool_]",
    remembered: Remembered | None = None,
) -> "NDArray[np.int64]":
    """Return the part of each member, where thin bridges are cut.

    Members are numbered in an order that does not depend on the input; ties come once each.
    ``judged`` marks ties that a person made: they are never cut. ``remembered`` spares the work on
    components that were looked at before.
    """
    import numpy as np

    labels = components(count, a, b)
    degree = np.bincount(a, minlength=count) + np.bincount(b, minlength=count)
    core = degree > 1
    sizes = np.bincount(labels, core, labels.max(initial=-1) + 1)
    inner = core[a] & core[b] & (sizes[labels[a]] >= 2 * SMALLEST)
    if not inner.any():
        return labels
    keep = np.ones(len(a), bool)
    order = np.lexsort((b, a, labels[a]))
    rows = order[inner[order]]
    remembered = remembered or Remembered()
    for own in np.split(rows, np.flatnonzero(np.diff(labels[a[rows]])) + 1):
        keep[own] = _kept(a[own], b[own], weight[own], judged[own], remembered)
    return components(count, a[keep], b[keep])


def _kept(a: Any, b: Any, weight: Any, judged: Any, remembered: Remembered) -> "NDArray[np.bool_]":
    """Return which ties of one component stay."""
    import numpy as np

    members, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    one, other = ends[: len(a)], ends[len(a) :]

    def work() -> "NDArray[np.bool_]":
        parts = _joined(_leiden(len(members), one, other, weight), one, other, judged)
        stay: NDArray[np.bool_] = parts[one] == parts[other]
        return stay

    return remembered.kept((one, other, weight, judged), work)


def _leiden(count: int, a: Any, b: Any, weight: Any) -> "NDArray[np.int64]":
    import igraph
    import numpy as np

    graph = igraph.Graph(n=count, edges=np.stack([a, b], axis=1))
    igraph.set_random_number_generator(random.Random(0))  # noqa: S311 - repeatable  # nosec B311
    found = graph.community_leiden("modularity", weights=weight.tolist(), n_iterations=4)
    return np.array(found.membership, np.int64)


def _joined(parts: "NDArray[np.int64]", a: Any, b: Any, judged: Any) -> "NDArray[np.int64]":
    """Join parts again until only thin bridges are between them, the broadest bridges first.

    Leiden cuts families into pieces. Those must be whole again before a bridge is compared with
    them, or every bridge would look broad.
    """
    one, other, share = _bridges(parts, a, b, judged)
    for level in LEVELS:
        while (broad := share > level).any():
            parts = components(int(parts.max()) + 1, one[broad], other[broad])[parts]
            one, other, share = _bridges(parts, a, b, judged)
    return parts


def _bridges(
    parts: "NDArray[np.int64]", a: Any, b: Any, judged: Any
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]":
    """Return pairs of parts with ties between them, and the share of the smaller that has any.

    It is 1 where the smaller part cannot stand by itself, or where a person made a tie; a single
    member never makes a bridge broad.
    """
    import numpy as np

    sizes = np.bincount(parts)
    across = parts[a] != parts[b]
    low, high = np.minimum(parts[a], parts[b])[across], np.maximum(parts[a], parts[b])[across]
    codes, number = np.unique(low * len(sizes) + high, return_inverse=True)
    one, other = codes // len(sizes), codes % len(sizes)
    smaller = np.where(sizes[one] <= sizes[other], one, other)
    ends = np.where(parts[a[across]] == smaller[number], a[across], b[across])
    touching = np.unique(np.stack([number, ends], axis=1), axis=0)[:, 0]
    touched = np.bincount(touching, minlength=len(codes))
    share = np.where(touched > 1, touched / sizes[smaller], 0.0)
    must = np.bincount(number, judged[across], len(codes)) > 0
    return one, other, np.where(must | (sizes[smaller] < SMALLEST), 1.0, share)
