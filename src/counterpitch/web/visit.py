"""One request: who asks, what they brought, and how they are answered."""

import secrets
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from counterpitch.cases.people.person import Person, Session
from counterpitch.cases.people.role import Permission
from counterpitch.web.desk import Desk
from counterpitch.web.faults import Forbidden, LoginNeeded
from counterpitch.web.form import Form
from counterpitch.web.frame import Frame, filled
from counterpitch.web.guard import csrf
from counterpitch.web.said import SAID

SESSION_COOKIE: Final = "counterpitch_session"
VISIT_COOKIE: Final = "counterpitch_visit"
"""Ties the forms of somebody who is not logged in to their browser."""


@dataclass(slots=True)
class Visit:
    """A request to a page. ``secret`` is what the form token is derived from."""

    request: Request
    desk: Desk
    session: Session | None
    secret: str
    fresh: bool = False
    """Whether the visit cookie was made for this answer and must be set."""
    form: Form = field(default_factory=Form)

    @property
    def person(self) -> Person:
        """Return who is logged in; raise ``LoginNeeded`` where nobody is."""
        if self.session is None or not self.session.complete:
            raise LoginNeeded
        return self.session.person

    @property
    def somebody(self) -> Person | None:
        """Return who is logged in, if anybody."""
        complete = self.session is not None and self.session.complete
        return self.session.person if complete and self.session else None

    @property
    def now(self) -> float:
        """Return the time of this request (Unix seconds)."""
        return self.desk.clock()

    @property
    def address(self) -> str:
        """Return the network address that asks."""
        return self.request.client.host if self.request.client else "unknown"

    @property
    def cookie(self) -> str:
        """Return the session's secret as the browser sent it."""
        return self.request.cookies.get(SESSION_COOKIE, "")

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def query(self, name: str, *, limit: int = 300) -> str:
        """Return a value of the query, cut at ``limit`` characters."""
        value = self.request.query_params.get(name, "")[:limit]
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip()

    def number(self, name: str, otherwise: int, most: int = 10**9) -> int:
        """Return a whole number of the query; ``otherwise`` where there is none."""
        text = self.query(name)
        plain = text.isascii() and text.isdigit() and len(text) < 10
        return min(int(text), most) if plain else otherwise

    def needs(self, permission: Permission) -> Person:
        """Return who asks if they have ``permission``; raise a fault otherwise."""
        person = self.person
        if not person.may(permission):
            raise Forbidden
        return person

    def frame(self) -> Frame:
        """Return what stands around the page."""
        return Frame(
            self.somebody,
            csrf.token(self.secret),
            self.request.scope["path"],
            SAID.get(self.request.query_params.get("said", ""), ""),
            self.desk.settings.demo,
        )

    def render(self, template: str, page: msgspec.Struct, status: int = 200) -> Response:
        """Return a page made of a template and its declared context."""
        return self.dressed(HTMLResponse(filled(template, self.frame(), page), status))

    def to(self, path: str, said: str = "", **query: str) -> Response:
        """Return the way to another page of this desk (303), with a sentence to say there."""
        asked = urlencode({**query, **({"said": said} if said else {})})
        base, mark, fragment = path.partition("#")
        joint = "&" if "?" in base else "?"
        target = f"{base}{joint + asked if asked else ''}{mark}{fragment}"
        return self.dressed(RedirectResponse(target, 303))

    def dressed(self, response: Response) -> Response:
        """Set the visit cookie on an answer where a new one was made."""
        if self.fresh and self.session is None:
            self.keep(response, VISIT_COOKIE, self.secret, 86400)
        return response

    def keep(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Set a cookie that scripts cannot read and other sites cannot send along."""
        response.set_cookie(
            name, value, max_age=seconds, path="/", httponly=True, samesite="lax",
            secure=self.desk.settings.secure,
        )  # fmt: skip

    def drop(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(
            name, path="/", httponly=True, samesite="lax", secure=self.desk.settings.secure
        )


def new_visit_secret() -> str:
    """Return a secret for a visitor who is not logged in."""
    return secrets.token_urlsafe(32)
