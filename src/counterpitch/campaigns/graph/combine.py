"""Which pairs of approaches are tied: one strong reason, or two that are independent.

Reasons of one group (``keys.GROUPS``: a mailbox and its domain, say) are one reason, and so are two
values at the same place. Within a group the heaviest counts; over groups weights are added.
"""

from typing import TYPE_CHECKING, Any, Final

import msgspec

from counterpitch.campaigns.keys import GROUPS
from counterpitch.campaigns.reuse.resemblance import STRONG

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

ENOUGH: Final = STRONG
"""Log-odds that weak reasons must reach together."""


def sorted_edges(edges: "pa.Table") -> "pa.Table":
    """Return ``edges`` by a, b and kind; those that are equal in all three keep their order."""
    import numpy as np
    import pyarrow as pa

    edges = edges.combine_chunks()
    a, b = _ends(edges)
    kind = _ranked(edges["kind"])
    return edges.take(pa.array(np.lexsort((kind, b, a)))).combine_chunks()


def tied(edges: "pa.Table") -> "tuple[NDArray[np.bool_], NDArray[np.float64]]":
    """Tell for each row of ``edges`` whether its pair is tied, and what the pair weighs in all.

    ``edges``: a, b, kind, weight, strong, evidence; several rows of a pair are its reasons.
    """
    import numpy as np

    a, b = _ends(edges)
    _, pairs, reasons = np.unique(
        a * (int(b.max(initial=0)) + 1) + b, return_inverse=True, return_counts=True
    )
    linked = np.asarray(edges["strong"], bool).copy()
    total = np.asarray(edges["weight"], np.float64).copy()
    # Most pairs have one reason, and nothing to combine.
    several = np.flatnonzero(reasons[pairs] > 1)
    if len(several):
        linked[several], total[several] = _combined(edges, several, pairs[several])
    return linked, total


def _combined(
    edges: "pa.Table", rows: "NDArray[np.int64]", pairs: "NDArray[np.int64]"
) -> "tuple[NDArray[np.bool_], NDArray[np.float64]]":
    """Return what ``tied`` does for ``rows``, whose pairs have several reasons."""
    import numpy as np
    import pyarrow as pa

    edges = edges.take(pa.array(rows))
    _, pairs = np.unique(pairs, return_inverse=True)
    groups = _groups(edges)
    weight = np.asarray(edges["weight"], np.float64)
    strong = np.asarray(edges["strong"], bool)
    count = int(pairs.max(initial=-1)) + 1
    # The heaviest of each group of each pair.
    order = np.lexsort((-weight, groups, pairs))
    first = np.ones(len(order), bool)
    first[1:] = (np.diff(pairs[order]) != 0) | (np.diff(groups[order]) != 0)
    chosen = order[first]
    total = np.bincount(pairs[chosen], weight[chosen], count)
    kinds = np.bincount(pairs[chosen], weight[chosen] > 0, count)
    any_strong = np.bincount(pairs, strong, count) > 0
    enough = (kinds >= 2) & (total >= ENOUGH)
    for pair in np.flatnonzero(enough & ~any_strong):
        enough[pair] = _independent(edges, _rows(chosen, pairs, int(pair)))
    linked = any_strong | enough
    return linked[pairs], np.asarray(total, np.float64)[pairs]


def value_numbers(edges: "pa.Table") -> "NDArray[np.int64]":
    """Number what each row's pair shares: equal for equal values; -1 for texts and personas.

    Those are not one value that many hold, but a comparison of two.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    found = np.full(edges.num_rows, -1, np.int64)
    holds = pc.fill_null(pc.match_substring(edges["evidence"], '"value":'), False)
    rows = np.flatnonzero(np.asarray(holds))
    chosen = edges.select(["kind", "evidence"]).take(pa.array(rows))
    codes: dict[tuple[str, str], int] = {}
    for row, kind, evidence in zip(
        rows.tolist(), chosen["kind"].to_pylist(), chosen["evidence"].to_pylist(), strict=True
    ):
        value = evidence.partition(',"places":')[0]
        found[row] = codes.setdefault((kind, value), len(codes))
    return found


def _rows(chosen: "NDArray[np.int64]", pairs: "NDArray[np.int64]", pair: int) -> Any:
    import numpy as np

    # ``chosen`` is in the order of pairs.
    own = pairs[chosen]
    return chosen[np.searchsorted(own, pair) : np.searchsorted(own, pair + 1)]


def _ends(edges: "pa.Table") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Return a number for both ends of each row, in the order of their names."""
    import pyarrow as pa

    ends = pa.chunked_array([*edges["a"].chunks, *edges["b"].chunks], pa.string())
    ranked = _ranked(ends)
    return ranked[: edges.num_rows], ranked[edges.num_rows :]


def _ranked(names: "pa.ChunkedArray") -> "NDArray[np.int64]":
    """Return the place of each name among all different names in their order."""
    import numpy as np
    import pyarrow.compute as pc

    encoded = names.combine_chunks().dictionary_encode()
    order = np.asarray(pc.sort_indices(encoded.dictionary), np.int64)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place[np.asarray(encoded.indices, np.int64)]


def _groups(edges: "pa.Table") -> "NDArray[np.int64]":
    import numpy as np

    encoded = edges["kind"].combine_chunks().dictionary_encode()
    names = [GROUPS.get(kind, kind) for kind in encoded.dictionary.to_pylist()]
    numbers = {name: at for at, name in enumerate(sorted(set(names)))}
    codes = np.array([numbers[name] for name in names] or [0], np.int64)
    return codes[np.asarray(encoded.indices, np.int64)]


def _independent(edges: "pa.Table", rows: Any) -> bool:
    """Tell whether enough remains when values at the same place count once."""
    kept: list[tuple[float, frozenset[tuple[str, int, int, int]]]] = []
    for row in rows:
        weight = float(edges["weight"][int(row)].as_py())
        places = _places(edges["evidence"][int(row)].as_py() or "")
        if weight > 0 and not any(_touch(places, other) for _, other in kept):
            kept.append((weight, places))
    return len(kept) >= 2 and sum(weight for weight, _ in kept) >= ENOUGH


def _places(evidence: str) -> frozenset[tuple[str, int, int, int]]:
    try:
        found = msgspec.json.decode(evidence) if evidence.startswith("{") else {}
    except msgspec.MsgspecError:
        return frozenset()
    places = found.get("places", ()) if isinstance(found, dict) else ()
    return frozenset(
        (p["approach"], p["message"], p["start"], p["end"]) for p in places if p["end"] > p["start"]
    )


def _touch(
    one: frozenset[tuple[str, int, int, int]], other: frozenset[tuple[str, int, int, int]]
) -> bool:
    return any(a == c and m == n and s < f and t < e for a, m, s, e in one for c, n, t, f in other)
