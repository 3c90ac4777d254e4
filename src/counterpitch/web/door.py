"""The one door to every page: who may come in is declared with the route and checked here."""

from collections.abc import Callable, Coroutine
from typing import Any, Final, Literal, cast
from urllib.parse import quote

import msgspec
from anyio.to_thread import run_sync
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from counterpitch.cases.people import sessions
from counterpitch.cases.people.role import Permission
from counterpitch.web.desk import Desk
from counterpitch.web.faults import LoginNeeded, Stale
from counterpitch.web.form import Form
from counterpitch.web.guard import csrf
from counterpitch.web.guard.body import counted
from counterpitch.web.seats import Group
from counterpitch.web.visit import SESSION_COOKIE, VISIT_COOKIE, Visit, new_visit_secret

Method = Literal["GET", "POST"]
Handler = Callable[[Visit], Response]
Entry = Literal["anybody"] | Permission
"""Who may use a route: anybody, or whoever has the permission."""


class Page(msgspec.Struct, frozen=True):
    """A route: how it is asked for, who may, how much it may bring, and where it waits."""

    method: Method
    path: str
    entry: Entry
    handler: Handler
    uploads: bool = False
    group: Group = "any"


class Doors:
    """The routes of a module, collected as they are written."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def get(self, path: str, entry: Entry, *, group: Group = "any") -> Callable[[Handler], Handler]:
        """Declare a page that is read; ``group`` says with which others it shares seats."""
        return self._declare("GET", path, entry, group=group)

    def post(
        self, path: str, entry: Entry, *, uploads: bool = False
    ) -> Callable[[Handler], Handler]:
        """Declare a form that is sent; its token is checked before the handler runs."""
        return self._declare("POST", path, entry, uploads=uploads)

    def _declare(
        self,
        method: Method,
        path: str,
        entry: Entry,
        *,
        uploads: bool = False,
        group: Group = "any",
    ) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self.pages.append(Page(method, path, entry, handler, uploads, group))
            return handler

        return keep


Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


def endpoint(page: Page) -> Endpoint:
    """Return what the router calls for ``page``."""

    async def get(request: Request) -> Response:
        seats = _desk(request).seats.of(page.group)
        return await run_sync(_answer, page, request, limiter=seats)

    async def post(request: Request) -> Response:
        visit = await run_in_threadpool(_admitted, page, request)
        limits = visit.desk.settings.limits
        limit = limits.upload if page.uploads else limits.form
        counting = Request(request.scope, counted(request.scope, request.receive, limit))
        async with counting.form(
            max_files=limits.files if page.uploads else 0,
            max_fields=limits.fields,
            max_part_size=2 * limits.form,
        ) as data:
            visit.form = Form(data)
            return await run_in_threadpool(_send, page, visit)

    return get if page.method == "GET" else post


def _answer(page: Page, request: Request) -> Response:
    try:
        visit = _admitted(page, request)
    except LoginNeeded:
        return RedirectResponse(_way_in(request), 303)
    return page.handler(visit)


def _way_in(request: Request) -> str:
    """Return where somebody goes who is not logged in."""
    desk = _desk(request)
    if desk.settings.demo:
        return "/demo"
    if not desk.begun():
        return "/start"
    return "/login" if request.url.path == "/" else f"/login?next={quote(_asked(request))}"


def _asked(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"


def _send(page: Page, visit: Visit) -> Response:
    given = visit.form.text(csrf.FIELD) or visit.request.headers.get(csrf.HEADER, "")
    if csrf.from_elsewhere(visit.request) or not csrf.proven(visit.secret, given):
        raise Stale
    return page.handler(visit)


def _admitted(page: Page, request: Request) -> Visit:
    visit = visit_of(request)
    if page.entry != "anybody":
        visit.needs(page.entry)
    return visit


def visit_of(request: Request) -> Visit:
    """Return the visit that a request is, with the session its cookie opens."""
    desk = _desk(request)
    secret = request.cookies.get(SESSION_COOKIE, "")
    session = sessions.session(desk.store, secret, now=desk.clock()) if secret else None
    if session is not None:
        return Visit(request, desk, session, secret)
    known = request.cookies.get(VISIT_COOKIE, "")
    return Visit(request, desk, None, known or new_visit_secret(), fresh=not known)


def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


STATIC_PATH: Final = "/static"
