"""Rings too large to be drawn member by member become one box that says how large."""

import msgspec

from counterpitch.ownership.chart.graph import Box, Graph
from counterpitch.ownership.chart.items import MOST_IN_RING, rings


def unringed(graph: Graph) -> Graph:
    """Return ``graph`` with every ring of more than ``MOST_IN_RING`` members as one box."""
    boxes = {box.id: box for box in graph.boxes}
    stands: dict[str, str] = {}
    extra: list[Box] = []
    for number, ids in enumerate(rings(graph)):
        if len(ids) > MOST_IN_RING:
            box = _one([boxes[id] for id in ids], f"ring:{number}")
            extra.append(box)
            stands.update(dict.fromkeys(ids, box.id))
    if not extra:
        return graph
    links = {}
    for link in graph.links:
        owner, owned = stands.get(link.owner, link.owner), stands.get(link.owned, link.owned)
        if owner != owned:
            links[owner, owned] = msgspec.structs.replace(link, owner=owner, owned=owned)
    kept = [box for box in graph.boxes if box.id not in stands]
    return Graph(graph.title, (*kept, *extra), tuple(links.values()))


def _one(members: list[Box], id: str) -> Box:
    target = next((box for box in members if box.target), None)
    name = f"{target.name} in a" if target else "A"
    lines = ("they hold each other",)
    folded = len(members)
    return Box(id, f"{name} ring of {folded:,} companies", "company", lines,
               target=target is not None, folded=folded)  # fmt: skip
