"""The nouns: a person, a session, a token, a login."""

from typing import Literal

import msgspec

from counterpitch.cases.people.role import Permission, Role, Scope, may

LoginResult = Literal[
    "in", "wrong-password", "wrong-code", "unknown", "inactive", "throttled", "out", "password-set",
    "second-factor-on", "second-factor-off", "token-made", "token-revoked", "role-changed",
    "person-added", "deactivated", "reactivated",
]  # fmt: skip
"""What a line of the login audit says happened."""


class Person(msgspec.Struct, frozen=True):
    """Somebody with an account. ``login`` is unique, case folded; times are Unix seconds."""

    id: str
    login: str
    name: str
    role: Role
    active: bool
    created_at: float
    second_factor: bool = False
    local: bool = True
    """Whether the account has a password here; one of OpenID Connect has none."""

    def may(self, permission: Permission) -> bool:
        """Tell whether this person's role includes ``permission``."""
        return self.active and may(self.role, permission)


class Session(msgspec.Struct, frozen=True):
    """A session of a browser. ``complete`` is false until the second factor was given."""

    id: str
    person: Person
    complete: bool
    opened_at: float
    seen_at: float


class Token(msgspec.Struct, frozen=True):
    """A token of the API, without its secret. Times are Unix seconds."""

    id: str
    person: str
    label: str
    scopes: tuple[Scope, ...]
    created_at: float
    expires_at: float
    used_at: float | None
    revoked: bool


class Login(msgspec.Struct, frozen=True):
    """A line of the login audit: when, as whom, from where, with what result."""

    at: float
    login: str
    address: str
    result: LoginResult
    detail: str = ""
