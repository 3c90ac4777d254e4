"""The layout: owners above, few crossings, nothing on top of anything."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.ownership.chart.graph import Box, Graph, Link
from counterpitch.ownership.chart.items import items_of, rings
from counterpitch.ownership.chart.labels import labels
from counterpitch.ownership.chart.layers import crossings, layered
from counterpitch.ownership.chart.place import placed
from counterpitch.ownership.chart.routes import Scene, scene


def laid(graph: Graph) -> Scene:
    """The scene of a graph."""
    items = items_of(graph)
    home = {box.id: at for at, item in enumerate(items) for box in item.boxes}
    pairs = [(home[link.owner], home[link.owned]) for link in graph.links]
    layout = layered(len(items), [pair for pair in pairs if pair[0] != pair[1]])
    return scene(graph, items, layout, placed(items, layout))


def graph(count: int, pairs: list[tuple[int, int]]) -> Graph:
    """A graph of numbered companies."""
    boxes = tuple(Box(f"n{n}", f"Company {n}", target=n == 0) for n in range(count))
    links = tuple(Link(f"n{a}", f"n{b}", f"{a} %") for a, b in dict.fromkeys(pairs))
    return Graph("t", boxes, links)


graphs = st.integers(1, 12).flatmap(
    lambda n: st.builds(
        graph, st.just(n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=24),
    )
)  # fmt: skip


@given(graphs)
@settings(max_examples=120, deadline=None)
def test_no_box_covers_another(found: Graph) -> None:
    """Whatever the structure, rings and self-holders included, boxes stand apart."""
    rects = list(laid(found).boxes.values())
    assert len(rects) == len(found.boxes)
    for first, second in itertools.combinations(rects, 2):
        assert not first.meets(second)


@given(graphs)
@settings(max_examples=60, deadline=None)
def test_everything_lies_on_the_page(found: Graph) -> None:
    """No box stands outside the drawing, and every link and label is drawn."""
    seen = laid(found)
    for rect in seen.boxes.values():
        assert rect.left >= 0
        assert rect.right <= seen.width
        assert rect.top >= 0
        assert rect.bottom <= seen.height
    assert len(seen.routes) == len(found.links)
    assert len(labels(seen)) == len(found.links)


def test_owners_stand_above_what_they_hold() -> None:
    """Outside rings every line runs down, also where one holds over several layers."""
    found = laid(graph(5, [(1, 0), (2, 1), (3, 2), (3, 0), (4, 0)]))
    for route in found.routes:
        assert found.boxes[route.link.owner].bottom < found.boxes[route.link.owned].top


def test_crossings_are_counted_and_avoided() -> None:
    """A knot that can be untied is untied."""
    assert crossings([[0, 1], [2, 3]], [(0, 3), (1, 2)]) == 1
    knotted = [(1, 0), (2, 0), (3, 2), (4, 1)]
    layout = layered(5, knotted)
    assert crossings(layout.layers, layout.segments) == 0


def test_a_ring_is_one_item_in_the_order_in_which_it_holds_itself() -> None:
    """Each member of a ring stands next to the one that it holds."""
    found = rings(graph(4, [(1, 2), (2, 3), (3, 1), (1, 0)]))
    ring = next(ids for ids in found if len(ids) == 3)
    at = ring.index("n1")
    assert ring[at:] + ring[:at] == ["n1", "n2", "n3"]


def test_who_holds_the_outside_stands_low_in_its_ring() -> None:
    """The member that holds the company is the lowest of the ring."""
    found = laid(graph(4, [(1, 2), (2, 3), (3, 1), (2, 0)]))
    lowest = max(("n1", "n2", "n3"), key=lambda id: found.boxes[id].top)
    assert lowest == "n2"
