"""The funnel: from what was received to what was reported on, each step part of the one before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from counterpitch.cases.nouns.trends import FunnelStep
from counterpitch.cases.tables import approach, case_approach, case_file, receipt


def funnel_of(
    connection: sa.Connection, groups: Sequence[sa.Row[Any]], start: datetime, end: datetime
) -> tuple[FunnelStep, ...]:
    """Return the steps; ``groups`` are the period's approaches by ``rank`` and ``status``, with
    how ``many`` they are and how many of these a person looked at (``triaged``).
    """
    found = [group for group in groups if group.rank >= 2]
    sure = sum(group.triaged for group in found if group.status == "confirmed")
    seen = sum(group.triaged for group in found)
    return (
        FunnelStep("reports received", _reports(connection, start, end)),
        FunnelStep("conversations in them", sum(group.many for group in groups)),
        FunnelStep("found elevated or high", sum(group.many for group in found)),
        _step("looked at by a person", seen, sum(group.triaged for group in groups)),
        _step("confirmed", sure, sum(g.many for g in groups if g.status == "confirmed")),
        _step("in a case", *_in_cases(connection, start, end)),
        _step(
            "case reported or closed",
            *_in_cases(connection, start, end, case_file.c.status.in_(("reported", "closed"))),
        ),
    )


def _step(name: str, count: int, everything: int) -> FunnelStep:
    return FunnelStep(name, count, everything - count)


def _reports(connection: sa.Connection, start: datetime, end: datetime) -> int:
    chosen = sa.select(sa.func.count()).select_from(receipt)
    within = (receipt.c.received_at >= start, receipt.c.received_at < end)
    return int(connection.execute(chosen.where(*within)).scalar_one())


def _in_cases(
    connection: sa.Connection, start: datetime, end: datetime, *further: sa.ColumnElement[bool]
) -> tuple[int, int]:
    """Return how many approaches in such cases passed every step before, and how many there are."""
    number = case_approach.c.approach_id
    passed = sa.and_(
        approach.c.rank >= 2, approach.c.triaged_at.is_not(None), approach.c.status == "confirmed"
    )
    # From the cases to their approaches: cases are few.
    chosen = (
        sa.select(
            sa.func.count(sa.case((passed, number)).distinct()), sa.func.count(number.distinct())
        )
        .select_from(case_approach)
        .join(approach, approach.c.id == number)
        .join(case_file, case_file.c.id == case_approach.c.case_id)
        .where(approach.c.received_at >= start, approach.c.received_at < end, *further)
    )
    counted, everything = connection.execute(chosen).one()
    return int(counted), int(everything)
