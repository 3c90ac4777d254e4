"""How often one address did what needs no account: counted in the database.

So it holds for every process of a desk together, and over a restart. An address is kept as a digest
and for as long as it counts, since who asked for what is nobody's business.
"""

import hashlib

import sqlalchemy as sa

from counterpitch.cases.people.tables import PACE
from counterpitch.cases.store import Store


def wait_for(
    store: Store, what: str, address: str, *, most: int, seconds: float, now: float
) -> float:
    """Count one try of ``what`` by ``address``; return 0, or how long it has to wait.

    At most ``most`` tries count in ``seconds``; one that has to wait does not count.
    """
    key = hashlib.sha256(f"{what} {address}".encode()).hexdigest()[:32]
    with store.write(durable=False) as connection:
        _alone(connection, key)
        connection.execute(PACE.delete().where(PACE.c.until <= now))
        chosen = sa.select(sa.func.count(), sa.func.min(PACE.c.until)).where(PACE.c.key == key)
        count, first = connection.execute(chosen).one()
        if count >= most:
            return float(first - now)
        connection.execute(PACE.insert(), {"key": key, "until": now + seconds})
    return 0.0


def _alone(connection: sa.Connection, key: str) -> None:
    """Let one try of an address be counted at a time; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        number = int(key[:15], 16)
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": number})
