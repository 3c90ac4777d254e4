"""What one person handed in, for that person alone."""

from datetime import datetime
from typing import Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, receipt, receipt_approach

_MOST: Final = 100
_ORDER: Final = ("confirmed", "needs-information", "new", "duplicate", "false-alarm")


class Handed(msgspec.Struct, frozen=True):
    """Something handed in: its code, name and time, and where it stands now."""

    code: str
    name: str
    at: datetime
    approaches: int
    status: str


def reports_of(store: Store, actor: str) -> tuple[Handed, ...]:
    """Return what ``actor`` handed in, newest first, a hundred at most."""
    chosen = (
        sa.select(receipt.c.id, receipt.c.code, receipt.c.name, receipt.c.received_at)
        .where(receipt.c.actor == actor)
        .order_by(receipt.c.id.desc())
        .limit(_MOST)
    )
    with store.read() as connection:
        rows = connection.execute(chosen).all()
        stands = sa.select(receipt_approach.c.receipt_id, approach.c.status).join(
            approach, approach.c.id == receipt_approach.c.approach_id
        )
        found: dict[int, list[str]] = {row.id: [] for row in rows}
        wanted = receipt_approach.c.receipt_id.in_(list(found))
        for number, status in connection.execute(stands.where(wanted)):
            found[number].append(status)
    return tuple(
        Handed(row.code, row.name, row.received_at, len(found[row.id]), _worst(found[row.id]))
        for row in rows
    )


def _worst(statuses: list[str]) -> str:
    return next((each for each in _ORDER if each in statuses), "new")
