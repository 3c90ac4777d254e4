"""The condition tree, compiled: each node finds its evidence in a scene.

``find`` returns the hits that satisfy the node, in order, or an empty list. The same
nodes decide and explain, so an explanation cannot tell another story than the verdict.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

from counterpitch.indicators.hits import Hit, Hits
from counterpitch.indicators.scene import Scene
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Condition, Phrases, Within

Group = Callable[[Scene, Hit], object]


class Node(Protocol):
    """A compiled condition."""

    @property
    def children(self) -> "Sequence[Node]":
        """Return the conditions right below this one."""
        ...

    def find(self, scene: Scene) -> Hits:
        """Return the hits that satisfy this condition, or an empty list."""
        ...

    def label(self) -> str:
        """Return the condition in a few words."""
        ...


class PhraseNode:
    """One of the phrases of a leaf occurs."""

    children: Sequence[Node] = ()

    def __init__(self, leaf: int, author: str, wanted: str = "") -> None:
        self.leaf = leaf
        self.author = author
        self.wanted = wanted

    def find(self, scene: Scene) -> Hits:
        """Return the leaf's hits."""
        return scene.hits.get(self.leaf, [])

    def label(self) -> str:
        """Return the condition in a few words."""
        who = f"the {self.author}" if self.author != "any" else "somebody"
        return f"{who} says {self.wanted}".rstrip()


class FeatureNode:
    """A feature was seen."""

    children: Sequence[Node] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def find(self, scene: Scene) -> Hits:
        """Return where the feature was seen."""
        return scene.fact(self.name)

    def label(self) -> str:
        """Return the condition in a few words."""
        return f"seen: {self.name}"


class MoneyNode:
    """The contact names an amount of at least ``least``."""

    children: Sequence[Node] = ()

    def __init__(self, least: float) -> None:
        self.least = least

    def find(self, scene: Scene) -> Hits:
        """Return the amounts that are large enough."""
        return [hit for value, hit in scene.money if value >= self.least]

    def label(self) -> str:
        """Return the condition in a few words."""
        return f"an amount of {self.least:g} or more"


class IndicatorNode:
    """Another indicator matched."""

    children: Sequence[Node] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def find(self, scene: Scene) -> Hits:
        """Return the other indicator's hits."""
        return scene.results.get(self.name, [])

    def label(self) -> str:
        """Return the condition in a few words."""
        return f"matches {self.name}"


class AllNode:
    """Every child holds within one sentence, one message, or anywhere."""

    def __init__(self, children: Sequence[Node], without: Sequence[Node], within: Within) -> None:
        self.children = children
        self.without = without
        self.within = within

    def find(self, scene: Scene) -> Hits:
        """Return the hits of the places where every child holds."""
        found: list[Hits] = []
        for child in self.children:
            hits = child.find(scene)
            if not hits:
                return []
            found.append(hits)
        key = _GROUPS[self.within]
        common = set.intersection(*({key(scene, hit) for hit in hits} for hits in found))
        for node in self.without:
            common -= {key(scene, hit) for hit in node.find(scene)}
        if not common:
            return []
        return sorted({hit for hits in found for hit in hits if key(scene, hit) in common})

    def label(self) -> str:
        """Return the condition in a few words."""
        return f"all of these in one {self.within}"


class AnyNode:
    """At least ``count`` children hold within the same place."""

    def __init__(self, children: Sequence[Node], count: int, within: Within) -> None:
        self.children = children
        self.count = count
        self.within = within

    def find(self, scene: Scene) -> Hits:
        """Return the hits of the places where enough children hold."""
        found = [hits for child in self.children if (hits := child.find(scene))]
        if len(found) < self.count:
            return []
        if self.count == 1:
            return sorted({hit for hits in found for hit in hits})
        key = _GROUPS[self.within]
        counts: dict[object, int] = {}
        for hits in found:
            for place in {key(scene, hit) for hit in hits}:
                counts[place] = counts.get(place, 0) + 1
        return sorted(
            {hit for hits in found for hit in hits if counts[key(scene, hit)] >= self.count}
        )

    def label(self) -> str:
        """Return the condition in a few words."""
        return "any of these" if self.count == 1 else f"at least {self.count} of these"


