"""The first start: one account, a lead's, and the way to the right page afterwards."""

import msgspec
from starlette.responses import Response

from counterpitch.cases.people import directory
from counterpitch.errors import UsageError
from counterpitch.web.door import Doors
from counterpitch.web.faults import Missing
from counterpitch.web.pages.login import opened
from counterpitch.web.visit import Visit

doors = Doors()


class StartPage(msgspec.Struct, frozen=True):
    """What the first page of a new desk shows."""

    trouble: str = ""
    login: str = ""
    name: str = ""


@doors.get("/", "self")
def first_page(visit: Visit) -> Response:
    """Lead everybody to where their work is."""
    return visit.to("/queue" if visit.person.may("read") else "/report")


@doors.get("/start", "anybody")
def start_page(visit: Visit) -> Response:
    """Ask for the first account."""
    if visit.desk.begun():
        return visit.to("/")
    return visit.render("start.html", StartPage())


@doors.post("/start", "anybody")
def begin(visit: Visit) -> Response:
    """Create the first account and log it in."""
    if visit.desk.begun():
        raise Missing
    visit.desk.paces.start.step(visit.desk.store, visit.address, visit.now)
    login, name = visit.form.text("login", limit=200), visit.form.text("name", limit=200)
    try:
        password = visit.form.raw("password", limit=1000)
        if password != visit.form.raw("again", limit=1000):
            raise UsageError("The two passwords differ.", hint="Type the same one twice.")
        person = directory.add_first(visit.desk.store, login, name, password, now=visit.now)
    except UsageError as error:
        return visit.render("start.html", StartPage(str(error), login, name), 422)
    visit.desk.started = True
    return opened(visit, person.id, person.login, "/queue", "first account")
