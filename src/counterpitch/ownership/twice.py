"""Holdings that may be told twice: of a company, and again of somebody who stands above it.

Registers list what is held "directly or indirectly", so that the second may be the first, seen
from above. Nothing in the register tells; a person has to ask.
"""

from collections.abc import Iterable, Iterator

from counterpitch.ownership.graph import Graph


def told_twice(graph: Graph, places: Iterable[int]) -> Iterator[int]:
    """Yield each holding in one of ``places`` whose owner stands above another holder there.

    A holding is its position in ``graph.owner``. Time: holdings times holders of a place.
    """
    for place in places:
        first, end = int(graph.pointer[place]), int(graph.pointer[place + 1])
        beside = graph.owner[first:end].tolist()
        higher = {up for each in beside for up in _above(graph, each, place)}
        yield from (first + at for at, owner in enumerate(beside) if owner in higher)


def _above(graph: Graph, node: int, below: int) -> set[int]:
    """Return whoever stands above ``node``, going round ``below``, itself left out."""
    seen, waiting = {node, below}, [node]
    while waiting:
        at = waiting.pop()
        for up in graph.owner[graph.pointer[at] : graph.pointer[at + 1]].tolist():
            if up not in seen:
                seen.add(up)
                waiting.append(up)
    return seen - {node, below}
