"""What leaves, and what is erased: evidence packs, erasure with its reason."""

import tempfile
from collections.abc import Iterator
from typing import IO

from starlette.responses import Response, StreamingResponse

from counterpitch.cases import erase, pack
from counterpitch.errors import UsageError
from counterpitch.web.door import Doors
from counterpitch.web.downloads import headers
from counterpitch.web.pages.approach import detail_of as approach_of
from counterpitch.web.pages.case import detail_of as case_of
from counterpitch.web.visit import Visit

doors = Doors()
_IN_MEMORY = 8 * 1024 * 1024
_PIECE = 64 * 1024
CONFIRM = "erase"
"""The word that a lead types so that nothing is erased by a slip."""


@doors.post("/cases/{number}/pack", "export")
def take_pack(visit: Visit) -> Response:
    """Give out the evidence pack of a case as one ZIP; the journal notes it."""
    number = case_of(visit).row.id
    held = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    try:
        pack(
            visit.desk.store, number, held, actor=visit.person.login,  # type: ignore[arg-type]
            redact=not visit.form.ticked("whole"),
        )  # fmt: skip
    except BaseException:
        held.close()
        raise
    name = f"case-{number}-evidence.zip"
    return StreamingResponse(sent(held), headers=headers(name, "application/zip"))


def sent(held: IO[bytes]) -> Iterator[bytes]:
    """Yield a file in pieces and close it."""
    with held:
        held.seek(0)
        while piece := held.read(_PIECE):
            yield piece


@doors.post("/cases/{number}/erase", "lead")
def erase_case(visit: Visit) -> Response:
    """Erase the content of a case; the journal keeps the proof that it was there."""
    number = case_of(visit).row.id
    erase(visit.desk.store, actor=visit.person.login, reason=_reason(visit), case=number)
    return visit.to(f"/cases/{number}", "erased")


@doors.post("/approaches/{number}/erase", "lead")
def erase_approach(visit: Visit) -> Response:
    """Erase the content of an approach."""
    number = approach_of(visit).row.id
    erase(visit.desk.store, actor=visit.person.login, reason=_reason(visit), approaches=[number])
    return visit.to(f"/approaches/{number}", "erased")


def _reason(visit: Visit) -> str:
    if visit.form.text("confirm").casefold() != CONFIRM:
        raise UsageError("Nothing was erased.", hint=f"Type “{CONFIRM}” to confirm it.")
    reason = visit.form.text("reason")
    if not reason:
        raise UsageError("Nothing was erased: the reason is missing.", hint="Say why.")
    return reason
