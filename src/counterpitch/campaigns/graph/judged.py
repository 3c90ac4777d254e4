"""Judgements in the graph: what is the same is tied, what is different is cut where it costs
least."""

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from counterpitch.campaigns.judgements import Judgement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SURE: Final = 1000.0
"""Weight of a tie that a person made: more than evidence can reach."""
_SCALE: Final = 1000


def ties(judgements: Sequence[Judgement], number: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return a tie between each two neighbours of what was judged the same, where they are
    known."""
    found: list[tuple[int, int]] = []
    for each in judgements:
        if each.act == "same":
            known = [number[name] for name in (*each.one, *each.other) if name in number]
            found += [(min(a, b), max(a, b)) for a, b in itertools.pairwise(known)]
    return found


def cut(
    labels: "NDArray[np.int64]",
    ends: "tuple[NDArray[np.int64], NDArray[np.int64]]",
    weight: "NDArray[np.float64]",
    judgements: Sequence[Judgement],
    number: Mapping[str, int],
) -> "NDArray[np.int64]":
    """Return ``labels`` with each two groups that were judged different in different parts.

    The ties that are given up weigh as little as possible (minimum cut, Dinic's algorithm).
    """
    import numpy as np

    labels = labels.copy()
    for each in judgements:
        if each.act != "different":
            continue
        one = [number[name] for name in each.one if name in number]
        other = [number[name] for name in each.other if name in number]
        for label in np.intersect1d(labels[one], labels[other]):
            sides = sorted(([m for m in s if labels[m] == label] for s in (one, other)), key=min)
            members = np.flatnonzero(labels == label)
            inside = (labels[ends[0]] == label) & (labels[ends[1]] == label)
            apart = _source_side(
                members, ends[0][inside], ends[1][inside], weight[inside], sides[0], sides[1]
            )
            labels[apart] = labels.max() + 1
    return labels


def _source_side(
    members: "NDArray[np.int64]", a: Any, b: Any, weight: Any, source: list[int], sink: list[int]
) -> "NDArray[np.int64]":
    """Return the members that stay with ``source`` when it is cut off from ``sink``."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    count = len(members)
    at = np.searchsorted(members, a), np.searchsorted(members, b)
    capacity = np.maximum(1, np.round(weight * _SCALE)).astype(np.int64)
    start, end = np.searchsorted(members, source), np.searchsorted(members, sink)
    everything = min(int(capacity.sum()) + 1, 2**30)
    rows = np.concatenate([at[0], at[1], np.full(len(start), count), end])
    columns = np.concatenate([at[1], at[0], start, np.full(len(end), count + 1)])
    flows = np.concatenate([capacity, capacity, np.full(len(start) + len(end), everything)])
    shape = (count + 2, count + 2)
    graph = csr_matrix((np.minimum(flows, 2**30).astype(np.int32), (rows, columns)), shape=shape)
    left = graph - maximum_flow(graph, count, count + 1, method="dinic").flow
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    reached = breadth_first_order(left, count, return_predecessors=False)
    apart: NDArray[np.int64] = members[np.sort(reached[reached < count])]
    return apart
