"""Sessions: the secret is only in the cookie; they end, rotate and close."""

import sqlalchemy as sa

from counterpitch.cases import Store
from counterpitch.cases.people import sessions
from counterpitch.cases.people.person import Person
from counterpitch.cases.tables import people as tables
from tests.cases.people.conftest import NOW


def test_the_database_does_not_hold_the_secret(store: Store, people: dict[str, Person]) -> None:
    """Whoever reads the table of sessions cannot use one."""
    secret = sessions.open_session(store, people["lead"].id, now=NOW)
    with store.read() as connection:
        rows = str(connection.execute(sa.select(tables.SESSION)).all())
    assert secret not in rows
    found = sessions.session(store, secret, now=NOW)
    assert found is not None
    assert found.person.role == "lead"


def test_sessions_end(store: Store, people: dict[str, Person]) -> None:
    """Idle ones after hours, every one after days, half ones after minutes."""
    idle = sessions.open_session(store, people["lead"].id, now=NOW)
    assert sessions.session(store, idle, now=NOW + sessions.IDLE + 1) is None
    half = sessions.open_session(store, people["lead"].id, now=NOW, complete=False)
    assert sessions.session(store, half, now=NOW + 10)
    assert sessions.session(store, half, now=NOW + sessions.HALF + 1) is None
    kept, at = sessions.open_session(store, people["lead"].id, now=NOW), NOW
    while at < NOW + sessions.LONGEST - 3600:
        at += 3600
        assert sessions.session(store, kept, now=at), at - NOW
    assert sessions.session(store, kept, now=NOW + sessions.LONGEST + 1) is None


def test_rotation_leaves_the_old_secret_worthless(store: Store, people: dict[str, Person]) -> None:
    """After the second factor a session goes on under another secret."""
    half = sessions.open_session(store, people["lead"].id, now=NOW, complete=False)
    whole = sessions.rotate(store, half, now=NOW + 1)
    assert sessions.session(store, half, now=NOW + 2) is None
    found = sessions.session(store, whole, now=NOW + 2)
    assert found is not None
    assert found.complete
    sessions.close(store, whole)
    assert sessions.session(store, whole, now=NOW + 3) is None


def test_guessed_secrets_open_nothing(store: Store, people: dict[str, Person]) -> None:
    """Empty, long and hostile cookies are no session."""
    for secret in ("", "x", "' OR 1=1 --", "\ud800", "a" * 100_000):
        assert sessions.session(store, secret, now=NOW) is None
