"""Approaches over the API: the queue, search, one of them, judgements, reports, outcomes."""

import base64
import binascii
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from counterpitch.cases import (
    OPEN,
    Page,
    QueueFilter,
    approach,
    judge,
    outcome,
    queue,
    receive,
    search,
)
from counterpitch.cases.nouns.approaches import ApproachDetail, QueueRow
from counterpitch.cases.nouns.page import Order, Status
from counterpitch.cases.nouns.receipts import Outcome, Receipt
from counterpitch.errors import UsageError
from counterpitch.model.conversation import Channel
from counterpitch.model.verdict import Band, VerdictKind
from counterpitch.web.api import PREFIX
from counterpitch.web.api.answers import Done, answers, json
from counterpitch.web.api.bodies import JudgementBody, ManyJudgementsBody, ReportBody
from counterpitch.web.api.caller import Caller, calls
from counterpitch.web.faults import Missing

router = APIRouter(prefix=PREFIX, tags=["approaches"])
Reads = Annotated[Caller, Depends(calls("read"))]
Works = Annotated[Caller, Depends(calls("work"))]
Reports = Annotated[Caller, Depends(calls("report"))]
Number = Annotated[int, Path(ge=1, le=2**53)]
Cursor = Annotated[str, Query(max_length=40, description="“next” of the page before")]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/approaches", summary="The queue", **answers(Page[QueueRow]))
def list_approaches(
    caller: Reads,
    band: Annotated[tuple[Band, ...], Query()] = (),
    status: Annotated[tuple[Status, ...], Query(description="Open ones by default")] = OPEN,
    kind: Annotated[tuple[VerdictKind, ...], Query()] = (),
    channel: Annotated[tuple[Channel, ...], Query()] = (),
    text: Annotated[str, Query(max_length=200)] = "",
    since: datetime | None = None,
    until: datetime | None = None,
    order: Order = "severity",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Response:
    """Return approaches by band and age; judged ones when asked for by status."""
    for at in (since, until):
        if at is not None and (at.tzinfo is None or not 1970 <= at.year <= 9000):
            raise UsageError("A time needs a zone, and a year from 1970.", hint="2026-03-02T00:00Z")
    wanted = QueueFilter(
        band, status, kind, (), channel, text, since, until,
        order=order,
    )  # fmt: skip
    return json(queue(caller.desk.store, wanted, cursor=cursor or None, limit=limit))


@router.get("/search", summary="Search everything ever received", **answers(Page[QueueRow]))
def search_all(
    caller: Reads,
    text: Annotated[str, Query(min_length=1, max_length=200)],
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Response:
    """Return what holds every word, newest first."""
    return json(search(caller.desk.store, text, cursor=cursor or None, limit=limit))


@router.get("/approaches/{number}", summary="One approach", **answers(ApproachDetail))
def one_approach(caller: Reads, number: Number) -> Response:
    """Return everything about an approach; the journal notes who looked."""
    return json(_detail(caller, number, view=True))


@router.post("/approaches/{number}/judgements", summary="Judge an approach", **answers(Done, 201))
def judge_one(caller: Works, number: Number, body: JudgementBody) -> Response:
    """Add a judgement; earlier ones stay. With ``seen`` only where there is no newer one."""
    _detail(caller, number)
    store, seen = caller.desk.store, body.seen
    done = judge(store, [number], caller.actor, body.judgement, body.reason, seen=seen)
    return json(Done(done), 201)


@router.post("/judgements", summary="Judge many approaches", **answers(Done, 201))
def judge_many(caller: Works, body: ManyJudgementsBody) -> Response:
    """Add the same judgement to many approaches: to all of them, or to none."""
    store, seen = caller.desk.store, body.seen
    done = judge(store, body.approaches, caller.actor, body.judgement, body.reason, seen=seen)
    return json(Done(done), 201)


@router.post("/reports", summary="Hand something in", **answers(Receipt, 201))
def report(caller: Reports, body: ReportBody) -> Response:
    """Keep text or file as it is, read and assess it, and return the receipt."""
    if bool(body.text.strip()) == bool(body.content):
        raise UsageError("A report has either text or content.", hint="Give one of the two.")
    try:
        content = base64.b64decode(body.content, validate=True) if body.content else b""
    except (binascii.Error, ValueError):
        raise UsageError("The content is no base64.", hint="Encode the file's bytes.") from None
    receipt = receive(
        caller.desk.store, content=content or body.text.encode("utf-8", "replace"),
        actor=caller.actor, name=body.name, where_from="api", channel=body.channel,
        revealed=body.revealed, note=body.note, consent=body.consent,
    )  # fmt: skip
    return json(receipt, 201)


@router.get("/outcomes/{code}", summary="What became of a report", **answers(Outcome))
def outcome_of(
    caller: Reports, code: Annotated[str, Path(min_length=1, max_length=60)]
) -> Response:
    """Return the outcome for a receipt code."""
    try:
        return json(outcome(caller.desk.store, code))
    except UsageError:
        raise Missing("receipt code") from None


def _detail(caller: Caller, number: int, *, view: bool = False) -> ApproachDetail:
    try:
        return approach(caller.desk.store, number, viewer=caller.actor if view else None)
    except UsageError:
        raise Missing("approach") from None
