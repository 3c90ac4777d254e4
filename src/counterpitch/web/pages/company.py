"""The page of a company: who is behind it, how surely, what is not known, what to ask."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec
from markupsafe import Markup
from starlette.responses import Response

from counterpitch.cases.noting import note_taken
from counterpitch.ownership.answer import Owner, Trace
from counterpitch.ownership.areas.classify import NOT_ADVICE, Finding, described
from counterpitch.ownership.chart.source import graph_of
from counterpitch.ownership.chart.svg import svg
from counterpitch.ownership.inquiry.questions import Question, questions
from counterpitch.ownership.node import Node
from counterpitch.ownership.page.history import Event, events, history
from counterpitch.ownership.page.sheet import sheet_page
from counterpitch.ownership.reach import Holding, below
from counterpitch.ownership.register import Register
from counterpitch.ownership.sheet.facts import Known
from counterpitch.ownership.sheet.fill import fill
from counterpitch.ownership.sheet.form import NAMES, form
from counterpitch.ownership.signals.find import signals
from counterpitch.ownership.signals.signal import Signal
from counterpitch.ownership.view import stored
from counterpitch.web.door import Doors
from counterpitch.web.downloads import attachment
from counterpitch.web.faults import Missing
from counterpitch.web.register.drawn import bar, chart
from counterpitch.web.register.opened import day_of, node_of, opened, traced
from counterpitch.web.visit import Visit

doors = Doors()
MOST: Final = 60
"""Owners shown in full, holdings below, and events of the timeline."""
LONGEST: Final = 60_000
"""Characters of a pasted description."""


class Shown(msgspec.Struct, frozen=True):
    """An owner with its bars drawn, and how surely each of the three lines is passed."""

    owner: Owner
    share: Markup
    law: Markup
    lines: tuple[tuple[str, str], ...]


class CompanyPage(msgspec.Struct, frozen=True):
    """Everything the page of a company shows."""

    node: Node
    trace: Trace
    chart: Markup
    owners: tuple[Shown, ...]
    smaller: tuple[Owner, ...]
    names: Mapping[str, str]
    signals: tuple[Signal, ...]
    events: tuple[Event, ...]
    questions: tuple[Question, ...]
    holdings: tuple[tuple[Holding, Markup], ...]
    more_holdings: int
    areas: tuple[Finding, ...]
    about: str
    newest: str
    at: str
    known: str
    not_advice: str = NOT_ADVICE
    trouble: str = ""


class Asked(msgspec.Struct, frozen=True):
    """Which company, on which dates, and what it says of itself."""

    id: str
    as_of: date | None
    known_at: date | None
    about: str = ""


@doors.get("/owners/company", "read")
def company_page(visit: Visit) -> Response:
    """Show a company as of now, or of a day, or by what was on file on a day."""
    at, known = day_of(visit.query("at")), day_of(visit.query("known"))
    return _page(visit, Asked(visit.query("id"), at, known))


@doors.post("/owners/company", "read")
def with_description(visit: Visit) -> Response:
    """Show a company with the sensitive areas that a pasted description points to."""
    return _page(visit, _asked(visit))


@doors.post("/owners/sheet", "export")
def sheet(visit: Visit) -> Response:
    """Give out a due-diligence sheet as a file; the journal notes it."""
    asked, name = _asked(visit), visit.form.text("form", limit=40)
    if name not in NAMES:
        raise Missing("form")
    with opened(visit.desk) as register:
        node = node_of(register, asked.id)
        known = _known(register, asked)
    made = sheet_page(fill(form(name), known), svg(graph_of(known.trace)))
    what = f"{name} sheet of {node.id}"
    note_taken(visit.desk.store, "store", actor=visit.person.login, what=what)
    saved = "".join(each if each.isalnum() else "-" for each in node.id)[:60]
    return attachment(made.encode("utf-8", "replace"), f"{name}-{saved}.html", "text/html")


def _asked(visit: Visit) -> Asked:
    form_ = visit.form
    return Asked(
        form_.text("id", limit=300), day_of(form_.text("at")), day_of(form_.text("known")),
        form_.text("about", limit=LONGEST),
    )  # fmt: skip


def _known(register: Register, asked: Asked) -> Known:
    trace = traced(register, asked.id, asked.as_of, asked.known_at)
    return Known(
        trace,
        signals(register, trace.company.id, asked.as_of, asked.known_at),
        described(asked.about, trace.company.sic),
        history(register, trace),
        chart=True,
        day=asked.as_of or register.manifest.newest,
    )


def _page(visit: Visit, asked: Asked) -> Response:
    with opened(visit.desk) as register:
        node = node_of(register, asked.id)
        known = _known(register, asked)
        holdings = _below(register, known.trace) if asked.as_of is None else ()
        newest = register.manifest.newest
    trace, areas = known.trace, known.areas or ()
    names = {each.id: _named(each) for each in (*trace.nodes, trace.company)}
    counting = [each for each in trace.owners if _counts(each)] or list(trace.owners)
    page = CompanyPage(
        node=node,
        trace=trace,
        chart=chart(trace),
        owners=tuple(map(_shown, counting[:MOST])),
        smaller=tuple(each for each in trace.owners if each not in counting[:MOST])[:400],
        names=names,
        signals=known.signals,
        events=_together(events(known.history, names, asked.as_of))[:MOST],
        questions=questions(trace, known.signals, areas),
        holdings=tuple((each, bar(each.share)) for each in holdings[:30]),
        more_holdings=max(0, len(holdings) - 30),
        areas=areas,
        about=asked.about,
        newest=newest.isoformat() if newest else "no date",
        at=asked.as_of.isoformat() if asked.as_of else "",
        known=asked.known_at.isoformat() if asked.known_at else "",
    )
    return visit.render("company.html", page)


def _below(register: Register, trace: Trace) -> tuple[Holding, ...]:
    view = stored(register.data)
    number = view.number(trace.company.id)
    return below(view, number).holdings if number is not None else ()


def _shown(owner: Owner) -> Shown:
    lines = tuple(zip((">25 %", ">50 %", "≥75 %"), owner.standings, strict=True))
    return Shown(owner, bar(owner.share), bar(owner.law), lines)


def _named(node: Node) -> str:
    return node.name or ("somebody who is not named" if node.kind == "unknown" else node.id)


def _together(found: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return events with those of one filing (shares, votes, rights) as one."""
    kept: dict[tuple[object, ...], Event] = {}
    for each in found:
        key = (each.day, each.what, each.owner, each.owned, each.source_ref)
        before = kept.get(key)
        words = f"{before.words}, {each.words}" if before else each.words
        kept[key] = msgspec.structs.replace(each, words=words)
    return tuple(kept.values())


def _counts(owner: Owner) -> bool:
    """Tell whether an owner may pass a threshold, or control."""
    passes = {*owner.standings, *owner.law.standings, *owner.votes.standings, owner.control}
    return passes != {"excluded"}
