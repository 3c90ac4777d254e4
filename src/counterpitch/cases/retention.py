"""How long things are kept, and what is due to be erased."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, case_approach, case_file, setting
from counterpitch.cases.text import plain
from counterpitch.errors import UsageError

CLOSED_DAYS: Final = 365
"""How long a closed case is kept unless the desk or the case says otherwise."""
USUAL: Final = "the usual time after closing"
"""The reason of a day that closing set; opening the case again takes the day away."""
DISMISSED_DAYS: Final = 90
"""How long a false alarm, or what nothing was found in, is kept outside a case."""


class Due(msgspec.Struct, frozen=True):
    """Something whose time is over: erase it, or say why it is kept longer."""

    kind: Literal["case", "approach"]
    id: int
    title: str
    since: date
    reason: str


def retain(store: Store, case: int, until: date, *, actor: str, reason: str) -> None:
    """Set the day until which a case is kept, and say why; a day that is past is refused."""
    why = plain(reason.strip(), 2_000)
    if not why:
        raise UsageError("a day of retention needs a reason.")
    if until < store.clock().date():
        raise UsageError(
            f"{until.isoformat()} is past; a case is kept until today or longer.",
            hint="What need not be kept is erased: counterpitch erase --case.",
        )
    with store.write() as connection:
        found = connection.execute(
            case_file.update().where(case_file.c.id == case),
            {"retain_until": until, "retain_reason": why},
        )
        if found.rowcount != 1:
            raise UsageError(f"there is no case {case}.", hint="See counterpitch case list.")
        payload = {"until": until.isoformat(), "reason": why}
        append(connection, store.clock(), actor, [Event("retained", f"case:{case}", payload)])


def retention_days(store: Store, *, closed: int | None = None, dismissed: int | None = None,
                   actor: str = "") -> tuple[int, int]:  # fmt: skip
    """Return how many days closed cases and dismissed approaches are kept; set what is given."""
    given = {"closed_days": closed, "dismissed_days": dismissed}
    changed = {key: days for key, days in given.items() if days is not None}
    if any(days < 1 for days in changed.values()):
        raise UsageError("things are kept for one day at least.")
    if changed:
        with store.write() as connection:
            for key, days in changed.items():
                connection.execute(setting.delete().where(setting.c.name == key))
                connection.execute(setting.insert(), {"name": key, "value": str(days)})
            append(connection, store.clock(), actor, [Event("settings", "store", dict(changed))])
    with store.read() as connection:
        return _days(connection, "closed_days"), _days(connection, "dismissed_days")


def due(store: Store, on: date | None = None, *, limit: int = 1_000) -> tuple[Due, ...]:
    """Return what is due to be erased on a day (today), longest overdue first.

    Closed cases past their day; and what was judged a false alarm, outside any case, once it
    has been kept for as long as dismissed approaches are.
    """
    day = on or store.clock().date()
    with store.read() as connection:
        found = [*_cases(connection, day, limit), *_dismissed(connection, day, limit)]
    return tuple(sorted(found, key=lambda each: (each.since, each.kind, each.id))[:limit])


def kept_until(connection: sa.Connection, closed_at: datetime) -> date:
    """Return the day until which a case closed now is kept."""
    return closed_at.date() + timedelta(days=_days(connection, "closed_days"))


def _days(connection: sa.Connection, name: str) -> int:
    chosen = sa.select(setting.c.value).where(setting.c.name == name)
    found = connection.execute(chosen).scalar()
    usual = CLOSED_DAYS if name == "closed_days" else DISMISSED_DAYS
    return usual if found is None else int(found)


def _cases(connection: sa.Connection, day: date, limit: int) -> list[Due]:
    rows = connection.execute(
        sa.select(case_file)
        .where(
            case_file.c.retain_until < day,
            case_file.c.erased_at.is_(None),
            # Cases that an earlier version opened again still have the day of their closing.
            sa.or_(case_file.c.status == "closed", case_file.c.retain_reason != USUAL),
        )
        .order_by(case_file.c.retain_until)
        .limit(limit)
    )
    return [Due("case", row.id, row.title, row.retain_until, row.retain_reason) for row in rows]


def _dismissed(connection: sa.Connection, day: date, limit: int) -> list[Due]:
    days = _days(connection, "dismissed_days")
    before = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=days)
    rows = connection.execute(
        sa.select(approach.c.id, approach.c.contact, approach.c.answered_at)
        .where(
            approach.c.status == "false-alarm",
            approach.c.answered_at < before,
            approach.c.erased_at.is_(None),
            ~sa.exists().where(case_approach.c.approach_id == approach.c.id),
        )
        .order_by(approach.c.answered_at)
        .limit(limit)
    )
    why = f"a false alarm, kept for {days} days"
    return [
        Due("approach", row.id, row.contact, row.answered_at.date() + timedelta(days=days), why)
        for row in rows
    ]
