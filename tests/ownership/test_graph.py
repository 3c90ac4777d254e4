"""Bounds of integrated ownership and majority control, against independent oracles."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch._native import ownership as native
from counterpitch.ownership import graph as graphs
from counterpitch.ownership import reference
from counterpitch.ownership.graph import Graph, graph, heads, integrated
from tests.ownership import drawn
from tests.ownership.drawn import Pairs


def built(found: Pairs, nodes: int | None = None) -> Graph:
    """Return drawn holdings as a graph."""
    owners, owneds = [p[0] for p in found], [p[1] for p in found]
    lows, highs = [b[0] for b in found.values()], [b[1] for b in found.values()]
    return graph(nodes or drawn.size(found), owners, owneds, lows, highs)


@given(drawn.pairs(consistent=True), st.integers(0, 2**32))
@settings(max_examples=120, deadline=None)
def test_bounds_hold_for_every_completion(found: Pairs, seed: int) -> None:
    """Whatever shares within the bands are the true ones, the exact part lies within the bounds."""
    made = built(found)
    result = integrated(made)
    bounds = drawn.bounds(made, result)
    rng = np.random.default_rng(seed)
    for _ in range(10):
        shares = drawn.completion(found, rng)
        exact = drawn.exact(shares, made.nodes) if shares else None
        if exact is None:
            continue
        for (owner, company), (low, _, high) in bounds.items():
            assert low - 1e-9 <= exact[owner, company] <= high + 1e-9


@given(drawn.pairs(most=5, acyclic=True, consistent=True))
@settings(max_examples=60, deadline=None)
def test_bounds_are_sharp_without_rings(found: Pairs) -> None:
    """Both bounds are attained at some corner of the bands: they could not be narrower."""
    if len(found) > 6:
        found = dict(list(found.items())[:6])
    made = built(found)
    bounds = drawn.bounds(made, integrated(made))
    corners = [drawn.exact(shares, made.nodes) for shares in drawn.vertices(found)]
    for (owner, company), (low, _, high) in bounds.items():
        values = [float(corner[owner, company]) for corner in corners if corner is not None]
        assert min(values) == pytest.approx(low, abs=1e-9)
        assert max(values) == pytest.approx(high, abs=1e-9)


@given(drawn.pairs(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_of_input_does_not_matter(found: Pairs, random: "st.random.Random") -> None:  # type: ignore[name-defined]
    """The same holdings in another order give the same bounds and the same heads."""
    shuffled = list(found.items())
    random.shuffle(shuffled)
    one, two = built(found), built(dict(shuffled), drawn.size(found))
    first, second = integrated(one), integrated(two)
    left, right = drawn.bounds(one, first), drawn.bounds(two, second)
    assert left.keys() == right.keys()
    for key, value in left.items():
        assert value == pytest.approx(right[key], abs=1e-12)
    assert heads(one, first).tolist() == heads(two, second).tolist()


@given(drawn.pairs())
@settings(max_examples=120, deadline=None)
@pytest.mark.skipif(native.kernel is None, reason="the kernel is not built")
def test_the_kernel_gives_what_its_measure_gives(found: Pairs) -> None:
    """Compiled and plain code agree on order, rings, bounds, marks and control."""
    made = built(found)
    fast, plain = integrated(made), reference.integrate(made)
    assert fast.layered.tolist() == plain.layered.tolist()
    assert fast.ring.tolist() == plain.ring.tolist()
    assert fast.over.tolist() == plain.over.tolist()
    assert fast.inexact == plain.inexact
    left, right = drawn.bounds(made, fast), drawn.bounds(made, plain)
    assert left.keys() == right.keys()
    for key, value in left.items():
        assert value == pytest.approx(right[key], abs=1e-9)
    assert heads(made, fast).tolist() == reference.control(made, fast).tolist()


def test_the_plain_code_gathers_as_the_kernel_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the kernel the same graph, bounds and heads come out."""
    found = {(0, 2): (0.5, 0.6), (1, 2): (0.2, 0.4), (2, 3): (0.75, 1.0), (0, 3): (0.0, 0.25)}
    fast = built(found)
    result, tops = integrated(fast), heads(fast, integrated(fast))
    monkeypatch.setattr(graphs, "kernel", None)
    plain = built(found)
    assert [a.tolist() for a in plain] == [a.tolist() for a in fast]
    assert drawn.bounds(plain, integrated(plain)) == drawn.bounds(fast, result)
    assert heads(plain, integrated(plain)).tolist() == tops.tolist()


@given(drawn.pairs(acyclic=True, consistent=True))
@settings(max_examples=60, deadline=None)
def test_known_shares_are_the_sum_over_all_paths(found: Pairs) -> None:
    """Where every share is known, both bounds are the sum of products that networkx finds."""
    known = {pair: (low, low) for pair, (low, _) in found.items()}
    made = built(known)
    oracle = nx.DiGraph()
    oracle.add_weighted_edges_from((a, b, low) for (a, b), (low, _) in known.items())
    for (owner, company), (low, _, high) in drawn.bounds(made, integrated(made)).items():
        total = sum(
            np.prod([oracle[a][b]["weight"] for a, b in pairwise(way)])
            for way in nx.all_simple_paths(oracle, owner, company)
        )
        assert low == pytest.approx(total, abs=1e-9)
        assert high == pytest.approx(total, abs=1e-9)


