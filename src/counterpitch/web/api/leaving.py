"""Figures and evidence packs over the API."""

import tempfile
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response, StreamingResponse

from counterpitch.cases import pack, trends
from counterpitch.cases.nouns.trends import Trends
from counterpitch.errors import UsageError
from counterpitch.web.api import PREFIX
from counterpitch.web.api.answers import answers, json, problems
from counterpitch.web.api.approaches import Number, Reads
from counterpitch.web.api.bodies import PackBody
from counterpitch.web.api.caller import Caller, calls
from counterpitch.web.api.cases import case_of
from counterpitch.web.downloads import headers
from counterpitch.web.pages.leaving import sent

router = APIRouter(prefix=PREFIX, tags=["figures"])
Exports = Annotated[Caller, Depends(calls("export"))]
_ZIP = {
    200: {"description": "The pack", "content": {"application/zip": {}}}, **problems(),
}  # fmt: skip


@router.get("/trends", summary="The picture over time", **answers(Trends))
def picture(caller: Reads, since: date | None = None, until: date | None = None) -> Response:
    """Return the picture of a period beside the one before; 26 weeks by default."""
    for day in (since, until):
        if day is not None and not 1971 <= day.year <= 9000:
            raise UsageError("A day needs a year from 1971.", hint="2026-03-02")
    return json(trends(caller.desk.store, since=since, until=until))


@router.post(
    "/cases/{number}/pack", summary="The evidence pack", response_class=Response, responses=_ZIP
)
def take_pack(caller: Exports, number: Number, body: PackBody) -> Response:
    """Return the evidence pack of a case as one ZIP; the journal notes it."""
    case_of(caller, number)
    held = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        pack(caller.desk.store, number, held, actor=caller.actor, redact=body.redact)
    except BaseException:
        held.close()
        raise
    name = f"case-{number}-evidence.zip"
    return StreamingResponse(sent(held), headers=headers(name, "application/zip"))
