"""A page of a list, and the filter of the queue."""

from datetime import datetime
from typing import Generic, Literal, TypeVar

import msgspec

from counterpitch.model.indicator import Stage
from counterpitch.model.verdict import Band, VerdictKind

T = TypeVar("T")

Status = Literal["new", "needs-information", "confirmed", "false-alarm", "duplicate"]
"""Where an approach stands: ``new``, or the newest judgement."""
STATUSES: tuple[Status, ...] = (
    "new", "needs-information", "confirmed", "false-alarm", "duplicate",
)  # fmt: skip
OPEN: tuple[Status, ...] = ("new", "needs-information")
"""What still waits for a person."""

Order = Literal["severity", "newest"]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Rows of a list. ``next`` is the cursor of the page after this one, None at the end."""

    rows: tuple[T, ...]
    next: str | None = None


class QueueFilter(msgspec.Struct, frozen=True):
    """What the queue shows. Empty means: no matter what.

    ``text`` is searched for in words and names; ``since`` and ``until`` (exclusive) are times of
    receipt; ``assignee`` is an actor; ``unassigned`` leaves out what somebody has taken;
    ``case`` keeps what is in that case.
    """

    bands: tuple[Band, ...] = ()
    statuses: tuple[Status, ...] = OPEN
    kinds: tuple[VerdictKind, ...] = ()
    stages: tuple[Stage, ...] = ()
    channels: tuple[str, ...] = ()
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    assignee: str = ""
    unassigned: bool = False
    case: int | None = None
    order: Order = "severity"
