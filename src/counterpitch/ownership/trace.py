"""The answer about one company: who is behind it, how much, how surely, and what nobody says."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import numpy as np
from msgspec import structs

from counterpitch.errors import UsageError
from counterpitch.ownership.above import Above, Found, above, of_company, without
from counterpitch.ownership.answer import Bounds, Claim, Owner, Step, Trace, Unknown
from counterpitch.ownership.chains import chain, step, ways
from counterpitch.ownership.control import Direct, Held, held, weakest
from counterpitch.ownership.graph import Integrated
from counterpitch.ownership.node import Node
from counterpitch.ownership.remarks import aged, dated
from counterpitch.ownership.share import FLAG_INFLUENCE, FLAG_RIGHT, FLAG_STATED, RIGHTS, combined
from counterpitch.ownership.twice import told_twice
from counterpitch.ownership.view import View
from counterpitch.ownership.vocabulary import vocabulary

MOST_OWNERS: Final = 200
"""Owners for whom control and law are worked out; of the others the share is given."""

MOST_CHAINS: Final = 40
"""Owners, and companies in between, whose chains are listed."""

MOST_BETWEEN: Final = 60
MOST_STEPS: Final = 2_000
WORK: Final = 400_000
"""Pairs that may be computed for companies in between, each of which asks for the whole anew."""

_NONE: Final = Bounds(0.0, 0.0, 0.0)
_ALL: Final = Bounds(0.0, 1.0, 0.5)


def trace(
    view: View, id: str, as_of: date | None = None, known_at: date | None = None,
    newest: date | None = None,
) -> Trace:  # fmt: skip
    """Return the whole answer about the company called ``id``.

    ``as_of`` and ``known_at`` are the dates that ``view`` was made for, ``newest`` is the day of
    the register's last load; they are only told on.
    """
    number = view.number(id)
    if number is None:
        raise UsageError("there is no such company in the register.", where=id[:80])
    found = _Tracing(view, number).trace(as_of, known_at)
    remarks = (*dated(found.company, as_of, known_at, newest), *found.remarks, *aged(found.steps))
    return structs.replace(found, newest=newest, remarks=remarks)


class _Tracing:
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

    def trace(self, as_of: date | None, known_at: date | None) -> Trace:
        """Return the answer."""
        between = self._between()
        first = self._ranked(self.found)
        listed = [place for place in first if self.node(place).kind != "unknown"]
        by = held(
            self.above.shares, self.above.votes, self.influence,
            [*first[:MOST_OWNERS], *between], joint=self._joint(between), direct=self._direct(),
        )  # fmt: skip
        found_ways, whole = ways(self.above, {*first[:MOST_CHAINS], *between[:MOST_CHAINS]})
        owners = [self._owner(p, self.found[p], self.votes.get(p), by, found_ways) for p in listed]
        middle = [self._passing(p, by, found_ways) for p in between]
        rings, closed = self._rings()
        steps = tuple(map(self.step, range(min(len(self.above.pairs), MOST_STEPS))))
        shown = {id for each in steps for id in (each.owner, each.owned)}
        return Trace(
            company=self.node(0), as_of=as_of, known_at=known_at, owners=tuple(owners),
            between=tuple(middle), unknowns=tuple(self._unknowns(first)),
            undisclosed=self._undisclosed(), rings=rings, closed=closed,
            over_declared=self._over(), steps=steps,
            nodes=tuple(
                node for node in map(self.node, range(len(self.above.nodes)))
                if node.id in shown or node.id == self.node(0).id
            ) if len(self.above.nodes) <= MOST_STEPS else tuple(self.nodes.values()),
            remarks=tuple(self._remarks(whole, rings, closed)),
            claims=tuple(self._claims([*owners, *middle])),
        )  # fmt: skip

    def _ranked(self, found: Found) -> list[int]:
        return sorted(found, key=lambda p: (-found[p][0], -found[p][2], self.above.nodes[p]))

    def _joint(self, between: list[int]) -> frozenset[int]:
        """Return the arrangements that stand for a joint holding, not for a trust or nominee."""
        return frozenset(
            place for place in between
            if self.node(place).kind == "arrangement" and not self.node(place).category
        )  # fmt: skip

    def _direct(self) -> dict[int, Direct]:
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

    def _between(self) -> list[int]:
        pointer = self.above.shares.pointer
        inner = [p for p in range(1, len(self.above.nodes)) if pointer[p] < pointer[p + 1]]
        return inner[:MOST_BETWEEN]

    def _owner(
        self, place: int, share: tuple[float, float, float],
        votes: tuple[float, float, float] | None, by: dict[int, Held],
        found_ways: dict[int, list[tuple[int, ...]]], *, ultimate: bool = True,
    ) -> Owner:  # fmt: skip
        law = by.get(place)
        link = self.weakest.get(place, (0.0, 0.0))
        listed = found_ways.get(place, [])
        return Owner(
            node=self.node(place), share=_bounds(share),
            votes=_bounds(votes) if votes else _NONE if ultimate else _ALL,
            law=law.law if law else _ALL, control=law.control if law else "possible",
            weakest=Bounds(*link, sum(link) / 2),
            chains=tuple(chain(tuple(map(self.step, reversed(way)))) for way in listed),
            ultimate=ultimate,
        )  # fmt: skip

    def _passing(
        self, place: int, by: dict[int, Held], found_ways: dict[int, list[tuple[int, ...]]]
    ) -> Owner:
        """Return a company on the way, as if nobody stood above it: its own part, loops once."""
        none = (0.0, 0.0, 0.0)
        self.work -= 2 * (len(self.result.lo) + len(self.above.pairs))
        if self.work <= 0:
            return self._owner(place, (0.0, 0.5, 1.0), None, by, found_ways, ultimate=False)
        share, _ = of_company(without(self.above.shares, place))
        votes = share
        if self.votes is not self.found:
            votes, _ = of_company(without(self.above.votes, place))
        return self._owner(
            place, share.get(place, none), votes.get(place, none), by, found_ways, ultimate=False
        )

    def _unknowns(self, ranked: list[int]) -> Iterator[Unknown]:
        reasons = vocabulary("reasons")
        for place in ranked:
            node = self.node(place)
            if node.kind == "person" or node.kind == "state":
                continue
            reason = node.reason or (
                "unknown" if node.kind == "unknown" else "no-owner-in-register"
            )
            held_in = next(
                (self._held_by(place, at) for at in range(len(self.above.pairs))
                 if int(self.above.shares.owner[at]) == place), node.id,
            )  # fmt: skip
            yield Unknown(
                at=held_in if node.kind == "unknown" else node.id, reason=reason,
                share=_bounds(self.found[place]), source_ref=node.source_ref,
                sentence=reasons.get(reason, f"the register says: {reason}"),
            )  # fmt: skip

    def _held_by(self, _: int, at: int) -> str:
        held_place = int(np.searchsorted(self.above.shares.pointer, at, side="right")) - 1
        return self.node(held_place).id

    def _claims(self, owners: list[Owner]) -> Iterator[Claim]:
        by_id = {owner.node.id: owner.share for owner in owners}
        for holder, interests in self.view.claims(self.above.nodes[0]):
            node = self.view.node(holder)
            share = combined(interests)
            computed = by_id.get(node.id, _ALL)
            yield Claim(
                node, interests, Bounds(share.lo, share.hi, (share.lo + share.hi) / 2), computed,
                share.lo <= computed.hi + 1e-6 and computed.lo <= share.hi + 1e-6,
            )  # fmt: skip

    def _undisclosed(self) -> Bounds:
        low = max(0.0, 1 - sum(high for _, _, high in self.found.values()))
        high = max(0.0, 1 - sum(low for low, _, _ in self.found.values()))
        middle = max(0.0, 1 - sum(point for _, point, _ in self.found.values()))
        return Bounds(low, max(low, high), min(max(low, middle), max(low, high)))

    def _rings(self) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
        members: dict[int, list[int]] = {}
        for place, ring in enumerate(self.result.ring.tolist()):
            if ring >= 0:
                members.setdefault(ring, []).append(place)
        graph = self.above.shares
        rings: list[tuple[str, ...]] = []
        closed: list[tuple[str, ...]] = []
        for places in members.values():
            inside = set(places)
            outside = any(
                int(up) not in inside
                for p in places
                for up in graph.owner[graph.pointer[p] : graph.pointer[p + 1]].tolist()
            )
            ids = tuple(sorted(self.view.id(self.above.nodes[p]) for p in places))
            (rings if outside else closed).append(ids)
        return tuple(sorted(rings)), tuple(sorted(closed))

    def _over(self) -> tuple[str, ...]:
        result: Integrated = self.result
        return tuple(
            sorted(self.view.id(self.above.nodes[p]) for p in np.flatnonzero(result.over).tolist())
        )

    def _twice(self) -> list[str]:
        """Return the names of up to five holders whose holding may be told twice."""
        places = [0, *self._between()] if len(self.above.pairs) <= MOST_STEPS else [0]
        found = {
            self.step(at).owner: None
            for at in told_twice(self.above.shares, places)
            if any(each.directness != "direct" for each in self.step(at).interests)
        }  # fmt: skip
        return [self.view.node(number).name or id for id in list(found)[:5]
                if (number := self.view.number(id)) is not None]  # fmt: skip

    def _remarks(
        self, whole: bool, rings: tuple[tuple[str, ...], ...], closed: tuple[tuple[str, ...], ...]
    ) -> Iterator[str]:
        if closed:
            yield (
                "There is a ring of companies with no owner outside of it on file; nobody's share"
                " in it can be told. Ask who holds what the register does not list."
            )
        if self._over():
            yield (
                "Some companies' declared holdings exceed 100 % together (joint holders, or one"
                " holder listed twice); no lower bound is drawn from them, except by law, where"
                " joint holders each count with the whole."
            )
        twice = self._twice()
        if twice:
            yield (
                f"{', '.join(twice)} stand in the register beside a company below them. Registers"
                " list what is held directly or indirectly: if that is one holding told twice, the"
                " economic part is less than what is shown, and its lower bound is not certain. Ask"
                " which of the two is held directly."
            )
        if rings and self.result.inexact:
            yield "In a large ring the bounds are right, but may be wider than they need be."
        if not whole:
            yield "There are more chains than are listed; the shares count all of them."
        if self.work <= 0:
            yield "Of companies in between in so large a tangle the parts are not worked out."
        if self.above.cut:
            yield "Too many stand above this company; the answer counts only the nearest."
        if self.unstated:
            yield "Where neither shares nor votes are stated, 0 to 100 % is reckoned with."


def _alike(above: Above) -> bool:
    """Tell whether votes are as shares are, so that one computation answers for both."""
    shares, votes = above.shares, above.votes
    return np.array_equal(shares.lo, votes.lo) and np.array_equal(shares.hi, votes.hi)


def _bounds(found: tuple[float, float, float]) -> Bounds:
    low, point, high = found
    return Bounds(low, high, min(max(point, low), high))


def names(nodes: Iterable[Node]) -> dict[str, str]:
    """Return what to call each node: its name, or what it is."""
    return {
        node.id: node.name or (f"unknown ({node.reason})" if node.kind == "unknown" else node.id)
        for node in nodes
    }
