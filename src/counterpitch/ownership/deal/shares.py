"""Shares and votes of a set of holders, as bounds that every completion keeps.

Sharp for a set of holders: the least share is theirs at least against the others' most. Sums
of each holder are made once, so that a table of thousands stays fast.
"""

import math
from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec

from counterpitch.ownership.answer import Bounds
from counterpitch.ownership.deal.lines import Line, Lines


class Stake(msgspec.Struct, frozen=True):
    """A stake in a company: as issued, and the range that conversions leave open."""

    shares: Bounds
    votes: Bounds
    shares_range: Bounds
    votes_range: Bounds


class Sums(NamedTuple):
    """Units, or votes: issued at least and at most, and what conversions may add at most."""

    low: float = 0.0
    high: float = 0.0
    more: float = 0.0

    def plus(self, line: Line, weight: float) -> "Sums":
        """Return the sums with one more line, each unit of which counts ``weight``."""
        if not weight:
            return self
        if line.optional:
            return Sums(self.low, self.high, self.more + weight * line.units.high)
        units = line.units
        return Sums(self.low + weight * units.low, self.high + weight * units.high, self.more)

    @staticmethod
    def of(parts: "Iterable[Sums]") -> "Sums":
        """Return the sum of ``parts``."""
        listed = list(parts) or [Sums()]
        if len(listed) == 1:
            return listed[0]
        return Sums(*(math.fsum(column) for column in zip(*listed, strict=True)))


class Book:
    """The lines of one company, added up by holder."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.shares: dict[str, Sums] = {}
        self.votes: dict[str, Sums] = {}
        for line in lines.lines:
            self.shares[line.holder] = self.shares.get(line.holder, Sums()).plus(line, 1.0)
            self.votes[line.holder] = self.votes.get(line.holder, Sums()).plus(line, line.votes)
        self._even = all(line.votes == 1.0 for line in lines.lines)
        self._whole = Sums.of(self.shares.values()), Sums.of(self.votes.values())

    @property
    def holders(self) -> Collection[str]:
        """Return who holds something, in the order of the table."""
        return self.shares.keys()

    def stake(self, holders: Collection[str]) -> Stake:
        """Return the stake of ``holders`` together."""
        known = [each for each in holders if each in self.shares]
        shares = Sums.of(self.shares[each] for each in known), self._whole[0]
        votes = Sums.of(self.votes[each] for each in known), self._whole[1]
        return Stake(
            self._issued(*shares, of_whole=True), self._issued(*votes, of_whole=self._even),
            self._range(*shares, of_whole=True), self._range(*votes, of_whole=self._even),
        )  # fmt: skip

    def _issued(self, mine: Sums, whole: Sums, *, of_whole: bool) -> Bounds:
        low = _part(mine.low, _less(whole.high, mine.high))
        high = _part(mine.high, _less(whole.low, mine.low))
        if self.lines.contradictory:
            # Some stated stake is untrue, and nobody knows which: nothing is certain, and each
            # may be what is stated.
            whole_stated = self.lines.whole or self.lines.oversold
            stated = mine.high / whole_stated if whole_stated else 1.0
            return Bounds(0.0, min(max(high, stated), 1.0), 0.0)
        if of_whole and self.lines.whole is not None:
            low, high = (
                max(low, mine.low / self.lines.whole),
                min(high, mine.high / self.lines.whole),
            )
        return Bounds(min(low, high), high, (low + high) / 2)

    def _range(self, mine: Sums, whole: Sums, *, of_whole: bool) -> Bounds:
        if not whole.more:
            return self._issued(mine, whole, of_whole=of_whole)
        low = _part(mine.low, _less(whole.high + whole.more, mine.high + mine.more))
        high = _part(mine.high + mine.more, _less(whole.low, mine.low))
        if self.lines.contradictory:
            issued = self._issued(mine, whole, of_whole=of_whole)
            return Bounds(0.0, min(max(high, issued.hi), 1.0), 0.0)
        return Bounds(low, high, (low + high) / 2)


def _less(whole: float, mine: float) -> float:
    """Return what the others have; without limit, if it cannot be told."""
    return math.inf if math.isinf(whole) else max(whole - mine, 0.0)


def _part(mine: float, others: float) -> float:
    """Return the part of ``mine`` in ``mine + others``, where either may be without limit."""
    if mine <= 0:
        return 0.0
    if math.isinf(mine):
        return 1.0
    return 0.0 if math.isinf(others) else mine / (mine + others)


def stake(lines: Lines, holders: Collection[str]) -> Stake:
    """Return the stake of ``holders`` together in one company."""
    return Book(lines).stake(holders)
