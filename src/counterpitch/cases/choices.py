"""Cases to choose from: numbers and titles, without all that a list of cases tells."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.ready import Ready
from counterpitch.cases.store import Store
from counterpitch.cases.tables import case_file

OPEN: Final = Ready(
    sa.select(case_file.c.id, case_file.c.title)
    .where(case_file.c.status.in_(("open", "investigating")), case_file.c.erased_at.is_(None))
    .order_by(case_file.c.id.desc())
    .limit(30)
)
"""The thirty newest cases that are worked on, newest first."""


class CaseChoice(msgspec.Struct, frozen=True):
    """A case that something can be put into."""

    id: int
    title: str


def open_cases(store: Store) -> tuple[CaseChoice, ...]:
    """Return the thirty newest cases that are worked on, newest first."""
    with store.look(single=True) as look:
        return choices(OPEN.all(look))


def choices(rows: Iterable[Any]) -> tuple[CaseChoice, ...]:
    """Return the rows of ``OPEN`` as choices."""
    return tuple([CaseChoice(row.id, row.title) for row in rows])
