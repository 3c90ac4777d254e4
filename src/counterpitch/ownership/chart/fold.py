"""Folds the many small holders of one company into one box, so that a chart stays a chart."""

from collections import defaultdict
from typing import Final

from counterpitch.ownership.chart.graph import Box, Graph, Link

SHOWN: Final = 5
"""Holders of one company that are drawn each, beside the folded ones."""

CROWD: Final = 2
"""Fewer than this many are not worth a folded box."""

MOST_BOXES: Final = 250
"""Beyond this many boxes, holders are folded ever closer."""


def folded(graph: Graph, shown: int = SHOWN) -> Graph:
    """Return ``graph`` with the smallest holders of each company in one box.

    Only holders that hold nothing else here and that nobody holds are folded; the count and
    the sum of their shares stand in the box.
    """
    for keep in (shown, max(shown // 2, 1), 1, 0):
        found = _fold(graph, keep)
        if len(found.boxes) <= MOST_BOXES:
            return found
    return found


def _fold(graph: Graph, keep: int) -> Graph:
    crowds = _crowds(graph, keep)
    gone = {link.owner for links in crowds.values() for link in links}
    boxes = [box for box in graph.boxes if box.id not in gone]
    links = [link for link in graph.links if link.owner not in gone]
    for owned, crowd in crowds.items():
        box, link = _folded(owned, crowd)
        boxes.append(box)
        links.append(link)
    return Graph(graph.title, tuple(boxes), tuple(links))


def _crowds(graph: Graph, keep: int) -> dict[str, list[Link]]:
    """Return for each company the links of the holders to fold."""
    degree: dict[str, int] = defaultdict(int)
    owners: dict[str, list[Link]] = defaultdict(list)
    held = {link.owned for link in graph.links}
    kinds = {box.id: box.kind for box in graph.boxes if not box.target}
    for link in graph.links:
        degree[link.owner] += 1
        owners[link.owned].append(link)
    crowds = {}
    for owned, links in owners.items():
        small = [
            link
            for link in links
            if degree[link.owner] == 1 and link.owner not in held and link.owner in kinds
            and kinds[link.owner] != "unknown"
        ]  # fmt: skip
        small.sort(key=lambda link: (-link.weight, link.owner))
        others = len(links) - len(small)
        crowd = small[max(keep - others, 0) :]
        if len(crowd) >= CROWD:
            crowds[owned] = crowd
    return crowds


def _folded(owned: str, crowd: list[Link]) -> tuple[Box, Link]:
    sum_ = min(sum(link.weight for link in crowd), 1.0)
    dashed = all(link.form == "dashed" for link in crowd)
    box = Box(f"fold:{owned}", f"{len(crowd):,} further holders", "person", folded=len(crowd))
    words = f"together up to {100 * sum_:.3g} %"
    return box, Link(box.id, owned, words, "dashed" if dashed else "solid", sum_)
