"""What a trace works out once: who stands above a company, their parts, and what they control."""

from typing import Final

import numpy as np

from counterpitch.ownership.above import Above, Found, above, of_company, without
from counterpitch.ownership.answer import Bounds, Owner, Step
from counterpitch.ownership.chains import chain, step
from counterpitch.ownership.control import Direct, Held, weakest
from counterpitch.ownership.node import Node
from counterpitch.ownership.share import FLAG_INFLUENCE, FLAG_RIGHT, FLAG_STATED, RIGHTS, combined
from counterpitch.ownership.view import View

Ways = dict[int, list[tuple[int, ...]]]
"""The chains of each holder, as numbers of holdings from the company upwards."""

MOST_BETWEEN: Final = 60
WORK: Final = 400_000
"""Pairs that may be computed for companies in between, each of which asks for the whole anew."""

ALL: Final = Bounds(0.0, 1.0, 0.5)
_NONE: Final = Bounds(0.0, 0.0, 0.0)


class Tracing:
    """One company's answer while it is worked out; places are those of `Above`."""

    def __init__(self, view: View, number: int) -> None:
        self.view = view
        self.above: Above = above(view, number)
        self.found, self.result = of_company(self.above.shares)
        self.votes = self.found if _alike(self.above) else of_company(self.above.votes)[0]
        flags = view.arrays.flags[np.array(self.above.pairs, np.int64)]
        self.influence = ((flags & FLAG_INFLUENCE) > 0).tolist()
        self.rights = ((flags & FLAG_RIGHT) > 0).tolist()
        self.unstated = bool(((flags & FLAG_STATED) == 0).any())
        self.weakest = weakest(self.above.shares)
        self.nodes: dict[int, Node] = {}
        self.work = WORK
        self.steps: dict[int, Step] = {}

    def node(self, place: int) -> Node:
        """Return the node at ``place``."""
        if place not in self.nodes:
            self.nodes[place] = self.view.node(self.above.nodes[place])
        return self.nodes[place]

    def step(self, at: int) -> Step:
        """Return holding ``at`` with its evidence."""
        if at not in self.steps:
            self.steps[at] = step(self.view, self.above, at)
        return self.steps[at]

    def ranked(self, found: Found) -> list[int]:
        """Return the places of owners, the largest certain part first."""
        return sorted(found, key=lambda p: (-found[p][0], -found[p][2], self.above.nodes[p]))

    def joint(self, between: list[int]) -> frozenset[int]:
        """Return the arrangements that stand for a joint holding, not for a trust or nominee."""
        return frozenset(
            place for place in between
            if self.node(place).kind == "arrangement" and not self.node(place).category
        )  # fmt: skip

    def direct(self) -> dict[int, Direct]:
        """Return what each holder has in the company, rights without a percentage left out."""
        found = {}
        for at in range(int(self.above.shares.pointer[1])):
            interests = [
                each for each in self.step(at).interests if each.basis not in RIGHTS
            ]  # fmt: skip
            share = combined(interests)
            votes = (
                (share.vote_lo, share.vote_hi) if self.rights[at]
                else (float(self.above.votes.lo[at]), float(self.above.votes.hi[at]))
            )  # fmt: skip
            found[int(self.above.shares.owner[at])] = Direct(
                (float(self.above.shares.lo[at]), float(self.above.shares.hi[at])), votes,
                any(each.directness != "direct" for each in interests),
            )  # fmt: skip
        return found

    def between(self) -> list[int]:
        """Return the companies in between that are looked at, by their places."""
        pointer = self.above.shares.pointer
        inner = [p for p in range(1, len(self.above.nodes)) if pointer[p] < pointer[p + 1]]
        return inner[:MOST_BETWEEN]

    def owner(
        self, place: int, share: tuple[float, float, float],
        votes: tuple[float, float, float] | None, by: dict[int, Held],
        found_ways: Ways, *, ultimate: bool = True,
    ) -> Owner:  # fmt: skip
        """Return the owner at ``place`` with its part, its chains and what it controls."""
        law = by.get(place)
        link = self.weakest.get(place, (0.0, 0.0))
        listed = found_ways.get(place, [])
        return Owner(
            node=self.node(place), share=bounds(share),
            votes=bounds(votes) if votes else _NONE if ultimate else ALL,
            law=law.law if law else ALL, control=law.control if law else "possible",
            weakest=Bounds(*link, sum(link) / 2),
            chains=tuple(chain(tuple(map(self.step, reversed(way)))) for way in listed),
            ultimate=ultimate,
        )  # fmt: skip

    def passing(self, place: int, by: dict[int, Held], found_ways: Ways) -> Owner:
        """Return a company on the way, as if nobody stood above it: its own part, loops once."""
        none = (0.0, 0.0, 0.0)
        self.work -= 2 * (len(self.result.lo) + len(self.above.pairs))
        if self.work <= 0:
            return self.owner(place, (0.0, 0.5, 1.0), None, by, found_ways, ultimate=False)
        share, _ = of_company(without(self.above.shares, place))
        votes = share
        if self.votes is not self.found:
            votes, _ = of_company(without(self.above.votes, place))
        return self.owner(
            place, share.get(place, none), votes.get(place, none), by, found_ways, ultimate=False
        )


def _alike(above: Above) -> bool:
    """Tell whether votes are as shares are, so that one computation answers for both."""
    shares, votes = above.shares, above.votes
    return np.array_equal(shares.lo, votes.lo) and np.array_equal(shares.hi, votes.hi)


def bounds(found: tuple[float, float, float]) -> Bounds:
    """Return bounds from (lower, point, upper)."""
    low, point, high = found
    return Bounds(low, high, min(max(point, low), high))
