"""Who calls the API: a token, the person it belongs to, and what it may do."""

from collections.abc import Callable
from typing import cast

import msgspec
from fastapi import Request

from counterpitch.cases.people import tokens
from counterpitch.cases.people.person import Person, Token
from counterpitch.cases.people.role import Scope
from counterpitch.web.desk import Desk
from counterpitch.web.faults import Fault, Forbidden


class Caller(msgspec.Struct, frozen=True):
    """A call that was let in."""

    desk: Desk
    person: Person
    token: Token

    @property
    def actor(self) -> str:
        """Return under which name the journal notes what this call does."""
        return f"{self.person.login} (token {self.token.label})"


class NoToken(Fault):
    """The call brings no token that is valid now."""

    status = 401
    title = "No valid token"

    def __init__(self) -> None:
        super().__init__(
            "The call brings no token that is valid now.",
            hint="Send it as “Authorization: Bearer cpt_…”; make one under Settings.",
        )


def calls(scope: Scope) -> Callable[[Request], Caller]:
    """Return the dependency that lets in whoever has ``scope``: by token and by role."""

    def admitted(request: Request) -> Caller:
        caller = caller_of(request)
        if scope not in caller.token.scopes or not caller.person.may(scope):
            raise Forbidden(f"This needs the scope “{scope}”, in the token and in the role.")
        return caller

    admitted.__name__ = f"needs_{scope}"
    return admitted


def caller_of(request: Request) -> Caller:
    """Return who calls; raise ``NoToken``, or a fault where wrong tokens come too often."""
    desk = cast(Desk, request.app.state.desk)
    kind, _, text = request.headers.get("authorization", "").partition(" ")
    found = None
    if kind.casefold() == "bearer":
        found = tokens.bearer(desk.store, text.strip(), now=desk.clock())
    if found is None:
        address = request.client.host if request.client else "unknown"
        desk.paces.token.step(desk.store, address, desk.clock())
        raise NoToken
    return Caller(desk, *found)
