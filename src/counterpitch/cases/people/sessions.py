"""Sessions of browsers. The secret is in the cookie; the database holds its digest."""

from typing import Final

from sqlalchemy import bindparam, select

from counterpitch.cases.people.directory import person_of
from counterpitch.cases.people.person import Session
from counterpitch.cases.people.secret import digest, new_secret
from counterpitch.cases.people.tables import PERSON, SESSION
from counterpitch.cases.ready import Ready
from counterpitch.cases.store import Store

IDLE: Final = 8 * 3600.0
"""Seconds without a request after which a session ends."""
LONGEST: Final = 5 * 24 * 3600.0
"""Seconds after which a session ends in any case."""
HALF: Final = 300.0
"""Seconds in which the second factor must follow the password."""
_NOTE_EVERY: Final = 60.0
"""Seconds between two notes of when a session was last seen: one write a minute, not a page."""

_FIND: Final = Ready(
    select(SESSION.c.complete, SESSION.c.opened_at, SESSION.c.seen_at, *PERSON.c)
    .join(PERSON, SESSION.c.person == PERSON.c.id)
    .where(SESSION.c.digest == bindparam("key", ""))
)


def open_session(store: Store, person_id: str, *, now: float, complete: bool = True) -> str:
    """Open a session and return its secret, which is nowhere else."""
    secret = new_secret()
    with store.write() as connection:
        connection.execute(SESSION.delete().where(SESSION.c.opened_at < now - LONGEST))
        connection.execute(
            SESSION.insert().values(
                digest=digest(secret), person=person_id, complete=complete,
                opened_at=now, seen_at=now,
            )
        )  # fmt: skip
    return secret


def session(store: Store, secret: str, *, now: float) -> Session | None:
    """Return the session of a secret, if it is open and its person's account is."""
    key = digest(secret)
    with store.look(single=True) as look:
        row = _FIND.first(look, key=key)
    if row is None or not row.active or _over(row.complete, row.opened_at, row.seen_at, now):
        return None
    if now - row.seen_at > _NOTE_EVERY:
        with store.write(durable=False) as connection:
            connection.execute(SESSION.update().where(SESSION.c.digest == key).values(seen_at=now))
    return Session(key, person_of(row), row.complete, row.opened_at, row.seen_at)


def _over(complete: bool, opened_at: float, seen_at: float, now: float) -> bool:
    if not complete:
        return now - opened_at > HALF
    return now - seen_at > IDLE or now - opened_at > LONGEST


def rotate(store: Store, secret: str, *, now: float) -> str:
    """Replace a session by a new, complete one of the same person; return the new secret."""
    key = digest(secret)
    query = select(SESSION.c.person).where(SESSION.c.digest == key)
    with store.read() as connection:
        person_id = connection.execute(query).scalar_one()
    close(store, secret)
    return open_session(store, person_id, now=now)


def close(store: Store, secret: str) -> None:
    """Close a session; the secret is worth nothing after this."""
    with store.write() as connection:
        connection.execute(SESSION.delete().where(SESSION.c.digest == digest(secret)))
