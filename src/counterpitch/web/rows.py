"""Approaches in a list. The same row is seen many times a day, so what it looks like is kept."""

from functools import lru_cache

import msgspec
from markupsafe import Markup

from counterpitch.cases.nouns.approaches import QueueRow
from counterpitch.web.filters import short_span


class Waiting(msgspec.Struct, frozen=True):
    """A row: the approach, and its age in seconds."""

    row: QueueRow
    age: float


def waiting(rows: tuple[QueueRow, ...], now: float) -> tuple[Waiting, ...]:
    """Return rows with their age."""
    return tuple(Waiting(row, max(0.0, now - row.received_at.timestamp())) for row in rows)


def queue_row(each: Waiting, tick: bool) -> Markup:
    """Return a row of a list, with a box to tick if ``tick``."""
    return _drawn(each.row, short_span(each.age), tick)


@lru_cache(maxsize=8192)
def _drawn(row: QueueRow, age: str, tick: bool) -> Markup:
    """Return the row. All that it shows is in the arguments; a change makes another row."""
    from counterpitch.web.frame import environment

    drawn = environment().get_template("row.html").render(row=row, age=age, tick=tick)
    # The template escaped it.
    return Markup(drawn)  # noqa: S704  # nosec B704
