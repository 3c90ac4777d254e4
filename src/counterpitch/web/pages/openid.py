"""Logging in through the organisation, where the desk was told how."""

import msgspec
from starlette.responses import RedirectResponse, Response

from counterpitch.cases.people import openid
from counterpitch.cases.people.openid import NotProven, Pending, Provider
from counterpitch.web.door import Doors
from counterpitch.web.faults import Missing
from counterpitch.web.pages.login import opened
from counterpitch.web.visit import Visit

doors = Doors()
COOKIE = "counterpitch_openid"


def _provider(visit: Visit) -> Provider:
    if visit.desk.openid is None:
        raise Missing
    return visit.desk.openid


def _back(visit: Visit) -> str:
    return f"{visit.desk.settings.address}/login/openid/back"


@doors.get("/login/openid", "anybody")
def go(visit: Visit) -> Response:
    """Send the browser to the organisation's login."""
    provider = _provider(visit)
    address, pending = openid.begun(
        provider, openid.discovered(provider, visit.desk.fetch), _back(visit)
    )
    answer = RedirectResponse(address, 303)
    visit.keep(answer, COOKIE, ".".join(msgspec.structs.astuple(pending)), 300)
    return answer


@doors.get("/login/openid/back", "anybody")
def back(visit: Visit) -> Response:
    """Take the answer of the organisation's login and open a session."""
    provider, desk = _provider(visit), visit.desk
    parts = visit.request.cookies.get(COOKIE, "").split(".")
    if len(parts) != 3:
        raise NotProven("it was not begun in this browser, or too long ago")
    known = openid.discovered(provider, desk.fetch)
    query = dict(visit.request.query_params)
    who = openid.finished(
        provider, known, Pending(*parts), query, _back(visit), now=visit.now, fetch=desk.fetch
    )
    person = openid.person(desk.store, provider, who, now=visit.now)
    answer = opened(visit, person.id, person.login, "/", "OpenID Connect")
    visit.drop(answer, COOKIE)
    return answer
