"""The condition tree of an indicator, compiled to nodes."""

from collections.abc import Callable, Sequence

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
from counterpitch.model.indicator import Condition, Phrases

_SHOWN = 90
"""Characters of the phrases that a label shows."""


def _wanted(phrase: Phrases) -> str:
    """Return what is looked for, in the first language that there is, as a rule writes it."""
    for own in phrase.by_language().values():
        first = own[0] if len(own[0]) <= _SHOWN else f"{own[0][: _SHOWN - 1]}…"
        more = sum(map(len, phrase.by_language().values())) - 1
        return first if not more else f"{first}, or one of {more} more"
    return ""


def compiled(condition: Condition, leaf_of: Callable[[object], int]) -> Node:
    """Compile a condition; ``leaf_of`` numbers the phrase leaves."""
    below = [compiled(c, leaf_of) for c in condition.children() if c.key() != "negation"]
    if condition.phrase is not None:
        phrase = condition.phrase
        return PhraseNode(leaf_of(phrase), phrase.author, _wanted(phrase))
    if condition.feature is not None:
        return FeatureNode(condition.feature)
    if condition.money is not None:
        return MoneyNode(condition.money.at_least)
    if condition.indicator is not None:
        return IndicatorNode(condition.indicator)
    if condition.quick_replies is not None:
        return QuickRepliesNode(condition.quick_replies.minutes, condition.quick_replies.count)
    return _compound(condition, below, leaf_of)


def _compound(
    condition: Condition, below: Sequence[Node], leaf_of: Callable[[object], int]
) -> Node:
    if condition.all is not None:
        without = [compiled(c.negation, leaf_of) for c in condition.all if c.negation is not None]
        return AllNode(below, without, condition.within or "message")
    if condition.any is not None:
        return AnyNode(below, 1, "conversation")
    if condition.at_least is not None:
        return AnyNode(below, condition.at_least.count, condition.within or "conversation")
    if condition.sequence is not None:
        return SequenceNode(below)
    if condition.repeat is not None:
        return RepeatNode(below[0], condition.repeat.count)
    if condition.unanswered is not None:
        return UnansweredNode(below[0], below[1], condition.unanswered.count)
    if condition.position is not None:
        return PositionNode(below[0], condition.position.first, condition.position.after)
    raise ValueError(f"a condition that only excludes ({condition.key()}) finds nothing")
