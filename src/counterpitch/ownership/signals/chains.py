"""The signals that are questions of graphs: rings, depth, breaks, opaque ways."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from counterpitch.ownership.signals.scope import Scope
from counterpitch.ownership.signals.signal import Evidence

DEEP: Final = 4
"""Companies on the way to the first person from which on a chain is long."""

_OPAQUE_KINDS: Final = ("trust", "partnership")
_OPAQUE: Final = ("as_trust", "as_firm", "over_trust", "over_firm")


class Chains:
    """The interests above one company, as a graph of names."""

    def __init__(self, scope: Scope, company: str) -> None:
        self.company = company
        rows = scope.sql(
            "SELECT h.owner, h.owned, h.capacity, h.source, h.source_ref, h.since FROM held h"
            " JOIN target t ON h.owned = t.id"
        )
        self.rows = rows
        self.owners: dict[str, set[str]] = defaultdict(set)
        for owner, owned, *_ in rows:
            self.owners[owned].add(owner)
        nodes = scope.sql("SELECT id, name, kind, category FROM near")
        self.names = {id: name or id for id, name, _, _ in nodes}
        self.kinds = {id: _kind(kind, category) for id, _, kind, category in nodes}

    def name(self, id: str) -> str:
        """Return a node's name."""
        return str(self.names.get(id, id))

    def circular(self) -> Iterator[Evidence]:
        """Yield each ring above the company, and each company that holds itself."""
        for ring in _rings(self.owners):
            names = [self.name(id) for id in sorted(ring)]
            outside = {o for id in ring for o in self.owners[id]} - ring
            closed = "" if outside else " No owner outside the ring is on file."
            said = " → ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
            verb = "holds its own shares" if len(ring) == 1 else "hold each other"
            yield self._evidence(min(ring), f"{said} {verb}.{closed}", ring)

    def _evidence(self, company: str, sentence: str, ring: set[str] | None = None) -> Evidence:
        row = next((r for r in self.rows if r[1] == company and (not ring or r[0] in ring)), None)
        return Evidence(company, sentence, *(row[3:6] if row else ()))

    def depth(self) -> Iterator[Evidence]:
        """Yield the longest chain to a person, if it is long."""
        path = _longest(self.company, self.owners, self.kinds)
        if path and len(path) - 1 >= DEEP:
            chain = " ← ".join(self.name(id) for id in path)
            yield self._evidence(
                self.company, f"{len(path) - 1} steps to {self.name(path[-1])}: {chain}."
            )

    def breaks(self) -> Iterator[Evidence]:
        """Yield each end of the chain that is neither a person nor a state."""
        for owner in sorted({row[0] for row in self.rows}):
            if not self.owners.get(owner) and self.kinds.get(owner) not in (
                "person",
                "state",
                "unknown",
            ):
                row = next(r for r in self.rows if r[0] == owner)
                said = f"Nothing loaded says who holds {self.name(owner)}."
                yield Evidence(row[1], said, *row[3:6])

    def opaque(self) -> Iterator[Evidence]:
        """Yield a sentence, if every way up to a person leads through an opaque form."""
        if not self._persons(opaque=True) or self._persons(opaque=False):
            return
        through = sorted(
            {self.name(row[0]) for row in self.rows
             if row[2] in _OPAQUE or self.kinds.get(row[0]) in _OPAQUE_KINDS}
        )  # fmt: skip
        said = f"Every way up to a person leads through {', '.join(through[:4])}."
        yield self._evidence(self.company, said)

    def _persons(self, *, opaque: bool) -> set[str]:
        """Return the persons that are reached, by ways that may be ``opaque`` or not."""
        seen, waiting = {self.company}, [self.company]
        ways: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for owner, owned, capacity, *_ in self.rows:
            ways[owned].append((owner, capacity))
        while waiting:
            for owner, capacity in ways[waiting.pop()]:
                hidden = capacity in _OPAQUE or self.kinds.get(owner) in _OPAQUE_KINDS
                if owner not in seen and (opaque or not hidden):
                    seen.add(owner)
                    waiting.append(owner)
        return {id for id in seen if self.kinds.get(id) == "person"}


def _kind(kind: str, category: str) -> str:
    """Return the kind; a company whose legal form is a partnership or trust is one."""
    words = category.casefold()
    if kind == "company" and ("partnership" in words or "trust" in words.split()):
        return "partnership"
    return str(kind)


def _rings(owners: dict[str, set[str]]) -> list[set[str]]:
    """Return the rings: strongly connected components of two or more, and self-holders."""
    ids = sorted({*owners, *(o for above in owners.values() for o in above)})
    at = {id: n for n, id in enumerate(ids)}
    pairs = [(at[o], at[id]) for id, above in owners.items() for o in above]
    labels = components(len(ids), pairs)
    groups: dict[int, set[str]] = defaultdict(set)
    for id, label in zip(ids, labels, strict=True):
        groups[int(label)].add(id)
    return [
        ring for ring in groups.values()
        if len(ring) > 1 or (id := next(iter(ring))) in owners.get(id, ())
    ]  # fmt: skip


def components(count: int, pairs: Any) -> Any:
    """Return the number of the strongly connected component of each of ``count`` nodes."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    array = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    ones = np.ones(len(array), dtype=np.int8)
    matrix = coo_matrix((ones, (array[:, 0], array[:, 1])), shape=(count, count))
    return connected_components(matrix, directed=True, connection="strong")[1]


def _longest(company: str, owners: dict[str, set[str]], kinds: dict[str, str]) -> list[str]:
    """Return the longest way up to a person in which no ring is walked twice.

    Depth-first with memory over a graph whose rings are cut where a walk would return.
    """
    best: dict[str, list[str]] = {}
    state: dict[str, int] = {}
    stack = [company]
    while stack:
        id = stack[-1]
        if state.get(id) is None:
            state[id] = 1
            stack += [o for o in sorted(owners.get(id, ())) if o not in state]
            continue
        stack.pop()
        if state[id] == 2:
            continue
        state[id] = 2
        tails = [best[o] for o in sorted(owners.get(id, ())) if best.get(o)]
        longest = max(tails, key=len, default=[])
        best[id] = [id] if kinds.get(id) == "person" else [id, *longest] if longest else []
    return best.get(company, [])
