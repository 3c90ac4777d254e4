"""Reports that the program could not read, over the API: a person says what is in them."""

from fastapi import APIRouter
from starlette.responses import Response

from counterpitch.cases import Page
from counterpitch.cases.unread import Unread, settle_unread, unread, unread_one
from counterpitch.web.api import PREFIX
from counterpitch.web.api.answers import Done, answers, json
from counterpitch.web.api.approaches import Number, Reads, Works
from counterpitch.web.api.bodies import FoundBody
from counterpitch.web.faults import Missing

router = APIRouter(prefix=PREFIX, tags=["approaches"])


@router.get("/unread", summary="Reports that wait for a person's eyes", **answers(Page[Unread]))
def list_unread(caller: Reads) -> Response:
    """Return reports in which no message could be read, oldest first, a hundred at most."""
    return json(Page(unread(caller.desk.store), None))


@router.post("/unread/{number}", summary="Say what such a report holds", **answers(Done, 201))
def settle(caller: Works, number: Number, body: FoundBody) -> Response:
    """Keep what a person found in it; it leaves the list, and its reporter sees that."""
    if unread_one(caller.desk.store, number) is None:
        raise Missing("report")
    settle_unread(caller.desk.store, number, actor=caller.actor, reason=body.reason)
    return json(Done(1), 201)
