"""Natures of control that one file names: what each means, told once if nobody knows it."""

from collections.abc import Iterable
from typing import Any, Final

from counterpitch.ownership.readers.codes import UNREADABLE, Nature, nature
from counterpitch.ownership.readers.context import Context

MOST_CODES: Final = 10_000
"""Different codes that are read for what they mean; more are no codes."""


class Codes:
    """The codes met in a file, also as the table ``natures`` that the SQL joins."""

    def __init__(self, context: Context, connection: Any) -> None:
        self._context = context
        self._connection = connection
        self._known: dict[str, Nature] = {}
        connection.execute(
            "CREATE OR REPLACE TABLE natures (code VARCHAR PRIMARY KEY, basis VARCHAR,"
            " capacity VARCHAR, lo DOUBLE, lo_open BOOLEAN, hi DOUBLE, hi_open BOOLEAN)"
        )

    def learn(self, codes: Iterable[str]) -> None:
        """Put the new ones among ``codes`` into the table."""
        for code in codes:
            if not code or code in self._known or len(self._known) > MOST_CODES:
                continue
            found = self.nature(code)
            self._connection.execute(
                "INSERT INTO natures VALUES (?, ?, ?, ?, ?, ?, ?)",
                [code, found.basis, found.capacity, *found.band],
            )

    def nature(self, code: str) -> Nature:
        """Return what a code says, and tell once in a file if nobody knows it."""
        if not code or (code not in self._known and len(self._known) > MOST_CODES):
            return UNREADABLE
        if code not in self._known:
            self._known[code] = nature(code)
            if not self._known[code].known:
                self._context.warn(
                    "unknown-code",
                    f"“{code[:80]}” is no known nature of control; read as 0 to 100 %.",
                )
        return self._known[code]
