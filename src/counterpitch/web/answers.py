"""The one place where what went wrong becomes an answer: a page, or a JSON problem."""

import logging
import secrets
from typing import Final, cast

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from counterpitch.errors import CounterpitchError
from counterpitch.render.plain import visible
from counterpitch.web.door import visit_of
from counterpitch.web.faults import LoginNeeded, Missing, status_of, title_of

LOG: Final = logging.getLogger("counterpitch.web")
API: Final = "/api/"


class FaultPage(msgspec.Struct, frozen=True):
    """What the page says: a title, one sentence, and whether logging in would help."""

    title: str
    message: str
    login: bool = False


async def told(request: Request, error: Exception) -> Response:
    """Answer an error that was foreseen."""
    known = cast(CounterpitchError, error)
    page = FaultPage(title_of(known), str(known), isinstance(known, LoginNeeded))
    wait = getattr(known, "wait", None)
    headers = {"Retry-After": str(int(wait))} if wait else {}
    return await _answer(request, page, status_of(known), headers)


async def refused(request: Request, error: Exception) -> Response:
    """Answer what the router refuses: no such page, no such method, a broken body."""
    problem = cast(HTTPException, error)
    if problem.status_code == 404:
        return await told(request, Missing())
    words = {405: "This address is not used in this way.", 400: "The request cannot be read."}
    text = words.get(problem.status_code, str(problem.detail))
    headers = dict(problem.headers or {})
    return await _answer(
        request, FaultPage("That did not work", text), problem.status_code, headers
    )


async def unfit(request: Request, error: Exception) -> Response:
    """Answer an API request whose values do not fit what the documentation says."""
    errors = cast(RequestValidationError, error).errors()
    told = [f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in errors]
    return problem("This does not fit", "; ".join(told)[:1000], 422, {})


async def unforeseen(request: Request, error: Exception) -> Response:
    """Answer a defect of the program: a number to report, no traceback on the page."""
    number = secrets.token_hex(4)
    LOG.error("defect %s on %s", number, request.scope.get("route_path", "a page"), exc_info=error)
    text = (
        "This is a defect of the program, and nothing was changed. Please report it with the"
        f" number {number}, which stands in the desk's log too."
    )
    return await _answer(request, FaultPage("Something broke", text), 500, {})


async def _answer(
    request: Request, page: FaultPage, status: int, headers: dict[str, str]
) -> Response:
    if request.url.path.startswith(API):
        return problem(page.title, page.message, status, headers)
    visit = await run_in_threadpool(visit_of, request)
    response = visit.render("fault.html", page, status)
    response.headers.update(headers)
    return response


def problem(title: str, detail: str, status: int, headers: dict[str, str]) -> Response:
    """Return a problem of RFC 9457."""
    body = {"title": title, "detail": visible(detail), "status": status}
    return JSONResponse(body, status, headers, media_type="application/problem+json")
