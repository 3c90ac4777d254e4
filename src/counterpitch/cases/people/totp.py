"""The second factor: time-based codes (RFC 6238) of any authenticator app, and spare codes."""

import secrets
from typing import Final

from sqlalchemy import select

from counterpitch.cases.people.person import Person
from counterpitch.cases.people.secret import digest
from counterpitch.cases.people.tables import PERSON, RECOVERY
from counterpitch.cases.store import Store
from counterpitch.errors import UsageError

ISSUER: Final = "counterpitch"
SPARES: Final = 8
_STEP: Final = 30
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """Return a new shared secret (160 bits, base 32)."""
    from pyotp import random_base32

    return random_base32()


def address(secret: str, login: str) -> str:
    """Return the ``otpauth:`` address that an authenticator app reads."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def picture(secret: str, login: str) -> str:
    """Return the QR code of :func:`address` as SVG without any script or style."""
    import segno

    drawn: str = segno.make(address(secret, login), error="m").svg_inline(
        scale=5, border=2, dark="#101418", light="#ffffff", omitsize=True
    )
    return drawn


def fits(secret: str, code: str, now: float) -> int | None:
    """Return the time step whose code is ``code``: now, the one before or the one after."""
    from pyotp import TOTP

    plain = "".join(code.split())
    if len(plain) != 6 or not plain.isascii() or not plain.isdigit():
        return None
    step = int(now) // _STEP
    for each in (step, step - 1, step + 1):
        if secrets.compare_digest(TOTP(secret).at(each * _STEP), plain):
            return each
    return None


def begin(store: Store, person: Person) -> str:
    """Keep a new secret for ``person`` and return it; it counts once a code was shown."""
    if person.second_factor:
        raise UsageError("A second factor is set up already.", hint="Switch it off first.")
    secret = new_secret()
    with store.write() as connection:
        connection.execute(
            PERSON.update().where(PERSON.c.id == person.id).values(totp_secret=secret)
        )
    return secret


def pending(store: Store, person: Person) -> str:
    """Return the secret that waits for its first code, or "" where none does."""
    with store.read() as connection:
        row = connection.execute(select(PERSON).where(PERSON.c.id == person.id)).one()
    return "" if row.totp_on else row.totp_secret


def confirm(store: Store, person: Person, code: str, now: float) -> tuple[str, ...]:
    """Switch the second factor on and return the spare codes, which are shown once."""
    secret = pending(store, person)
    step = fits(secret, code, now) if secret else None
    if step is None:
        raise UsageError(
            "This code does not fit.", hint="Wait for the next one; check the telephone's clock."
        )
    spares = tuple(_spare() for _ in range(SPARES))
    with store.write() as connection:
        connection.execute(
            PERSON.update().where(PERSON.c.id == person.id).values(totp_on=True, totp_step=step)
        )
        connection.execute(RECOVERY.delete().where(RECOVERY.c.person == person.id))
        rows = [{"person": person.id, "digest": digest(each)} for each in spares]
        connection.execute(RECOVERY.insert(), rows)
    return spares


def _spare() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2))


def accept(store: Store, person_id: str, code: str, now: float) -> bool:
    """Tell whether a code (or a spare one) is right. None is accepted a second time."""
    with store.write() as connection:
        row = connection.execute(select(PERSON).where(PERSON.c.id == person_id)).one()
        step = fits(row.totp_secret, code, now)
        if step is not None:
            later = PERSON.update().where(PERSON.c.id == person_id, PERSON.c.totp_step < step)
            return connection.execute(later.values(totp_step=step)).rowcount == 1
        spare = digest("".join(code.split()).casefold())
        used = RECOVERY.delete().where(RECOVERY.c.person == person_id, RECOVERY.c.digest == spare)
        return connection.execute(used).rowcount == 1


def switch_off(store: Store, person_id: str) -> None:
    """Remove a person's second factor and spare codes."""
    with store.write() as connection:
        connection.execute(
            PERSON.update().where(PERSON.c.id == person_id).values(totp_on=False, totp_secret="")  # nosec B106
        )
        connection.execute(RECOVERY.delete().where(RECOVERY.c.person == person_id))
