"""The condition trees as tables for the compiled core.

What they mean is said by ``indicators.nodes`` and ``indicators.combined``.
"""

from array import array
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from counterpitch.features.facts import READS, TIMES
from counterpitch.indicators.combined import (
    AllNode,
    AnyNode,
    PositionNode,
    RepeatNode,
    SequenceNode,
    UnansweredNode,
)
from counterpitch.indicators.nodes import (
    FeatureNode,
    IndicatorNode,
    MoneyNode,
    Node,
    PhraseNode,
    QuickRepliesNode,
)
from counterpitch.indicators.tables import listed, numbers

PHRASE, FACT, MONEY, INDICATOR, ALL, ANY, SEQUENCE, REPEAT, UNANSWERED, POSITION = range(10)
NO_LAST: Final = 2**31 - 1
"""Stands for no upper bound."""
_WITHIN: Final = {"sentence": 0, "message": 1, "conversation": 2}


class TreeTables(msgspec.Struct, frozen=True):
    """The trees of all indicators, in the order of evaluation; see ``PhraseTables`` for the forms.

    ``facts`` are features by name, and quick replies as ``minutes:count``.
    """

    names: tuple[str, ...]
    facts: tuple[str, ...]
    fact_kinds: bytes
    nodes: bytes
    below: bytes
    amounts: bytes
    roots: bytes
    leaf_triggers: bytes
    leaf_trigger_starts: bytes
    indicator_triggers: bytes
    indicator_trigger_starts: bytes
    always: bytes


def tree_tables(
    names: Sequence[str],
    nodes: Mapping[str, Node],
    triggers: Mapping[int | str, Sequence[str]],
    leaves: int,
) -> TreeTables:
    """Return the tables of the indicators ``names``, which come in the order of evaluation.

    ``triggers`` maps a phrase leaf, ``indicator:NAME`` or ``always`` to indicators.
    """
    flat = _Flat(names)
    roots = [flat.add(nodes[name]) if name in nodes else -1 for name in names]
    waking = {key: [flat.numbers[name] for name in woken] for key, woken in triggers.items()}
    return TreeTables(
        tuple(names), tuple(flat.facts), numbers(map(_kind, flat.facts)), numbers(flat.rows),
        numbers(flat.below), array("d", flat.amounts).tobytes(), numbers(roots),
        *listed([waking.get(leaf, []) for leaf in range(leaves)]),
        *listed([waking.get(f"indicator:{name}", []) for name in names]),
        numbers(waking.get("always", [])),
    )  # fmt: skip


def _kind(fact: str) -> int:
    return READS.get(fact, TIMES)


class _Flat:
    """Nodes as rows (kind, number, within, first child, children); children come first."""

    def __init__(self, names: Sequence[str]) -> None:
        self.numbers = {name: number for number, name in enumerate(names)}
        self.rows: list[int] = []
        self.below: list[int] = []
        self.amounts: list[float] = []
        self.facts: dict[str, int] = {}

    def add(self, node: Node) -> int:
        without = node.without if isinstance(node, AllNode) else ()
        children = [self.add(child) for child in (*node.children, *without)]
        kind, number, within = self._row(node)
        self.rows += [kind, number, within, len(self.below), len(children)]
        self.below += children
        return len(self.rows) // 5 - 1

    def _row(self, node: Node) -> tuple[int, int, int]:
        if isinstance(node, AllNode):
            return ALL, len(node.children), _WITHIN[node.within]
        if isinstance(node, AnyNode):
            return ANY, node.count, _WITHIN[node.within]
        if isinstance(node, SequenceNode):
            return SEQUENCE, 0, 0
        if isinstance(node, RepeatNode):
            return REPEAT, node.count, 0
        if isinstance(node, UnansweredNode):
            return UNANSWERED, node.count, 0
        if isinstance(node, PositionNode):
            return POSITION, NO_LAST if node.first is None else node.first, node.after
        return self._leaf(node)

    def _leaf(self, node: Node) -> tuple[int, int, int]:
        if isinstance(node, PhraseNode):
            return PHRASE, node.leaf, 0
        if isinstance(node, IndicatorNode):
            return INDICATOR, self.numbers[node.name], 0
        if isinstance(node, MoneyNode):
            self.amounts.append(node.least)
            return MONEY, len(self.amounts) - 1, 0
        if isinstance(node, FeatureNode):
            return FACT, self._fact(node.name), 0
        if isinstance(node, QuickRepliesNode):
            return FACT, self._fact(f"{node.minutes}:{node.count}"), 0
        raise TypeError(f"a condition without a table: {type(node).__name__}")

    def _fact(self, name: str) -> int:
        return self.facts.setdefault(name, len(self.facts))
