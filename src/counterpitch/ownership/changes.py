"""What changed between two days: interests that began, ended or became known."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

from counterpitch.errors import UsageError
from counterpitch.ownership.database import within
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.register import Register

MOST: Final = 100_000
Clock = Literal["valid", "known"]


class Change(NamedTuple):
    """One interest that held on one of two days only: ``began`` or ``ended`` in between."""

    what: Literal["began", "ended"]
    interest: Interest


def changes(
    register: Register, first: date, second: date, clock: Clock = "valid", company: str = "",
    most: int = MOST,
) -> Iterator[Change]:  # fmt: skip
    """Yield the interests that held on one of two days only, ordered by company.

    On the ``valid`` clock: when they held in the world; on the ``known`` clock: when the
    register said so. ``company`` is the id of the one company to look at. Raises UsageError if
    ``second`` is the earlier day: what began would be told as ended.
    """
    if second < first:
        raise UsageError(f"{first} is after {second}.", hint="Give the earlier date first.")
    on_first, first_dates = _on(first, clock)
    on_second, second_dates = _on(second, clock)
    narrowed, parameters = ("owned = ?", [company]) if company else ("true", [])
    for what, where, dates in (
        ("ended", f"({on_first}) AND NOT ({on_second})", [*first_dates, *second_dates]),
        ("began", f"({on_second}) AND NOT ({on_first})", [*second_dates, *first_dates]),
    ):
        rows = register.connection().cursor()
        fields = Interest.__struct_fields__
        columns = ", ".join(f'"{field}"' for field in fields)
        rows.execute(
            f"SELECT {columns} FROM interests WHERE {where} AND {narrowed}"
            f" ORDER BY owned, owner, basis, source_ref LIMIT {most}",
            [*dates, *parameters],
        )
        while found := rows.fetchmany(1000):
            for row in found:
                yield Change("ended" if what == "ended" else "began", Interest(*row))


def _on(day: date, clock: Clock) -> tuple[str, list[date]]:
    """Return SQL that never is NULL for what holds on ``day`` by one clock."""
    sql, dates = within(*_CLOCKS[clock], day)
    return f"coalesce({sql}, false)", dates


_CLOCKS: Final = {"valid": ("since", "until"), "known": ("known_from", "known_until")}
