"""Why two approaches are one campaign: the chain of reasons, and what would break it."""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from counterpitch.campaigns.edges import Edge
from counterpitch.campaigns.graph.judged import SURE, ties
from counterpitch.campaigns.judgements import bound
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.reuse.align import Shared, merged, shared
from counterpitch.campaigns.reuse.boilerplate import strip
from counterpitch.campaigns.reuse.visible import visible

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANDIDATES: Final = 24
"""Messages of an approach that are looked through for a shared passage."""


class Passage(msgspec.Struct, frozen=True):
    """A passage in a message of each side: indexes of messages, their texts, what is shared.

    ``merged`` shows the first text with the differences in brackets.
    """

    one: int
    other: int
    text: str
    other_text: str
    shared: tuple[Shared, ...]
    merged: str


class Step(msgspec.Struct, frozen=True):
    """One link of the chain, with every reason and the passage that is shared, if one is.

    ``total`` is the log-odds of the evidence; ``judged`` the judgement that ties the two, or 0.
    """

    a: str
    b: str
    total: float
    reasons: tuple[Edge, ...]
    passage: Passage | None = None
    judged: int = 0


class Why(msgspec.Struct, frozen=True):
    """The answer: ``campaign`` is empty where the two are in none together.

    ``chains`` is how many ties must be wrong before the two come apart; ``breaking`` are such ties
    where there are few. ``against`` are judgements that keep the two apart, ``bound`` those by
    which they are the same.
    """

    a: str
    b: str
    campaign: str
    steps: tuple[Step, ...]
    chains: int
    breaking: tuple[tuple[str, str], ...]
    against: tuple[int, ...] = ()
    bound: tuple[int, ...] = ()


def why(linked: Linked, a: str, b: str) -> Why:
    """Return why ``a`` and ``b`` (ids) are in one campaign, or what they share if they are not."""
    own = linked.stored.campaign(a)
    if own < 0 or own != linked.stored.campaign(b):
        return _apart(linked, a, b)
    graph = _Graph(linked, own, (a, b))
    names = graph.names
    path = graph.path(names.index(a), names.index(b))
    steps = tuple(step(linked, names[i], names[j], graph) for i, j in itertools.pairwise(path))
    chains, cut = graph.cut(names.index(a), names.index(b))
    breaking = tuple((names[i], names[j]) for i, j in cut)
    held = tuple(bound((a,), (b,), linked.judgements))
    return Why(a, b, linked.ids[own], steps, chains, breaking, bound=held)


def _apart(linked: Linked, a: str, b: str) -> Why:
    reasons = linked.reasons(a, b)
    steps = (step(linked, a, b),) if reasons else ()
    against = tuple(
        each.number
        for each in linked.judgements
        if each.act == "different" and ({a, b} & set(each.one) and {a, b} & set(each.other))
    )
    return Why(a, b, "", steps, 0, (), against)


def step(linked: Linked, a: str, b: str, graph: "_Graph | None" = None) -> Step:
    """Return what ties two approaches directly."""
    reasons = linked.reasons(a, b)
    texts = any(each.kind.startswith("text") for each in reasons)
    judged = graph.judged.get((min(a, b), max(a, b)), 0) if graph else 0
    total = graph.total(a, b) if graph else sum(each.weight for each in reasons)
    return Step(a, b, total, reasons, passage(linked, a, b) if texts else None, judged)


def passage(linked: Linked, a: str, b: str) -> Passage | None:
    """Return the messages of ``a`` and ``b`` that share most, aligned; boilerplate left out."""
    one = [(m.message, strip(m.text)) for m in linked.archive.messages(a) if m.contact]
    other = [(m.message, strip(m.text)) for m in linked.archive.messages(b) if m.contact]
    best: tuple[int, int, str, int, str] | None = None
    for at, text in one[:CANDIDATES]:
        for place, other_text in other[:CANDIDATES]:
            size = sum(each.end - each.start for each in shared(text, other_text))
            if size and (best is None or size > best[0]):
                best = size, at, text, place, other_text
    return _beside(*best[1:]) if best else None


def _beside(at: int, text: str, place: int, other_text: str) -> Passage:
    found = visible(text, other_text)
    told = merged(text, other_text, found)
    return Passage(at, place, text, other_text, tuple(found), told)


class _Graph:
    """The ties among the members of one campaign, members by number."""

    def __init__(self, linked: Linked, campaign: int, asked: Sequence[str]) -> None:
        import numpy as np

        inside = linked.ties(campaign)
        judged = {n for each in linked.judgements for n in (*each.one, *each.other)}
        judged = {each for each in judged if linked.stored.campaign(each) == campaign}
        tied = (*inside["a"].to_pylist(), *inside["b"].to_pylist())
        self.names = names = sorted({*tied, *judged, *asked})
        self._number = number = {name: at for at, name in enumerate(names)}
        pairs = {
            (number[a], number[b]): float(total)
            for a, b, total in zip(
                *(inside[c].to_pylist() for c in ("a", "b", "total")), strict=True
            )
        }
        self._evidence = dict(pairs)
        self.judged: dict[tuple[str, str], int] = {}
        for each in linked.judgements:
            for i, j in ties([each], number):
                pairs[i, j] = pairs.get((i, j), 0.0) + SURE
                self.judged[names[i], names[j]] = each.number
        ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
        self._a, self._b = ends[:, 0], ends[:, 1]
        self._weight = np.array([pairs[i, j] for i, j in ends.tolist()])

    def total(self, a: str, b: str) -> float:
        at = self._number
        return self._evidence.get((min(at[a], at[b]), max(at[a], at[b])), 0.0)

    def path(self, start: int, end: int) -> list[int]:
        """Return a chain with as few links as possible, of the strongest of those."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        # A link costs one and a little: the less the stronger it is.
        cost = 1 + 1 / (1 + self._weight) / (10 * len(self.names))
        shape = (len(self.names), len(self.names))
        graph = csr_matrix((cost, (self._a, self._b)), shape=shape)
        _, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True)
        path = [end]
        while path[-1] != start and before[path[-1]] >= 0:
            path.append(int(before[path[-1]]))
        return path[::-1] if path[-1] == start else []

    def cut(self, start: int, end: int) -> tuple[int, list[tuple[int, int]]]:
        """Return how many ties hold the two together, and which, where they are three or fewer."""
        import numpy as np
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import breadth_first_order, maximum_flow

        if start == end:
            return 0, []
        rows, columns = np.concatenate([self._a, self._b]), np.concatenate([self._b, self._a])
        shape = (len(self.names), len(self.names))
        graph = csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), shape=shape)
        found = maximum_flow(graph, start, end, method="dinic")
        if found.flow_value > 3:
            return int(found.flow_value), []
        left = graph - found.flow
        left.eliminate_zeros()
        side = np.zeros(shape[0], bool)
        side[breadth_first_order(left, start, return_predecessors=False)] = True
        across = side[self._a] != side[self._b]
        return int(found.flow_value), _pairs(self._a[across], self._b[across])


def _pairs(a: "NDArray[np.int64]", b: "NDArray[np.int64]") -> list[tuple[int, int]]:
    return [(int(i), int(j)) for i, j in zip(a, b, strict=True)]
