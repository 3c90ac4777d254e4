"""The application: pages, API and static files behind one set of guards."""

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from counterpitch import __version__
from counterpitch.errors import CounterpitchError
from counterpitch.web import answers
from counterpitch.web.api import PREFIX
from counterpitch.web.api.documents import ROUTERS
from counterpitch.web.desk import Desk
from counterpitch.web.door import STATIC_PATH, Page, endpoint
from counterpitch.web.frame import STATIC
from counterpitch.web.guard.defects import Defects
from counterpitch.web.guard.headers import Headers
from counterpitch.web.guard.hosts import Hosts
from counterpitch.web.guard.sizes import Sizes
from counterpitch.web.pages import (
    api,
    approach,
    campaign,
    campaigns,
    case,
    cases,
    claim,
    company,
    demo,
    journal,
    leaving,
    login,
    openid,
    outcome,
    owners,
    people,
    queue,
    report,
    settings,
    start,
    trends,
    unread,
    whatif,
)
from counterpitch.web.settings import LOCAL, DeskSettings

_MODULES: Final = (
    start, demo, login, openid, report, outcome, queue, unread, approach, campaigns, campaign,
    cases, case, leaving, trends, owners, company, whatif, claim, journal, settings, people, api,
)  # fmt: skip
PAGES: Final[Sequence[Page]] = tuple(page for each in _MODULES for page in each.doors.pages)
"""Every page of the desk."""


class _Static(StaticFiles):
    """Files of the program; their names carry a digest, so that they may be kept for long."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.endswith(".md"):
            raise HTTPException(404)
        return await super().get_response(path, scope)


def create_app(desk: Desk) -> FastAPI:
    """Return the application of ``desk``."""
    app = FastAPI(
        title="counterpitch desk", version=__version__, docs_url=None, redoc_url=None,
        openapi_url=None,
    )  # fmt: skip
    app.state.desk = desk
    for page in PAGES:
        app.router.add_route(page.path, endpoint(page), [page.method], include_in_schema=False)
    for router in ROUTERS:
        app.include_router(router)
    app.router.add_route("/health", _health, ["GET"], include_in_schema=False)
    app.mount(STATIC_PATH, _Static(directory=STATIC), name="static")
    app.add_exception_handler(CounterpitchError, answers.told)
    app.add_exception_handler(HTTPException, answers.refused)
    app.add_exception_handler(RequestValidationError, answers.unfit)
    guarded(app, desk.settings)
    return app


def guarded(app: FastAPI, settings: DeskSettings) -> None:
    """Put the guards in front of everything: names first, then headers on every answer."""
    app.add_middleware(Defects, answer=answers.unforeseen)
    app.add_middleware(Sizes, prefix=PREFIX, limits=settings.limits)
    app.add_middleware(Headers, secure=settings.secure)
    app.add_middleware(Hosts, names=(*settings.names, settings.host, _host(settings.public)))


def _host(public: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(public).hostname or LOCAL


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")
