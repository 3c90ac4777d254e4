"""Small random registers, and the exact answer to any completion of their bands."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from counterpitch.ownership.edge import Interest
from counterpitch.ownership.graph import Graph, Integrated

Pairs = dict[tuple[int, int], tuple[float, float]]
"""(owner, owned) to lower and upper bound."""

_SHARES = st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.75, 1.0])


@st.composite
def pairs(
    draw: st.DrawFn, most: int = 7, *, acyclic: bool = False, consistent: bool = False
) -> Pairs:
    """Draw holdings among up to ``most`` nodes; ``consistent`` keeps lower bounds within 1."""
    nodes = draw(st.integers(2, most))
    found: Pairs = {}
    for _ in range(draw(st.integers(1, 2 * most))):
        owner, owned = draw(st.integers(0, nodes - 1)), draw(st.integers(0, nodes - 1))
        if owner == owned or (acyclic and owner > owned):
            continue
        low, high = sorted((draw(_SHARES), draw(_SHARES)))
        room = 1 - sum(lo for (_, o), (lo, _) in found.items() if o == owned)
        if consistent and (owner, owned) not in found:
            low = min(low, room)
        if not consistent or (owner, owned) not in found:
            found[owner, owned] = (low, high)
    return found


def interests(found: Pairs) -> list[Interest]:
    """Return holdings as interests among nodes called ``n0``, ``n1`` …"""
    return [
        Interest(
            f"n{owner}", f"n{owned}", lo=low, hi=high, source="test", source_ref=f"{owner}-{owned}"
        )
        for (owner, owned), (low, high) in found.items()
    ]


def size(found: Pairs) -> int:
    """Return how many nodes there are."""
    return 1 + max((max(pair) for pair in found), default=0)


def completion(found: Pairs, rng: np.random.Generator) -> dict[tuple[int, int], float] | None:
    """Return shares within the bands that sum to 1 at most in each company; None if none do."""
    shares: dict[tuple[int, int], float] = {}
    for owned in {pair[1] for pair in found}:
        held = [pair for pair in found if pair[1] == owned]
        slack = 1 - sum(found[pair][0] for pair in held)
        if slack < -1e-12:
            return None
        for pair in rng.permutation(len(held)):
            low, high = found[held[pair]]
            more = min(high - low, max(slack, 0)) * rng.choice([0.0, 1.0, rng.random()])
            slack -= more
            shares[held[pair]] = low + more
    return shares


def exact(shares: dict[tuple[int, int], float], nodes: int) -> np.ndarray | None:
    """Return integrated ownership by one dense inverse, independent of the code under test.

    Rows are owners that nobody owns; None where a ring is closed, so that no share exists.
    """
    matrix = np.zeros((nodes, nodes))
    for (owner, owned), share in shares.items():
        matrix[owner, owned] = share
    system = np.eye(nodes) - matrix
    if np.linalg.cond(system) > 1e10:
        return None
    inverse: np.ndarray = np.linalg.inv(system) - np.eye(nodes)
    return inverse


def vertices(found: Pairs) -> list[dict[tuple[int, int], float]]:
    """Return every corner of the bands: the bounds are attained at some of them."""
    companies = sorted({pair[1] for pair in found})
    choices = []
    for owned in companies:
        held = [pair for pair in found if pair[1] == owned]
        corners = []
        for order in _orders(len(held)):
            slack = 1 - sum(found[pair][0] for pair in held)
            corner = {pair: found[pair][0] for pair in held}
            corners.append(dict(corner))
            for at in order:
                low, high = found[held[at]]
                more = min(high - low, max(slack, 0))
                corner[held[at]] = low + more
                slack -= more
                corners.append(dict(corner))
        choices.append(corners)
    return [{k: v for part in parts for k, v in part.items()} for parts in product(*choices)]


def _orders(count: int) -> list[tuple[int, ...]]:
    from itertools import permutations

    return list(permutations(range(count)))


def bounds(graph: Graph, result: Integrated) -> dict[tuple[int, int], tuple[float, float, float]]:
    """Return (owner, company) to bounds for layered companies."""
    found = {}
    for at, node in enumerate(result.layered.tolist()):
        for k in range(int(result.start[at]), int(result.start[at + 1])):
            found[int(result.owner[k]), node] = (
                float(result.lo[k]), float(result.point[k]), float(result.hi[k]),
            )  # fmt: skip
    return found
