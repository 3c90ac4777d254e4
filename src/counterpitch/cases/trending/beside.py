"""The desk's own figures in the terms of the public ones."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from counterpitch.cases.datafiles import YardstickRule, yardsticks
from counterpitch.cases.nouns.trends import Yardstick
from counterpitch.cases.tables import approach, case_file
from counterpitch.render.plain import many

_MONTH: Final = timedelta(days=30.44)
_YEAR: Final = timedelta(days=365.25)
_FEWEST: Final = 5
"""Below so many, a ratio says nothing."""


def yardsticks_of(connection: sa.Connection, now: datetime) -> tuple[Yardstick, ...]:
    """Return every public figure with the desk's own beside it."""
    return tuple(_one(connection, rule, now) for rule in yardsticks().yardsticks)


def _one(connection: sa.Connection, rule: YardstickRule, now: datetime) -> Yardstick:
    if rule.hours is not None:
        own, told = _hours_between(connection, now)
        return Yardstick(rule.id, rule.said, rule.reference, rule.hours, own, told)
    months, public = rule.months or 12, rule.factor or 1.0
    if rule.id == "caseload":
        own, told = _caseload(connection, now, months)
    else:
        own, told = _people(connection, now, months)
    return Yardstick(rule.id, rule.said, rule.reference, public, own, told)


def _people(connection: sa.Connection, now: datetime, months: int) -> tuple[float | None, str]:
    """Return by what factor all approaches ever seen grew over so many months."""
    from counterpitch.cases.trending.figures import counted

    early = approach.c.received_at < now - months * _MONTH
    both = sa.select(sa.func.count(), sa.func.count(sa.case((early, 1)))).where(counted())
    total, before = connection.execute(both).one()
    if before < _FEWEST:
        return None, f"{total:,} so far; {months} months ago there were too few to compare"
    return round(total / before, 2), f"from {before:,} to {total:,} in {months} months"


def _hours_between(connection: sa.Connection, now: datetime) -> tuple[float | None, str]:
    start = now - _YEAR
    first = connection.execute(sa.select(sa.func.min(case_file.c.opened_at))).scalar()
    opened = _count(connection, case_file, case_file.c.opened_at >= start)
    if first is None or opened < _FEWEST:
        return None, f"{many(opened, 'case')} in the last year, too few to say"
    hours = (now - max(start, first)).total_seconds() / 3_600
    return round(hours / opened, 1), f"{opened:,} cases within {hours / 24:,.0f} days"


def _caseload(connection: sa.Connection, now: datetime, months: int) -> tuple[float | None, str]:
    """Return cases opened in the last year against those in the year so many months earlier."""
    end = now - months * _MONTH
    opened = case_file.c.opened_at
    late = _count(connection, case_file, opened >= now - _YEAR)
    early = _count(connection, case_file, opened >= end - _YEAR, opened < end)
    if early < _FEWEST:
        return (
            None,
            f"{many(late, 'case')} in the last year; {months} months ago too few to compare",
        )
    return round(late / early, 2), f"from {early:,} to {late:,} cases a year in {months} months"


def _count(connection: sa.Connection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    chosen = sa.select(sa.func.count()).select_from(table).where(*conditions)
    return int(connection.execute(chosen).scalar_one())
