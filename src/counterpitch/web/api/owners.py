"""Owners over the API: what is loaded, who is found, traces, signals, claims, planned deals."""

from datetime import date
from pathlib import PurePath
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from msgspec.structs import replace
from starlette.responses import Response

from counterpitch.cases import approach
from counterpitch.errors import UsageError
from counterpitch.ownership.answer import Trace
from counterpitch.ownership.claim import claims_in
from counterpitch.ownership.deal.whatif import WhatIf
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Loaded
from counterpitch.ownership.search import search
from counterpitch.ownership.signals.find import signals
from counterpitch.ownership.signals.signal import Signal
from counterpitch.ownership.verify import Verified, verify
from counterpitch.web.api import PREFIX
from counterpitch.web.api.answers import answers, json
from counterpitch.web.api.approaches import Number, Reads
from counterpitch.web.api.bodies import DealBody
from counterpitch.web.faults import Missing
from counterpitch.web.form import Upload
from counterpitch.web.pages.whatif import answered
from counterpitch.web.register.opened import day_of, node_of, opened, traced
from counterpitch.web.register.tables import of_file

router = APIRouter(prefix=PREFIX, tags=["owners"])
Id = Annotated[str, Query(min_length=1, max_length=300, description="As a search gives it")]
Text = Annotated[str, Query(min_length=1, max_length=200)]


class Held(msgspec.Struct, frozen=True):
    """What a register was loaded from, and the date of its newest file."""

    newest: date | None
    loaded: tuple[Loaded, ...]


class Found(msgspec.Struct, frozen=True):
    """Companies and people that a text may mean."""

    nodes: tuple[Node, ...]


class Signals(msgspec.Struct, frozen=True):
    """Signals of a company, each with its rows, honest explanations and base rate."""

    signals: tuple[Signal, ...]


class Claimed(msgspec.Struct, frozen=True):
    """What the register says of the companies that a contact claims: evidence of the claim."""

    claims: tuple[Verified, ...]


class Reckoned(msgspec.Struct, frozen=True):
    """What a planned deal changes, and what was remarked on the way."""

    answer: WhatIf
    remarks: tuple[str, ...]


@router.get("/owners", summary="The register that is loaded", **answers(Held))
def held(caller: Reads) -> Response:
    """Return what the register was loaded from."""
    with opened(caller.desk) as register:
        manifest = register.manifest
        # Where the files lay on the desk's computer concerns nobody who calls.
        loaded = (replace(each, path=PurePath(each.path).name) for each in manifest.loaded)
        return json(Held(manifest.newest, tuple(loaded)))


@router.get("/owners/search", summary="Find a company or person", **answers(Found))
def find(caller: Reads, text: Text) -> Response:
    """Return who is called so, in whole or in part, or has this number."""
    with opened(caller.desk) as register:
        return json(Found(search(register, text)))


@router.get("/owners/company", summary="Who is behind a company", **answers(Trace))
def company(caller: Reads, id: Id, at: date | None = None, known: date | None = None) -> Response:
    """Return the trace: as of now, of a day, or by what was on file on a day."""
    with opened(caller.desk) as register:
        node = node_of(register, id)
        return json(traced(register, node.id, _day(at), _day(known)))


@router.get("/owners/signals", summary="Signals of a company", **answers(Signals))
def signals_of(
    caller: Reads, id: Id, at: date | None = None, known: date | None = None
) -> Response:
    """Return what deserves a question; nothing is added up."""
    with opened(caller.desk) as register:
        node = node_of(register, id)
        return json(Signals(signals(register, node.id, _day(at), _day(known))))


@router.get("/owners/verify", summary="Check a claimed company", **answers(Verified))
def verified(
    caller: Reads, name: Text, domain: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Return whether it exists, since when, and what else fits the claim."""
    with opened(caller.desk) as register:
        return json(verify(register, name, caller.desk.store.clock().date(), domain))


@router.get(
    "/approaches/{number}/claims", summary="The company a contact claims", **answers(Claimed)
)
def claims(caller: Reads, number: Number) -> Response:
    """Return what the register says about the company that the contact claims."""
    try:
        detail = approach(caller.desk.store, number)
    except UsageError:
        raise Missing("approach") from None
    with opened(caller.desk) as register:
        found = claims_in(register, caller.desk.store.clock().date())
        given = detail.conversation
        return json(Claimed(found(given) if given is not None else ()))


@router.post("/owners/what-if", summary="A planned deal", **answers(Reckoned))
def deal(caller: Reads, body: DealBody) -> Response:
    """Return who crosses which line; nothing is kept."""
    table = of_file(Upload("table.csv", body.table.encode("utf-8", "replace")), body.company)
    return json(Reckoned(*answered(caller.desk, table)))


def _day(day: date | None) -> date | None:
    return day_of(day.isoformat()) if day is not None else None
