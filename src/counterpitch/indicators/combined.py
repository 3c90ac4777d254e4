"""Conditions over others: all, any, one after the other, repeated, unanswered, early or late."""

from collections.abc import Callable, Sequence

from counterpitch.indicators.hits import Hit, Hits
from counterpitch.indicators.nodes import Node
from counterpitch.indicators.scene import Scene
from counterpitch.model.indicator import Within

Group = Callable[[Scene, Hit], object]


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
        late = f"after the contact's first {_messages(self.after)}" if self.after else ""
        early = f"in the contact's first {_messages(self.first)}" if self.first is not None else ""
        return " and ".join(filter(None, (late, early)))


def _messages(count: int) -> str:
    return "message" if count == 1 else f"{count} messages"


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
