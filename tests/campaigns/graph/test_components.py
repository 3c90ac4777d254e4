import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.campaigns.graph.components import components, parted
from counterpitch.campaigns.graph.hubs import counted


def clique(first: int, size: int) -> list[tuple[int, int]]:
    """Return all ties among ``size`` members."""
    return [(a, b) for a in range(first, first + size) for b in range(a + 1, first + size)]


def parts(count: int, ties: list[tuple[int, int]], judged: tuple[int, ...] = ()) -> list[int]:
    """Return the part of each member."""
    ends = np.array(ties, np.int64).reshape(-1, 2)
    marked = np.isin(np.arange(len(ties)), judged)
    return list(parted(count, ends[:, 0], ends[:, 1], np.full(len(ties), 6.0), marked).tolist())


def test_a_thin_bridge_between_two_groups_is_cut() -> None:
    """Expect two groups of ten with one tie between them to be two parts."""
    found = parts(20, [*clique(0, 10), *clique(10, 10), (3, 14)])
    assert len(set(found[:10])) == len(set(found[10:])) == 1
    assert found[0] != found[10]


def test_a_bridge_that_a_person_made_holds() -> None:
    """Expect a judged tie never to be cut."""
    ties = [*clique(0, 10), *clique(10, 10), (3, 14)]
    assert len(set(parts(20, ties, (len(ties) - 1,)))) == 1


def test_a_broad_bridge_holds() -> None:
    """Expect one part where half of the members have ties across."""
    assert (
        len(set(parts(20, [*clique(0, 10), *clique(10, 10), *((a, a + 10) for a in range(5))])))
        == 1
    )


def test_copies_that_hang_on_one_member_are_no_parts() -> None:
    """Expect a star, and two stars whose centres are tied, to stay whole."""
    star = [(0, leaf) for leaf in range(2, 50)] + [(1, leaf) for leaf in range(50, 100)]
    assert len(set(parts(100, [*star, (0, 1)]))) == 1


def test_a_chain_is_not_cut_into_small_pieces() -> None:
    """Expect a family in which each resembles the next few to stay one."""
    ties = [(a, b) for a in range(40) for b in range(a + 1, min(a + 4, 40))]
    assert len(set(parts(40, ties))) <= 2


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=60), st.randoms())
def test_the_order_of_ties_does_not_matter(pairs: list[tuple[int, int]], rng: object) -> None:
    """Expect the same parts for the same ties in any order."""
    ties = sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]})
    shuffled = list(ties)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = parts(20, ties), parts(20, shuffled)
    assert [one.index(each) for each in one] == [other.index(each) for each in other]


def test_components_of_nothing_are_single() -> None:
    """Expect every member by itself."""
    none = np.zeros(0, np.int64)
    assert components(3, none, none).tolist() == [0, 1, 2]


def test_one_value_never_joins_parts_that_hold_without_it() -> None:
    """Expect the ties of a value that all share to fall away between two groups, and to stay elsewhere."""
    inner = [*clique(0, 6), *clique(6, 6)]
    shared = [*clique(12, 8), (5, 6), (11, 12)]
    ends = np.array([*inner, *shared], np.int64)
    value = np.array([-1] * len(inner) + [0] * len(shared))
    kept = counted(20, ends[:, 0], ends[:, 1], value)
    labels = components(20, ends[kept, 0], ends[kept, 1])
    assert labels[0] != labels[6]
    assert len(set(labels[:6].tolist())) == len(set(labels[6:12].tolist())) == 1
    assert len(set(labels[12:].tolist())) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_components_are_those_of_another_library(ties: list[tuple[int, int]]) -> None:
    """Expect the components that networkx finds, numbered by their least member."""
    import networkx

    graph = networkx.Graph(ties)
    graph.add_nodes_from(range(31))
    ends = np.array(ties, np.int64).reshape(-1, 2)
    found = components(31, ends[:, 0], ends[:, 1])
    groups = sorted(map(sorted, networkx.connected_components(graph)))
    assert [np.flatnonzero(found == at).tolist() for at in range(len(groups))] == groups
