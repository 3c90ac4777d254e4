"""Thresholds of the NSI Act 2021, section 8, and who crosses them."""

from typing import Final, Literal

import msgspec

from counterpitch.ownership.answer import NOISE, Bounds, Standing
from counterpitch.ownership.deal.shares import Stake

Basis = Literal["shares", "votes"]
THRESHOLDS: Final = (0.25, 0.50, 0.75)
"""More than 25 %, more than 50 %, 75 % or more: subsections (2) and (5)."""


class Crossing(msgspec.Struct, frozen=True):
    """A threshold that is passed by the deal: ``up`` or down, in which basis, how surely.

    ``why`` names what leaves a merely possible one open; `REASONS` words it.
    """

    basis: Basis
    threshold: float
    standing: Standing
    up: bool
    why: str = ""

    @property
    def words(self) -> str:
        """Return the threshold as the Act words it: "more than 25 %", "75 % or more"."""
        percent = round(100 * self.threshold)
        return f"{percent} % or more" if percent == 75 else f"more than {percent} %"

    @property
    def reason(self) -> str:
        """Return why it is only possible, in words; empty if it is certain."""
        return REASONS.get(self.why, "")


UNREAD: Final = "unread"
CONTRADICTED: Final = "contradicted"
REASONS: Final = {
    "conversion": "by conversion",
    "bands": "the stakes are only known as bands",
    UNREAD: "a stake in the table cannot be read, which leaves it open",
    CONTRADICTED: "the table contradicts itself",
    "possible majority": "through a majority that is only possible",
}


class Ability(msgspec.Struct, frozen=True):
    """Something that votes alone can do: subsection (6)."""

    words: str
    standing: Standing


_ABILITIES: Final = (
    ("passes special resolutions alone", 0.75, True),
    ("passes ordinary resolutions alone", 0.50, False),
    ("blocks ordinary resolutions", 0.50, True),
    ("blocks special resolutions", 0.25, False),
)
"""What it does, from which share of the votes on, and whether that share itself is enough."""


def abilities(stake: Stake) -> tuple[Ability, ...]:
    """Return what the votes of ``stake`` can do alone, under the Companies Act's majorities."""
    found = []
    for words, share, reached in _ABILITIES:
        sure = _passes(stake.votes, share, reached)
        may = _passes(stake.votes_range, share, reached)
        standing = sure if sure == "certain" or may == "excluded" else "possible"
        if standing != "excluded":
            found.append(Ability(words, standing))
    return tuple(found)


def crossings(
    sure: tuple[Stake, Stake], possible: tuple[Stake, Stake], *, bands: str = "bands"
) -> tuple[Crossing, ...]:
    """Return the thresholds crossed between two times, each given as (before, after).

    Certain is what the issued stakes cross whatever the bands turn out to be; possible what
    bands, conversions or a merely possible majority on the way could make cross. ``bands`` names
    what else leaves stakes open, such as one that could not be read.
    """
    found: list[Crossing] = []
    for basis in ("shares", "votes"):
        for threshold in THRESHOLDS:
            crossed = _crossing(basis, threshold, sure, possible)
            if crossed and crossed.why == "bands":
                crossed = msgspec.structs.replace(crossed, why=bands)
            found += [crossed] if crossed else []
    return tuple(found)


def _crossing(
    basis: Literal["shares", "votes"], threshold: float, sure: tuple[Stake, Stake],
    possible: tuple[Stake, Stake],
) -> Crossing | None:  # fmt: skip
    reached = threshold == THRESHOLDS[-1]
    first, then = (_passes(getattr(each, basis), threshold, reached) for each in sure)
    if first == "certain":
        fallen = then == "excluded"
        return Crossing(basis, threshold, "certain", up=False) if fallen else None
    if then == "certain":
        return Crossing(basis, threshold, "certain" if first == "excluded" else "possible", up=True)
    had, has = (_passes(getattr(each, f"{basis}_range"), threshold, reached) for each in possible)
    if has == "excluded" or (had == has and then == first and not _grows(basis, possible)):
        return None
    why = "bands" if then == "possible" else _why(basis, threshold, reached, sure[1])
    return Crossing(basis, threshold, "possible", up=True, why=why)


def _why(basis: Basis, threshold: float, reached: bool, stake: Stake) -> str:
    own = _passes(getattr(stake, f"{basis}_range"), threshold, reached)
    return "conversion" if own != "excluded" else "possible majority"


def _grows(basis: Basis, possible: tuple[Stake, Stake]) -> bool:
    before: Bounds = getattr(possible[0], f"{basis}_range")
    after: Bounds = getattr(possible[1], f"{basis}_range")
    return after.hi > before.hi + NOISE


def _passes(bounds: Bounds, threshold: float, reached: bool) -> Standing:
    return bounds.at_least(threshold) if reached else bounds.over(threshold)
