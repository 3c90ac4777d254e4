"""What a trace answers: owners with bounds, how sure that is, by which chains, what is unknown."""

from datetime import date
from typing import Final, Literal

import msgspec

from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node

Standing = Literal["certain", "possible", "excluded"]
"""``certain``: every completion of the bands passes the threshold; ``possible``: some does."""

THRESHOLDS: Final = (0.25, 0.5, 0.75)
"""More than 25, more than 50, 75 per cent or more: the thresholds of the PSC regime and NSI Act."""

OPENNESS: Final = 1e-12
"""An open end of a band is carried through all arithmetic as this much more, or less."""

NOISE: Final = 1e-13
"""Rounding below this does not pass a threshold."""


class Bounds(msgspec.Struct, frozen=True):
    """An interval of fractions; ``point`` is a mid estimate for drawing, never for judging.

    An open end stands ``OPENNESS`` inside its number.
    """

    lo: float
    hi: float
    point: float

    @property
    def standings(self) -> tuple[Standing, Standing, Standing]:
        """Return how sure it is that >25, >50 and >=75 per cent are passed."""
        return (self.over(0.25), self.over(0.5), self.at_least(0.75))

    def over(self, threshold: float) -> Standing:
        """Return how sure it is that the share is more than ``threshold``."""
        return _standing(self.lo > threshold + NOISE, self.hi > threshold + NOISE)

    def at_least(self, threshold: float) -> Standing:
        """Return how sure it is that the share is ``threshold`` or more."""
        return _standing(self.lo >= threshold - NOISE, self.hi >= threshold - NOISE)

    @property
    def text(self) -> str:
        """Return the bounds for a person: ``25-50 %``, ``over 50 %``, ``62.5 %``."""
        low, high = 100 * self.lo, 100 * self.hi
        if abs(self.hi - self.lo) <= 2e-9:
            return f"{_number(low)} %"
        if self.lo <= NOISE:
            return "0-100 % (unknown)" if self.hi >= 1 - NOISE else f"up to {_number(high)} %"
        return f"{_number(low)}-{_number(high)} %"


class Step(msgspec.Struct, frozen=True):
    """One link of a chain, ``owner`` above ``owned``, with every interest that it rests on."""

    owner: str
    owned: str
    share: Bounds
    interests: tuple[Interest, ...]


class Chain(msgspec.Struct, frozen=True):
    """A way from an owner (first) down to the company (last); ``share`` is the product."""

    steps: tuple[Step, ...]
    share: Bounds


class Owner(msgspec.Struct, frozen=True):
    """One ultimate owner, or one holder in between if ``ultimate`` is False.

    ``share`` is the economic interest over all chains; ``law`` the interest that the NSI Act
    attributes to the owner through majority chains; ``weakest`` the best chain's weakest link;
    ``control`` whether it controls the company by majorities (Bank of Italy).
    """

    node: Node
    share: Bounds
    votes: Bounds
    law: Bounds
    weakest: Bounds
    control: Standing
    chains: tuple[Chain, ...] = ()
    ultimate: bool = True

    @property
    def standings(self) -> tuple[Standing, Standing, Standing]:
        """Return how sure it is that the economic share passes 25, 50 and 75 per cent."""
        return self.share.standings


class Unknown(msgspec.Struct, frozen=True):
    """Something that the register does not say: where, why, how much may hide there."""

    at: str
    reason: str
    share: Bounds
    source_ref: str = ""
    sentence: str = ""


class Claim(msgspec.Struct, frozen=True):
    """A holding that a register claims to be indirect, beside what its chains come to.

    It is not computed with, as the way it goes is in the register already. ``fits`` tells
    whether both can be true.
    """

    owner: Node
    interests: tuple[Interest, ...]
    claimed: Bounds
    computed: Bounds
    fits: bool


class Trace(msgspec.Struct, frozen=True):
    """The whole answer about one company, as of one date, by what was known at another.

    ``owners`` are ultimate owners (nobody above them is known), largest lower bound first;
    ``between`` the companies on the way. ``rings`` are groups of companies that own each
    other; ``closed`` those without any owner outside, for which no number exists.
    ``over_declared`` are companies whose declared lower bounds exceed 100 per cent together.
    ``undisclosed`` bounds what nobody in the register holds.
    """

    company: Node
    as_of: date | None
    known_at: date | None
    owners: tuple[Owner, ...]
    between: tuple[Owner, ...]
    unknowns: tuple[Unknown, ...]
    undisclosed: Bounds
    rings: tuple[tuple[str, ...], ...] = ()
    closed: tuple[tuple[str, ...], ...] = ()
    over_declared: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    """Every link above the company that the answer rests on; the chart is drawn from these."""

    nodes: tuple[Node, ...] = ()
    """Every node of ``steps``."""

    remarks: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    newest: date | None = None
    """The day of the register's last load."""


def _standing(certain: bool, possible: bool) -> Standing:
    return "certain" if certain else "possible" if possible else "excluded"


def _number(percent: float) -> str:
    return f"{percent:.2f}".rstrip("0").rstrip(".")
