"""Which phrase leaves need which others beside them before either is worth a search.

Under ``all`` within a sentence (or a message) a leaf matters only where every other
condition of that ``all`` may hold too. The index knows cheaply what *may* occur, so most
broad leaves, such as words of asking, are never searched for.
"""

from collections.abc import Callable, Iterator

from counterpitch.model.indicator import Condition, Phrase

Leaves = frozenset[int]
Companions = dict[int, tuple[tuple[Leaves, ...], tuple[Leaves, ...]]]
"""Leaf to what it needs in its sentence and in its message: one leaf of each set."""


def companions_of(conditions: Iterator[Condition], leaf_of: Callable[[Phrase], int]) -> Companions:
    """Return the companions of every leaf that has any."""
    found: dict[int, tuple[list[Leaves], list[Leaves]]] = {}
    for condition in conditions:
        _visit(condition, leaf_of, (), (), found)
    return {leaf: (tuple(near), tuple(far)) for leaf, (near, far) in found.items() if near or far}


def _visit(
    condition: Condition,
    leaf_of: Callable[[Phrase], int],
    near: tuple[Leaves, ...],
    far: tuple[Leaves, ...],
    found: dict[int, tuple[list[Leaves], list[Leaves]]],
) -> None:
    if condition.phrase is not None:
        found[leaf_of(condition.phrase)] = (list(near), list(far))
        return
    if condition.all is None:
        # Across messages nothing can be said of one sentence: a new start below.
        inherit = condition.any is not None or condition.negation is not None
        for child in condition.children():
            _visit(child, leaf_of, near if inherit else (), far if inherit else (), found)
        return
    within = condition.within or "message"
    needed = [_necessary(child, leaf_of) for child in condition.all]
    for child in condition.all:
        others = tuple(
            leaves
            for other, leaves in zip(condition.all, needed, strict=True)
            if other is not child and leaves
        )
        _visit(
            child,
            leaf_of,
            near + (others if within == "sentence" else ()),
            far + (others if within == "message" else ()),
            found,
        )


def _necessary(condition: Condition, leaf_of: Callable[[Phrase], int]) -> Leaves:
    """Return leaves of which one must match if ``condition`` is to hold; empty if unknown."""
    if condition.phrase is not None:
        return frozenset((leaf_of(condition.phrase),))
    if condition.any is not None:
        below = [_necessary(child, leaf_of) for child in condition.any]
        return frozenset().union(*below) if all(below) else frozenset()
    if condition.all is not None:
        below = [leaves for child in condition.all if (leaves := _necessary(child, leaf_of))]
        return min(below, key=len) if below else frozenset()
    return frozenset()