@given(drawn.pairs(consistent=True))
@settings(max_examples=60, deadline=None)
def test_known_shares_in_rings_are_the_neumann_series(found: Pairs) -> None:
    """With rings, both bounds are what scipy's powers of the matrix sum to."""
    known = {pair: (0.8 * low, 0.8 * low) for pair, (low, _) in found.items()}
    made = built(known)
    matrix = sp.csr_array((made.lo, (made.owner, made.owned)), shape=(made.nodes, made.nodes))
    total, power = matrix.copy(), matrix.copy()
    while power.nnz and power.max() > 1e-14:
        power = power @ matrix
        total = total + power
    dense = total.toarray()
    for (owner, company), (low, _, high) in drawn.bounds(made, integrated(made)).items():
        assert low == pytest.approx(dense[owner, company], abs=1e-9)
        assert high == pytest.approx(dense[owner, company], abs=1e-9)


@given(drawn.pairs())
@settings(max_examples=100, deadline=None)
def test_heads_are_what_the_definition_gives(found: Pairs) -> None:
    """A head other than the company itself controls it by the literal fixpoint of the definition."""
    made = built(found)
    result = integrated(made)
    over = result.over.astype(bool)
    tops = heads(made, result)
    for company, top in enumerate(tops.tolist()):
        if top == company:
            continue
        in_ring = result.ring[top] >= 0
        assert company in _controlled(made, over, top) or in_ring


@given(drawn.pairs(acyclic=True))
@settings(max_examples=100, deadline=None)
def test_whoever_controls_without_being_controlled_is_the_head(found: Pairs) -> None:
    """Without rings the head is the one controller that nobody controls."""
    made = built(found)
    result = integrated(made)
    over = result.over.astype(bool)
    controlled = {node: _controlled(made, over, node) for node in range(made.nodes)}
    free = [n for n in range(made.nodes) if not any(n in controlled[m] - {m} for m in controlled)]
    tops = heads(made, result)
    for top in free:
        for company in controlled[top]:
            assert tops[company] == top


def _controlled(made: Graph, over: np.ndarray, holder: int) -> set[int]:
    """Return what ``holder`` controls, literally as defined, in any number of rounds."""
    reached = {holder}
    while True:
        more = {
            node
            for node in range(made.nodes)
            if node not in reached
            and not over[node]
            and sum(
                low
                for owner, low in zip(
                    made.owner[made.pointer[node] : made.pointer[node + 1]].tolist(),
                    made.lo[made.pointer[node] : made.pointer[node + 1]].tolist(),
                    strict=True,
                )
                if owner in reached
            )
            > 0.5 + 1e-13
        }
        if not more:
            return reached
        reached |= more


def test_a_closed_ring_has_no_number() -> None:
    """Two companies that wholly own each other have no owner, and nothing is made up."""
    made = built({(0, 1): (1.0, 1.0), (1, 0): (1.0, 1.0)})
    result = integrated(made)
    assert drawn.bounds(made, result) == {}
    assert result.ring.tolist() == [0, 0]


def test_a_nearly_closed_ring_is_solved_exactly() -> None:
    """Where sweeps would take for ever, elimination gives the textbook value."""
    part = 0.9999
    made = built({(0, 1): (1 - part, 1 - part), (2, 1): (part, part), (1, 2): (part, part)})
    result = integrated(made)
    low, _, high = drawn.bounds(made, result)[0, 1]
    assert result.inexact == 0
    assert low == pytest.approx((1 - part) / (1 - part * part), abs=1e-9)
    assert high == pytest.approx(low, abs=1e-9)


def test_a_ring_of_three_thousand() -> None:
    """A ring of 3,000 fed by one owner is solved at once, and every member has a value."""
    size = 3000
    found = {(1 + i, 1 + (i + 1) % size): (0.5, 0.75) for i in range(size)}
    found[0, 1] = (0.25, 0.5)
    made = built(found)
    result = integrated(made)
    bounds = drawn.bounds(made, result)
    assert len(bounds) == size
    assert bounds[0, 1][0] == pytest.approx(0.25)
    assert bounds[0, 1][2] == pytest.approx(0.5)
    assert bounds[0, 3][2] == pytest.approx(0.5 * 0.75**2)


def test_four_hundred_per_cent_proves_nothing() -> None:
    """Declarations of 400 % together are marked, and no lower bound is drawn from them."""
    found = {(i, 4): (1.0, 1.0) for i in range(4)} | {(4, 5): (1.0, 1.0)}
    made = built(found)
    result = integrated(made)
    assert result.over.tolist() == [0, 0, 0, 0, 1, 0]
    for _, (low, _, high) in drawn.bounds(made, result).items():
        assert (low, high) == (0.0, 1.0)
    assert heads(made, result)[4] == 4


def test_own_shares_belong_to_the_other_holders() -> None:
    """40 % beside 20 % of own shares is half of what counts."""
    made = graph(3, [0, 1, 1, 1], [1, 1, 2, 2], [0.4, 0.2, 1.0, 0.0], [0.4, 0.2, 1.0, 0.0])
    assert made.lo.tolist()[0] == pytest.approx(0.5)


def test_one_owner_of_very_many() -> None:
    """One holder of 31,000 companies is no harder than 31,000 holders."""
    many = 31_000
    made = graph(
        many + 2, [0] * many + [1], [*range(2, many + 2), 2], [0.75] * many + [0.1],
        [1.0] * many + [0.25],
    )  # fmt: skip
    assert int((heads(made, integrated(made)) == 0).sum()) == many + 1


@pytest.mark.skipif(native.kernel is None, reason="the kernel is not built")
def test_the_kernel_refuses_what_points_outside() -> None:
    """A graph that names nodes that are not there is an error, not a crash."""
    bad = np.array([7], np.int32), np.array([0.5]), np.array([0.5])
    with pytest.raises(ValueError, match="outside"):
        integrated(Graph(np.array([0, 1], np.int64), *bad))
    with pytest.raises(ValueError, match="nodes"):
        graphs.gathered(1, bad[0], bad[0], bad[1], bad[2])