class SequenceNode:
    """The children hold one after the other, each in a later message."""

    def __init__(self, children: Sequence[Node]) -> None:
        self.children = children

    def find(self, scene: Scene) -> Hits:
        """Return the earliest chain and everything of the last step that follows it."""
        chain: Hits = []
        at = -1
        for child in self.children:
            later = [hit for hit in child.find(scene) if hit.message > at]
            if not later:
                return []
            at = min(hit.message for hit in later)
            chain += [hit for hit in later if hit.message == at]
        return sorted(set(chain))

    def label(self) -> str:
        """Return the condition in a few words."""
        return "one after the other"


class RepeatNode:
    """The child holds in ``count`` different messages."""

    def __init__(self, child: Node, count: int) -> None:
        self.children = (child,)
        self.count = count

    def find(self, scene: Scene) -> Hits:
        """Return the hits if they stand in enough messages."""
        hits = self.children[0].find(scene)
        return hits if len({hit.message for hit in hits}) >= self.count else []

    def label(self) -> str:
        """Return the condition in a few words."""
        return f"in {self.count} different messages"


class UnansweredNode:
    """Questions that the contact never answers although they write again."""

    def __init__(self, question: Node, answer: Node, count: int) -> None:
        self.children = (question, answer)
        self.count = count

    def find(self, scene: Scene) -> Hits:
        """Return the questions that stay unanswered, if there are enough."""
        answers = [hit.message for hit in self.children[1].find(scene)]
        last_word = max(scene.contact_order, default=-1)
        latest_answer = max(answers, default=-1)
        open_ = [
            hit
            for hit in self.children[0].find(scene)
            if hit.message < last_word and latest_answer < hit.message
        ]
        return open_ if len({hit.message for hit in open_}) >= self.count else []

    def label(self) -> str:
        """Return the condition in a few words."""
        return "asked and never answered"


class PositionNode:
    """The child holds in one of the contact's first messages, or after some of them."""

    def __init__(self, child: Node, first: int | None, after: int) -> None:
        self.children = (child,)
        self.first = first
        self.after = after

    def find(self, scene: Scene) -> Hits:
        """Return the hits that come early, or late, enough."""
        order = scene.contact_order
        last = len(order) if self.first is None else self.first
        return [
            hit
            for hit in self.children[0].find(scene)
            if self.after < order.get(hit.message, 0) <= last
        ]

    def label(self) -> str:
        """Return the condition in a few words."""
        late = f"after the contact's first {self.after} messages" if self.after else ""
        early = f"in the contact's first {self.first} messages" if self.first is not None else ""
        return " and ".join(filter(None, (late, early)))


class QuickRepliesNode:
    """The contact answered the owner within minutes, again and again."""

    children: Sequence[Node] = ()

    def __init__(self, minutes: int, count: int) -> None:
        self.minutes = minutes
        self.count = count

    def find(self, scene: Scene) -> Hits:
        """Return the quick answers if there are enough of them."""
        return quick_replies(scene.conversation, self.minutes, self.count)

    def label(self) -> str:
        """Return the condition in a few words."""
        return f"{self.count} answers within {self.minutes} minutes"


def quick_replies(conversation: Conversation, within: int, count: int) -> Hits:
    """Return the contact's answers ``within`` so many minutes, if there are ``count`` of them."""
    quick: Hits = []
    for index, (before, after) in enumerate(pairwise(conversation.messages), 1):
        if before.sender != "owner" or after.sender != "contact":
            continue
        if before.sent_at is None or after.sent_at is None:
            continue
        minutes = (after.sent_at - before.sent_at).total_seconds() / 60
        if 0 <= minutes <= within:
            quick.append(Hit(index, 0, 0, f"answered within {max(1, round(minutes))} min"))
    return quick if len(quick) >= count else []


def _by_sentence(scene: Scene, hit: Hit) -> object:
    return (hit.message, _sentence_of(scene, hit))


def _sentence_of(scene: Scene, hit: Hit) -> int:
    return scene.sentence(hit)


def _by_message(scene: Scene, hit: Hit) -> object:
    return hit.message


def _anywhere(scene: Scene, hit: Hit) -> object:
    return True


_GROUPS: dict[Within, Group] = {
    "sentence": _by_sentence,
    "message": _by_message,
    "conversation": _anywhere,
}


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
