"""The company that a contact claims, held against the register: evidence about the claim."""

import msgspec
from starlette.responses import Response

from counterpitch.ownership.claim import BESIDE, NO_PROOF, claims_in
from counterpitch.ownership.verify import Verified
from counterpitch.web.door import Doors
from counterpitch.web.pages.approach import detail_of
from counterpitch.web.register.opened import opened
from counterpitch.web.visit import Visit

doors = Doors()


class ClaimPage(msgspec.Struct, frozen=True):
    """What the register says; ``register`` tells whether there is one."""

    number: int
    found: tuple[Verified, ...]
    register: bool
    newest: str = ""
    no_proof: str = NO_PROOF
    beside: str = BESIDE


@doors.get("/approaches/{number}/claim", "read")
def claim(visit: Visit) -> Response:
    """Say what the register says about the company that the contact of an approach claims."""
    detail = detail_of(visit)
    if visit.desk.settings.register is None or detail.conversation is None:
        has = visit.desk.settings.register is not None
        return visit.render("claim.html", ClaimPage(detail.row.id, (), has))
    with opened(visit.desk) as register:
        today = visit.desk.store.clock().date()
        found = claims_in(register, today)(detail.conversation)
        newest = register.manifest.newest
    page = ClaimPage(detail.row.id, found, True, newest.isoformat() if newest else "no date")
    return visit.render("claim.html", page)
