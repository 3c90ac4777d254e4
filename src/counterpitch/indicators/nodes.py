"""Conditions that have none below: phrases, features, amounts, other indicators, quick replies.

``find`` returns the hits that satisfy the node, in order, or an empty list. The same
nodes decide and explain, so an explanation cannot tell another story than the verdict.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from counterpitch.indicators.hits import Hit, Hits
from counterpitch.indicators.scene import Scene
from counterpitch.model.conversation import Conversation


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
