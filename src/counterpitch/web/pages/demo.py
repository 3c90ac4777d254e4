"""The demo: whoever opens it on this computer is logged in, and may look through other eyes."""

from starlette.responses import Response

from counterpitch.cases.people import directory, sessions
from counterpitch.cases.people.person import Person
from counterpitch.web.demo.story import LEAD
from counterpitch.web.door import Doors
from counterpitch.web.faults import Missing
from counterpitch.web.settings import is_loopback
from counterpitch.web.visit import SESSION_COOKIE, VISIT_COOKIE, Visit

doors = Doors()


def _here(visit: Visit) -> None:
    """Raise ``Missing`` unless this is a demo, opened on this very computer."""
    if not (visit.desk.settings.demo and is_loopback(visit.address)):
        raise Missing


def _as(visit: Visit, person: Person) -> Response:
    if visit.cookie:
        sessions.close(visit.desk.store, visit.cookie)
    secret = sessions.open_session(visit.desk.store, person.id, now=visit.now)
    answer = visit.to("/queue" if person.may("read") else "/report")
    visit.keep(answer, SESSION_COOKIE, secret, int(sessions.LONGEST))
    visit.drop(answer, VISIT_COOKIE)
    return answer


@doors.get("/demo", "anybody")
def enter(visit: Visit) -> Response:
    """Log the viewer in as the demo's lead."""
    _here(visit)
    person = directory.find_login(visit.desk.store, LEAD)
    if person is None:
        raise Missing
    return _as(visit, person)


@doors.post("/demo/as", "self")
def look_as(visit: Visit) -> Response:
    """Look at the demo as somebody of another role."""
    _here(visit)
    role = visit.form.text("role", limit=20)
    for person in directory.people(visit.desk.store):
        if person.role == role and person.active:
            return _as(visit, person)
    raise Missing("role")
