"""Passwords: argon2id at the library's recommended cost; length counts, ornament does not."""

from functools import cache
from typing import TYPE_CHECKING, Final

from counterpitch.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 12
LONGEST: Final = 256
"""Characters. More would only let a stranger keep the hash busy."""

_COMMON: Final = ("password", "passwort", "counterpitch", "123456789", "qwertyuiop", "letmein")


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("the password of nobody at all")


def checked(password: str, login: str, name: str = "") -> str:
    """Return ``password`` if it may be chosen; raise ``UsageError`` saying what is wrong."""
    if len(password) < SHORTEST:
        raise UsageError(
            f"A password has at least {SHORTEST} characters; this one has {len(password)}.",
            hint="Four or five words that nobody would expect together are easy to keep.",
        )
    if len(password) > LONGEST:
        raise UsageError(f"A password has at most {LONGEST} characters.")
    if len(set(password)) < 5 or _guessable(password.casefold(), login, name):
        raise UsageError(
            "This password is easy to guess: it repeats few characters, or holds your name or a"
            " word that everybody tries.",
            hint="Choose four or five words that nobody would expect together.",
        )
    return password


def _guessable(folded: str, login: str, name: str) -> bool:
    words = (*_COMMON, login.partition("@")[0].casefold(), name.casefold())
    return any(len(word) >= 4 and word in folded and len(folded) - len(word) < 9 for word in words)


def hashed(password: str) -> str:
    """Return the argon2id hash of ``password``."""
    return _hasher().hash(password)


def matches(password: str, known: str) -> bool:
    """Tell whether ``password`` fits the hash ``known``.

    Without a hash (nobody of that name) the work is done all the same, so that the
    time taken does not tell who has an account.
    """
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return _hasher().verify(known or _nobodys(), password[: LONGEST + 1]) and bool(known)
    except (Argon2Error, InvalidHashError):
        return False


def outdated(known: str) -> bool:
    """Tell whether a hash was made at a lower cost than today's."""
    return _hasher().check_needs_rehash(known)
