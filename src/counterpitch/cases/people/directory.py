"""Who has an account: add, find, change. Nothing is deleted, since the journal names people."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from counterpitch.cases.people import password as passwords
from counterpitch.cases.people.person import Person
from counterpitch.cases.people.role import ROLES, Role
from counterpitch.cases.people.secret import new_id
from counterpitch.cases.people.tables import PERSON, SESSION
from counterpitch.cases.store import Store
from counterpitch.errors import UsageError

_NAME_LIMIT = 200


def folded(login: str) -> str:
    """Return a login as it is stored and compared: trimmed and case folded."""
    return login.strip().casefold()[:_NAME_LIMIT]


def person_of(row: Any) -> Person:
    """Return the person of a row that holds all columns of ``PERSON``."""
    return Person(
        row.id, row.login, row.name, row.role, row.active, row.created_at,
        bool(row.totp_on), bool(row.password),
    )  # fmt: skip


def people(store: Store) -> Sequence[Person]:
    """Return everybody, active ones first, by name."""
    order = (PERSON.c.active.desc(), PERSON.c.name, PERSON.c.id)
    with store.read() as connection:
        return [person_of(row) for row in connection.execute(sa.select(PERSON).order_by(*order))]


def anybody(store: Store) -> bool:
    """Tell whether the desk has an account at all."""
    with store.read() as connection:
        return connection.execute(sa.select(PERSON.c.id).limit(1)).first() is not None


def find(store: Store, person_id: str) -> Person | None:
    """Return the person with this id."""
    with store.read() as connection:
        row = connection.execute(sa.select(PERSON).where(PERSON.c.id == person_id)).first()
    return person_of(row) if row else None


def find_login(store: Store, login: str) -> Person | None:
    """Return the person who logs in under this name."""
    with store.read() as connection:
        row = connection.execute(sa.select(PERSON).where(PERSON.c.login == folded(login))).first()
    return person_of(row) if row else None


def add(
    store: Store,
    login: str,
    name: str,
    role: Role,
    *,
    now: float,
    password: str = "",
    subject: str | None = None,
) -> Person:
    """Add an account and return it; raise ``UsageError`` where it cannot be.

    ``subject`` is issuer and subject of OpenID Connect; such an account has no password.
    """
    login, name = folded(login), " ".join(name.split())[:_NAME_LIMIT]
    _check(login, name, role)
    secret = passwords.hashed(passwords.checked(password, login, name)) if not subject else ""
    values = {
        "id": new_id(), "login": login, "name": name, "role": role, "active": True,
        "created_at": now, "password": secret, "subject": subject,
    }  # fmt: skip
    try:
        with store.write() as connection:
            connection.execute(PERSON.insert().values(**values))
    except sa.exc.IntegrityError:
        raise UsageError(
            f"There is an account “{login}” already.", hint="Choose another name to log in with."
        ) from None
    return Person(values["id"], login, name, role, True, now, False, bool(secret))  # type: ignore[arg-type]


def _check(login: str, name: str, role: str) -> None:
    if not login or any(each.isspace() or not each.isprintable() for each in login):
        raise UsageError(
            "The name to log in with is empty or holds blanks or invisible characters.",
            hint="A mail address or a short name without blanks will do.",
        )
    if not name:
        raise UsageError("The person's name is missing.", hint="It stands beside what they do.")
    if role not in ROLES:
        raise UsageError(f"There is no role “{role[:40]}”.", hint=f"Roles: {', '.join(ROLES)}.")


def add_first(store: Store, login: str, name: str, password: str, *, now: float) -> Person:
    """Add the first account, a lead; raise ``UsageError`` where there is one already."""
    if anybody(store):
        raise UsageError("This desk has accounts already.", hint="Log in, or ask a lead.")
    return add(store, login, name, "lead", now=now, password=password)


def change_role(store: Store, person_id: str, role: Role) -> None:
    """Give a person another role and close their sessions; the last lead stays one."""
    _check("x", "x", role)
    with store.write() as connection:
        if role != "lead":
            _keep_a_lead(connection, person_id)
        connection.execute(PERSON.update().where(PERSON.c.id == person_id).values(role=role))
        close_all(connection, person_id)


def set_active(store: Store, person_id: str, active: bool) -> None:
    """Open or close an account; closing it ends its sessions. The last lead stays."""
    with store.write() as connection:
        if not active:
            _keep_a_lead(connection, person_id)
        connection.execute(PERSON.update().where(PERSON.c.id == person_id).values(active=active))
        close_all(connection, person_id)


def _keep_a_lead(connection: Connection, person_id: str) -> None:
    others = sa.select(PERSON.c.id).where(
        PERSON.c.role == "lead", PERSON.c.active, PERSON.c.id != person_id
    )
    if connection.execute(others.limit(1)).first() is None:
        raise UsageError(
            "This is the only lead of the desk.", hint="Make somebody else a lead first."
        )


def set_password(store: Store, person: Person, password: str) -> None:
    """Set a person's password and close all their sessions."""
    secret = passwords.hashed(passwords.checked(password, person.login, person.name))
    with store.write() as connection:
        connection.execute(PERSON.update().where(PERSON.c.id == person.id).values(password=secret))
        close_all(connection, person.id)


def close_all(connection: Connection, person_id: str) -> None:
    """Close every session of a person."""
    connection.execute(SESSION.delete().where(SESSION.c.person == person_id))
