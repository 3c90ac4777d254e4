"""What the program could not read: the original to save, and what a person found in it."""

from starlette.responses import Response, StreamingResponse

from counterpitch.cases import original
from counterpitch.cases.noting import note_taken
from counterpitch.cases.unread import Unread, settle_unread, unread_one
from counterpitch.errors import CounterpitchError
from counterpitch.web.door import Doors
from counterpitch.web.downloads import chunks, headers
from counterpitch.web.faults import Missing
from counterpitch.web.pages.approach import number
from counterpitch.web.pages.queue import queue_with
from counterpitch.web.visit import Visit

doors = Doors()


def _wanted(visit: Visit) -> Unread:
    found = unread_one(visit.desk.store, number(visit))
    if found is None:
        raise Missing("report")
    return found


@doors.get("/unread/{number}/original", "export")
def take_unread(visit: Visit) -> Response:
    """Give out an original that could not be read, byte for byte; the journal notes it."""
    held = _wanted(visit)
    note_taken(
        visit.desk.store, f"evidence:{held.sha256}", actor=visit.person.login, what=held.name
    )
    return StreamingResponse(
        chunks(original(visit.desk.store, held.sha256)),
        headers={**headers(held.name), "Content-Length": str(held.size)},
    )


@doors.post("/unread/{number}", "work")
def settle(visit: Visit) -> Response:
    """Keep what a person found in it; it leaves the list."""
    held = _wanted(visit)
    try:
        reason = visit.form.text("reason")
        settle_unread(visit.desk.store, held.id, actor=visit.person.login, reason=reason)
    except CounterpitchError as error:
        return queue_with(visit, str(error))
    return visit.to("/queue", "looked-at")
