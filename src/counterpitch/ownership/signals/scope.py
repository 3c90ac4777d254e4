"""What a signal looks at: the interests that hold on a date, and the companies asked about.

Both are temporary tables of a cursor, so that one query serves a single company, with all
that stands above it, and the whole register, for the base rate.
"""

from datetime import date
from typing import Any, Final

from counterpitch.ownership.database import clocks
from counterpitch.ownership.register import Register

MOST: Final = 5_000
"""Nodes above a company that are looked at."""


class Scope:
    """A cursor with the tables ``held``, ``target``; ``day`` is the date asked about."""

    def __init__(self, register: Register, as_of: date | None, known_at: date | None) -> None:
        self.register = register
        self.day = as_of or register.manifest.newest or date(9999, 12, 31)
        self.cursor: Any = register.connection().cursor()
        held, dates = clocks(as_of, known_at)
        self.cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE held AS SELECT * FROM interests WHERE {held}",  # noqa: S608
            dates,
        )

    def sql(self, query: str, parameters: list[object] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of ``query``."""
        rows: list[tuple[Any, ...]] = self.cursor.execute(query, parameters or []).fetchall()
        return rows

    def aim(self, company: str | None) -> None:
        """Point ``target`` at ``company`` and all above it, or at every held company (None)."""
        if company is None:
            query, parameters = "SELECT DISTINCT owned AS id FROM held", []
        else:
            query, parameters = _ABOVE, [company]
        self.cursor.execute(f"CREATE OR REPLACE TEMP TABLE target AS {query}", parameters)


_ABOVE: Final = f"""
WITH RECURSIVE above(id) USING KEY (id) AS (
  SELECT ?::VARCHAR
  UNION
  SELECT held.owner FROM above JOIN held ON held.owned = above.id
)
SELECT id FROM above LIMIT {MOST}
"""  # noqa: S608
