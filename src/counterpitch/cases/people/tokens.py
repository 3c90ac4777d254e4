"""Tokens of the API: shown once, kept as a digest, bound to a person and to scopes."""

import secrets
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, select

from counterpitch.cases.people.directory import person_of
from counterpitch.cases.people.person import Person, Token
from counterpitch.cases.people.role import SCOPES, Scope
from counterpitch.cases.people.secret import digest, new_id, new_secret
from counterpitch.cases.people.tables import PERSON, TOKEN
from counterpitch.cases.store import Store
from counterpitch.errors import UsageError

PREFIX: Final = "cpt_"
"""How every token begins, so that scanners for leaked secrets find one."""
LONGEST: Final = 366 * 24 * 3600.0
_NOTE_EVERY: Final = 60.0


def make(
    store: Store, person: Person, label: str, scopes: Sequence[str], *, now: float, days: int = 90
) -> tuple[Token, str]:
    """Make a token for ``person``; return it and its secret text, which is shown once.

    A scope must be known and within the person's role; raises ``UsageError`` otherwise.
    """
    wanted: tuple[Scope, ...] = tuple(each for each in SCOPES if each in scopes)
    beyond = sorted({*scopes} - {each for each in wanted if person.may(each)})
    if not wanted or beyond:
        raise UsageError(
            f"A token needs at least one scope that your role has ({', '.join(beyond) or 'none'}"
            " was asked for).",
            hint=f"Scopes: {', '.join(each for each in SCOPES if person.may(each))}.",
        )
    if not 1 <= days <= 366:
        raise UsageError("A token is valid for 1 to 366 days.")
    secret = new_secret()
    token = Token(
        new_id(), person.id, " ".join(label.split())[:100] or "without a name", wanted, now,
        now + days * 86400.0, None, False,
    )  # fmt: skip
    with store.write() as connection:
        connection.execute(
            TOKEN.insert().values(
                id=token.id, digest=digest(secret), person=person.id, label=token.label,
                scopes=" ".join(wanted), created_at=now, expires_at=token.expires_at,
                used_at=None, revoked=False,
            )
        )  # fmt: skip
    return token, f"{PREFIX}{token.id}_{secret}"


def bearer(store: Store, text: str, *, now: float) -> tuple[Person, Token] | None:
    """Return whose token ``text`` is, and the token; None where it is not valid now."""
    token_id, _, secret = text.removeprefix(PREFIX).partition("_")
    if not text.startswith(PREFIX) or not secret or len(text) > 200 or not text.isascii():
        return None
    query = select(TOKEN).where(TOKEN.c.id == token_id)
    with store.read() as connection:
        row = connection.execute(query).first()
        if row is None or not secrets.compare_digest(row.digest, digest(secret)):
            return None
        owner = connection.execute(select(PERSON).where(PERSON.c.id == row.person)).one()
    person, token = person_of(owner), _token(row)
    if token.revoked or token.expires_at < now or not person.active:
        return None
    if token.used_at is None or now - token.used_at > _NOTE_EVERY:
        with store.write(durable=False) as connection:
            used = TOKEN.update().where(TOKEN.c.id == token.id).values(used_at=now)
            connection.execute(used)
    return person, token


def tokens(store: Store, person_id: str) -> Sequence[Token]:
    """Return a person's tokens, newest first."""
    query = select(TOKEN).where(TOKEN.c.person == person_id).order_by(TOKEN.c.created_at.desc())
    with store.read() as connection:
        return [_token(row) for row in connection.execute(query)]


def revoke(store: Store, person_id: str, token_id: str) -> bool:
    """Revoke a token of ``person_id``; tell whether there was one."""
    one = TOKEN.update().where(TOKEN.c.id == token_id, TOKEN.c.person == person_id)
    with store.write() as connection:
        return connection.execute(one.values(revoked=True)).rowcount == 1


def _token(row: Row[Any]) -> Token:
    scopes: tuple[Scope, ...] = tuple(each for each in SCOPES if each in row.scopes.split())
    return Token(
        row.id, row.person, row.label, scopes, row.created_at, row.expires_at, row.used_at,
        row.revoked,
    )  # fmt: skip
