"""What a signal looks at: the interests that hold on a date, and the companies asked about.

The queries ask the tables ``target`` (companies asked about), ``held`` (interests that hold),
``past`` (all interests, ended ones too), ``near`` (nodes), ``many`` (holders of very many) and
``crowded`` (addresses of very many). For one company these are small tables made from what
stands above it; for the base rates they are the whole register. So that the same query serves
both.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from counterpitch.ownership.database import clocks
from counterpitch.ownership.register import Register

MANY_COMPANIES: Final = 100
MANY_AT_ADDRESS: Final = 500

FOLDED: Final = "regexp_replace(strip_accents(lower({0})), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')"
"""An address or name for comparing: no case, accents, punctuation or doubled blanks."""


class Scope:
    """A cursor with the tables of the queries; ``day`` is the date asked about."""

    def __init__(self, register: Register, day: date, cursor: Any) -> None:
        self.register = register
        self.day = day
        self.cursor = cursor

    def sql(self, query: str, parameters: Any = None) -> list[tuple[Any, ...]]:
        """Return the rows of ``query``."""
        rows: list[tuple[Any, ...]] = self.cursor.execute(query, parameters or []).fetchall()
        return rows


def newest(register: Register) -> date:
    """Return the day of the newest load."""
    return register.manifest.newest or date(9999, 12, 31)


def whole(register: Register) -> Scope:
    """Return the scope of all companies, as the newest load says."""
    cursor = register.connection().cursor()
    day = newest(register).isoformat()
    held = f"(until IS NULL OR until > DATE '{day}') AND known_until IS NULL"
    for name, query in {
        "held": f"SELECT * FROM interests WHERE {held}",
        "past": "SELECT * FROM interests",
        "near": "SELECT * FROM nodes",
    }.items():
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")
    for name, query in {
        "target": "SELECT DISTINCT owned AS id FROM held",
        "many": _MANY.format("held", "true"),
        "crowded": _CROWDED,
    }.items():
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    return Scope(register, newest(register), cursor)


def above(
    register: Register, ids: Iterable[str], as_of: date | None, known_at: date | None,
    crowded: dict[str, int],
) -> Scope:  # fmt: skip
    """Return the scope of ``ids``, a company and all that stands above it.

    ``crowded`` are the addresses of very many, as `whole` counted them.
    """
    cursor = register.connection().cursor()
    held, dates = clocks(as_of, known_at, register.manifest.newest)
    cursor.execute("CREATE OR REPLACE TEMP TABLE target AS SELECT unnest(?) AS id", [sorted(ids)])
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE past AS SELECT * FROM interests"
        " WHERE owned IN (SELECT id FROM target)"
    )
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE held AS SELECT * FROM past WHERE {held}", dates)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE near AS SELECT * FROM nodes WHERE id IN"
        " (SELECT id FROM target UNION SELECT owner FROM held)"
    )
    among = f"{held} AND owner IN (SELECT owner FROM held)"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE many AS {_MANY.format('interests', among)}", dates
    )
    cursor.execute("CREATE OR REPLACE TEMP TABLE crowded (place VARCHAR, here BIGINT)")
    if crowded:
        cursor.executemany("INSERT INTO crowded VALUES (?, ?)", list(crowded.items()))
    return Scope(register, as_of or newest(register), cursor)


_MANY: Final = (
    "SELECT owner, count(DISTINCT owned) AS held FROM {0} WHERE {1}"
    f" GROUP BY owner HAVING count(DISTINCT owned) >= {MANY_COMPANIES}"
)
_CROWDED: Final = (
    f"SELECT {FOLDED.format('place')} AS place, sum(here) AS here FROM ("
    "SELECT addresses[1] AS place, count(*) AS here FROM near"
    " WHERE len(addresses) > 0 AND kind <> 'person' GROUP BY addresses[1]"
    f") GROUP BY 1 HAVING sum(here) >= {MANY_AT_ADDRESS}"
)
