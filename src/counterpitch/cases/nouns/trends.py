"""The picture over time."""

from datetime import date

import msgspec


class Week(msgspec.Struct, frozen=True):
    """A week from its Monday: approaches in it, and in the week as far into the period before.

    ``received`` counts everything that came in, whatever was found in it.
    """

    monday: date
    approaches: int
    before: int
    received: int


class Cell(msgspec.Struct, frozen=True):
    """A line of a breakdown: approaches in the period, and in the one before."""

    value: str
    approaches: int
    before: int


class Times(msgspec.Struct, frozen=True):
    """How long it took, in hours: over how many, the middle one, and nine of ten below."""

    count: int
    median: float | None
    ninetieth: float | None


class FunnelStep(msgspec.Struct, frozen=True):
    """A step from what was received to what was reported on.

    ``count`` are part of the step before; ``beside`` got here without it, such as what a person
    confirmed although little was found in it.
    """

    step: str
    count: int
    beside: int = 0


class Yardstick(msgspec.Struct, frozen=True):
    """A public figure with the desk's own beside it.

    ``own`` is in the same terms as ``public`` (a factor over ``months``, or hours from one case to
    the next); None where the desk has not run long enough, and ``told`` says so.
    """

    id: str
    said: str
    reference: str
    public: float
    own: float | None
    told: str


class Trends(msgspec.Struct, frozen=True):
    """The picture of a period. ``until`` is not part of it; both are Mondays.

    An *approach* is what was found elevated or high, or was confirmed by a person, and is neither
    a false alarm nor a duplicate. ``breakdowns`` are by ``channel``, ``stage``, ``sector``,
    ``area``, ``lure``, ``kind`` and ``band``, largest first; an approach may count for several
    areas and lures.
    """

    since: date
    until: date
    weeks: tuple[Week, ...]
    approaches: int
    before: int
    received: int
    breakdowns: dict[str, tuple[Cell, ...]]
    to_triage: Times
    to_answer: Times
    funnel: tuple[FunnelStep, ...]
    yardsticks: tuple[Yardstick, ...]
