"""Owners: what register is loaded, as of when, and who is looked for in it."""

from typing import Final

import msgspec
from starlette.responses import Response

from counterpitch.ownership.chart.svg import look
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Loaded
from counterpitch.ownership.search import MOST, search
from counterpitch.web.door import Doors
from counterpitch.web.register.opened import opened
from counterpitch.web.visit import Visit

doors = Doors()
SOURCES: Final = {
    "uk-psc": "UK persons with significant control",
    "uk-companies": "UK companies",
    "gleif": "GLEIF: legal entities and their parents",
    "bods": "Open Ownership statements (BODS)",
    "ftm": "FollowTheMoney entities",
}


class OwnersPage(msgspec.Struct, frozen=True):
    """What the start shows. ``loaded`` is None without a register."""

    text: str
    found: tuple[Node, ...]
    most: int
    loaded: tuple[Loaded, ...] | None
    newest: str
    sources: dict[str, str]
    company: str = ""


@doors.get("/owners", "read")
def owners_page(visit: Visit) -> Response:
    """Show what is loaded and who was found; without a register, how to load one."""
    text = visit.query("text", limit=200)
    if visit.desk.settings.register is None:
        return visit.render("owners.html", OwnersPage(text, (), MOST, None, "", SOURCES))
    with opened(visit.desk) as register:
        found = search(register, text) if text else ()
        manifest = register.manifest
    newest = manifest.newest.isoformat() if manifest.newest else "no date"
    page = OwnersPage(text, found, MOST, manifest.loaded[-12:], newest, SOURCES)
    return visit.render("owners.html", page)


@doors.get("/owners/chart.css", "read")
def chart_css(visit: Visit) -> Response:
    """Give out the style of structure charts, which pages may not hold themselves."""
    return Response(look(), media_type="text/css")
