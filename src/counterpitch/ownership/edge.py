"""An interest: one row of the register, who holds what in whom, since when, and who says so."""

from datetime import date
from typing import Final, Literal

import msgspec
from msgspec import structs

Basis = Literal[
    "shares",
    "votes",
    "surplus",
    "board",
    "influence",
    "contract",
    "conditional",
    "trust_role",
    "nominee",
    "consolidation",
    "officer",
    "asset_licence",
]
"""What the interest is in. ``influence`` also stands for a code that nobody knows."""

Capacity = Literal["self", "as_trust", "as_firm", "over_trust", "over_firm", "nominee"]
Directness = Literal["direct", "indirect", "unknown"]

QUANTIFIED: Final = frozenset({"shares", "votes", "surplus"})
"""Bases whose bounds are shares of a whole that cannot exceed 1."""


LAPSED: Final = "LAPSED"
"""At the end of a ``source_ref``: nobody renewed the record, so that it may be out of date."""


class Interest(msgspec.Struct, frozen=True):
    """One interest of ``owner`` in ``owned``, both ids of nodes.

    ``lo`` and ``hi`` are fractions in [0, 1]; ``lo_open`` means "more than ``lo``",
    ``hi_open`` "less than ``hi``". ``since`` and ``until`` say when it held in the world
    (None: not stated, or still holds); ``known_from`` is the filing or snapshot date and
    ``known_until`` the first snapshot that no longer said so. ``source`` names the data set
    and ``source_ref`` the record in it, as its publisher writes it. ``joint`` names the group
    of holders that hold this together, empty if nobody says so.
    """

    owner: str
    owned: str
    basis: Basis = "shares"
    capacity: Capacity = "self"
    lo: float = 0.0
    lo_open: bool = False
    hi: float = 1.0
    hi_open: bool = False
    directness: Directness = "unknown"
    since: date | None = None
    until: date | None = None
    known_from: date | None = None
    source: str = ""
    source_ref: str = ""
    known_until: date | None = None
    joint: str = ""

    def holds(self, as_of: date | None = None, known_at: date | None = None) -> bool:
        """Tell whether it held on ``as_of``, by what was on file at ``known_at``.

        None stands for now: no end date, and still in the newest snapshot.
        """
        then = self.as_known(known_at)
        return _within(then.since, then.until, as_of) and _within(
            self.known_from, self.known_until, known_at
        )

    def as_known(self, known_at: date | None) -> "Interest":
        """Return what was on file at ``known_at``: an end after it was learned later.

        No register says when it learned of an end; it cannot have been before the end itself.
        """
        if known_at is None or self.until is None or self.until <= known_at:
            return self
        return structs.replace(self, until=None)


def _within(first: date | None, end: date | None, day: date | None) -> bool:
    if day is None:
        return end is None
    return (first is None or first <= day) and (end is None or day < end)
