"""Cases to choose from: numbers and titles, without all that a list of cases tells."""

import msgspec
import sqlalchemy as sa

from counterpitch.cases.ready import Ready
from counterpitch.cases.store import Store
from counterpitch.cases.tables import case_file

_OPEN = Ready(
    sa.select(case_file.c.id, case_file.c.title)
    .where(case_file.c.status.in_(("open", "investigating")), case_file.c.erased_at.is_(None))
    .order_by(case_file.c.id.desc())
    .limit(30)
)


class CaseChoice(msgspec.Struct, frozen=True):
    """A case that something can be put into."""

    id: int
    title: str


def open_cases(store: Store) -> tuple[CaseChoice, ...]:
    """Return the thirty newest cases that are worked on, newest first."""
    with store.look() as look:
        return tuple(CaseChoice(row.id, row.title) for row in _OPEN.all(look))
