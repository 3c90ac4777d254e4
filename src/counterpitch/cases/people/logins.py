"""Logging in: the password, the throttle before it, and the audit of every try."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select

from counterpitch.cases.people import password as passwords
from counterpitch.cases.people.directory import folded, person_of
from counterpitch.cases.people.person import Login, LoginResult, Person
from counterpitch.cases.people.tables import LOGIN, PERSON
from counterpitch.cases.store import Store
from counterpitch.errors import CounterpitchError

WINDOW: Final = 15 * 60.0
"""Seconds over which failed tries are counted."""
PER_LOGIN_AND_ADDRESS: Final = 6
PER_ADDRESS: Final = 30
PER_LOGIN: Final = 60
"""Failed tries in the window. A name alone has the widest bound, since anybody could use it up
to keep its owner out."""

_FAILED: Final = ("wrong-password", "wrong-code", "unknown", "inactive")
WRONG: Final = "Name or password is wrong."


class TooMany(CounterpitchError):
    """There were too many tries; ``wait`` is in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(
            "There were too many failed tries.", hint=f"Wait {round(wait / 60) or 1} minutes."
        )
        self.wait = wait


class Refused(CounterpitchError):
    """The login was refused; the message never says whether the name exists."""


def note(
    store: Store, login: str, address: str, result: LoginResult, now: float, detail: str = ""
) -> None:
    """Append a line to the login audit."""
    with store.write() as connection:
        connection.execute(
            LOGIN.insert().values(
                at=now, login=folded(login), address=address[:64], result=result,
                detail=detail[:300],
            )
        )  # fmt: skip


def throttle(store: Store, login: str, address: str, now: float) -> None:
    """Raise ``TooMany`` where this name, this address or both failed too often of late."""
    by_login, by_address = LOGIN.c.login == folded(login), LOGIN.c.address == address[:64]
    recent = (LOGIN.c.at > now - WINDOW, LOGIN.c.result.in_(_FAILED))
    bounds = (
        ((by_login, by_address), PER_LOGIN_AND_ADDRESS),
        ((by_address,), PER_ADDRESS),
        ((by_login,), PER_LOGIN),
    )
    with store.read() as connection:
        for which, bound in bounds:
            query = select(func.count(), func.min(LOGIN.c.at)).where(*recent, *which)
            count, first = connection.execute(query).one()
            if count >= bound:
                raise TooMany(max(60.0, first + WINDOW - now))


def by_password(store: Store, login: str, password: str, address: str, *, now: float) -> Person:
    """Return who logs in with this password; raise ``Refused`` or ``TooMany``."""
    try:
        throttle(store, login, address, now)
    except TooMany:
        note(store, login, address, "throttled", now)
        raise
    with store.read() as connection:
        row = connection.execute(select(PERSON).where(PERSON.c.login == folded(login))).first()
    right = passwords.matches(password, row.password if row else "")
    result: LoginResult = "unknown" if row is None else "wrong-password" if not right else "in"
    if row is not None and right and not row.active:
        result = "inactive"
    if row is None or result != "in":
        note(store, login, address, result, now)
        raise Refused(WRONG, hint="Try again, or ask a lead of this desk.")
    if passwords.outdated(row.password):
        with store.write() as connection:
            again = PERSON.update().where(PERSON.c.id == row.id)
            connection.execute(again.values(password=passwords.hashed(password)))
    return person_of(row)


def logins(store: Store, *, before: int | None = None, limit: int = 100) -> Sequence[Login]:
    """Return the newest lines of the audit, or those older than line ``before``."""
    query = select(LOGIN).order_by(LOGIN.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(LOGIN.c.id < before)
    with store.read() as connection:
        rows = connection.execute(query).all()
    return [Login(row.at, row.login, row.address, row.result, row.detail) for row in rows]
