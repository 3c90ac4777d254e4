"""An approach: the conversation beside the reasons, and everything a person decides by."""

from typing import cast

import msgspec
from starlette.responses import Response, StreamingResponse

from counterpitch.cases import (
    Overtaken,
    add_to_case,
    approach,
    judge,
    new_case,
    original,
    search,
)
from counterpitch.cases.choices import CaseChoice
from counterpitch.cases.detail import approach_and_cases
from counterpitch.cases.linking.asking import campaign_of
from counterpitch.cases.noting import CHECK_RESULTS, CheckResult, checks_of, note_check, note_taken
from counterpitch.cases.nouns.approaches import (
    JUDGEMENTS,
    ApproachDetail,
    Judged,
    JudgementWord,
    QueueRow,
)
from counterpitch.cases.nouns.journal import JournalEntry
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.model.indicator import STAGES
from counterpitch.model.verdict import Finding, StageMove, Verdict
from counterpitch.web import knowledge
from counterpitch.web.charts.chart import Chart, csv_of
from counterpitch.web.charts.contributions import contributions
from counterpitch.web.door import Doors
from counterpitch.web.downloads import attachment, chunks
from counterpitch.web.faults import Missing
from counterpitch.web.knowledge import Check
from counterpitch.web.plainwords import words_for
from counterpitch.web.reading import Shown, shown
from counterpitch.web.rows import Waiting, waiting
from counterpitch.web.visit import Visit

doors = Doors()


class Reached(msgspec.Struct, frozen=True):
    """A stage, and the move that reached it."""

    stage: str
    move: StageMove | None
    title: str = ""


class Typed(msgspec.Struct, frozen=True):
    """What somebody judged on a page that was no longer true, and who judged meanwhile."""

    judgement: str
    reason: str
    meanwhile: tuple[Judged, ...]


class ApproachPage(msgspec.Struct, frozen=True):
    """Everything the page of an approach shows. ``verdict`` is None once erased."""

    detail: ApproachDetail
    row: QueueRow
    verdict: Verdict | None
    words: str
    reasons: tuple[Finding, ...]
    against: tuple[Finding, ...]
    stages: tuple[Reached, ...]
    chart: Chart | None
    messages: tuple[Shown, ...]
    folded: int
    whole: bool
    checks: tuple[tuple[Check, JournalEntry | None], ...]
    results: tuple[str, ...]
    cases: tuple[CaseChoice, ...]
    judgements: tuple[str, ...]
    now: float
    campaign: tuple[str, int] = ("", 0)
    """The campaign that it is in, and how many approaches are."""
    seen: int = 0
    """The number of the newest judgement that the page shows, 0 for none."""
    trouble: str = ""
    typed: Typed | None = None
    """A judgement that was not kept because others came first."""


class SimilarPage(msgspec.Struct, frozen=True):
    """Approaches that share something with this one, each with what they share."""

    number: int
    found: tuple[tuple[str, tuple[Waiting, ...]], ...]


def number(visit: Visit, name: str = "number") -> int:
    """Return a number of the path; raise ``Missing`` where it is none."""
    text = visit.part(name)
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Missing(name)
    return int(text)


def detail_of(visit: Visit) -> ApproachDetail:
    """Return the approach that the address names; raise ``Missing`` where there is none."""
    try:
        return approach(visit.desk.store, number(visit))
    except UsageError:
        raise Missing("approach") from None


def _seen(visit: Visit) -> tuple[ApproachDetail, tuple[CaseChoice, ...]]:
    """Return the approach and the cases it can go into; the journal notes who looks."""
    store, person = visit.desk.store, visit.person
    try:
        if person.may("work"):
            return approach_and_cases(store, number(visit), viewer=person.login)
        return approach(store, number(visit), viewer=person.login), ()
    except UsageError:
        raise Missing("approach") from None


def _page(visit: Visit, trouble: str = "", *, overtaken: bool = False) -> Response:
    detail, cases = _seen(visit)
    verdict, words = detail.verdict, detail.conversation
    whole = bool(visit.query("all"))
    messages = shown(words, verdict, whole=whole) if words is not None else ()
    noted = checks_of(detail.journal)
    findings = sorted(verdict.findings, key=lambda f: -f.contribution) if verdict else []
    address = f"/approaches/{detail.row.id}/reasons.csv"
    page = ApproachPage(
        detail=detail,
        row=detail.row,
        verdict=verdict,
        words=words_for(
            detail.row.kind, detail.row.band, serious=verdict is not None and verdict.serious()
        ),
        reasons=tuple(f for f in findings if f.kind in ("approach", "scam") and f.contribution > 0),
        against=tuple(f for f in findings if f.kind == "benign"),
        stages=_stages(verdict),
        chart=contributions(verdict, address) if verdict else None,
        messages=messages,
        folded=len(words.messages) - len(messages) if words is not None else 0,
        whole=whole,
        checks=tuple((each, noted.get(each.name)) for each in knowledge.checks()),
        results=CHECK_RESULTS,
        cases=cases,
        judgements=JUDGEMENTS,
        now=visit.now,
        campaign=campaign_of(visit.desk.store, detail.row.id),
        seen=detail.judgements[-1].id if detail.judgements else 0,
        trouble=trouble,
        typed=_typed(visit, detail) if overtaken else None,
    )
    status = Overtaken.status if overtaken else 422 if trouble else 200
    return visit.render("approach.html", page, status)


def _typed(visit: Visit, detail: ApproachDetail) -> Typed:
    form, seen = visit.form, visit.form.number("seen") or 0
    meanwhile = tuple(each for each in detail.judgements if each.id > seen)
    return Typed(form.text("judgement"), form.text("reason"), meanwhile)


def _stages(verdict: Verdict | None) -> tuple[Reached, ...]:
    moves = verdict.stages if verdict is not None and verdict.kind == "approach" else ()
    titles = {f.indicator: f.title for f in verdict.findings} if verdict is not None else {}
    by_stage = {move.stage: move for move in moves}
    return tuple(
        Reached(stage, move, titles.get(move.indicator, "") if move else "")
        for stage in STAGES
        for move in [by_stage.get(stage)]
    )


@doors.get("/approaches/{number}", "read", group="lists")
def approach_page(visit: Visit) -> Response:
    """Show an approach; the journal notes who looked."""
    return _page(visit)


@doors.post("/approaches/{number}/judge", "work")
def judge_one(visit: Visit) -> Response:
    """Add a judgement, unless others judged since the page was shown, which is told then.

    Whether there is such an approach is found where it is written.
    """
    approach_id, form = number(visit), visit.form
    try:
        judge(
            visit.desk.store, [approach_id], visit.person.login,
            cast(JudgementWord, form.text("judgement")), form.text("reason"),
            seen=form.number("seen"),
        )  # fmt: skip
    except Overtaken:
        return _page(visit, overtaken=True)
    except CounterpitchError as error:
        return _page(visit, str(error))
    return visit.to(f"/approaches/{approach_id}", "judged")


@doors.post("/approaches/{number}/case", "work")
def into_case(visit: Visit) -> Response:
    """Open a case with this approach, or put it into one that is open."""
    detail, form, store = detail_of(visit), visit.form, visit.desk.store
    who, chosen = visit.person.login, form.text("case", limit=20)
    if chosen.isascii() and chosen.isdigit():
        try:
            add_to_case(store, int(chosen), [detail.row.id], actor=who, reason=form.text("reason"))
        except CounterpitchError as error:  # closed meanwhile
            return _page(visit, str(error))
        return visit.to(f"/cases/{chosen}", "case-added")
    title = form.text("title", limit=200) or detail.row.contact or f"approach {detail.row.id}"
    made = new_case(store, title=title, actor=who, approaches=[detail.row.id], owner=who)
    return visit.to(f"/cases/{made}", "case-opened")


@doors.post("/approaches/{number}/check", "work")
def note(visit: Visit) -> Response:
    """Note what a check of the contact's profile showed."""
    detail, form = detail_of(visit), visit.form
    name = form.text("check", limit=80)
    if name not in {each.name for each in knowledge.checks()}:
        raise Missing("check")
    note_check(
        visit.desk.store, detail.row.id, actor=visit.person.login, check=name,
        result=cast(CheckResult, form.text("result")), note=form.text("note"),
    )  # fmt: skip
    return visit.to(f"/approaches/{detail.row.id}#checks", "check-noted")


@doors.get("/approaches/{number}/similar", "read", group="search")
def similar(visit: Visit) -> Response:
    """Look for approaches that share name or company; each link has its reason."""
    detail = detail_of(visit)
    found = []
    for why, words in (("same name", detail.row.contact), ("same company", detail.row.company)):
        plain = " ".join(words.replace('"', " ").split())
        if len(plain) < 3:
            continue
        rows = search(visit.desk.store, f'"{plain}"', limit=8).rows
        others = tuple(row for row in rows if row.id != detail.row.id)
        found.append((f"{why}: {plain}", waiting(others, visit.now)))
    return visit.render("similar.html", SimilarPage(detail.row.id, tuple(found)))


@doors.get("/approaches/{number}/reasons.csv", "export")
def reasons(visit: Visit) -> Response:
    """Give out the sum of the verdict as CSV."""
    detail = detail_of(visit)
    if detail.verdict is None:
        raise Missing("verdict")
    chart = contributions(detail.verdict, "")
    note_taken(
        visit.desk.store, f"approach:{detail.row.id}", actor=visit.person.login, what="reasons.csv"
    )
    return attachment(
        csv_of(chart.columns, chart.rows).encode(), f"approach-{detail.row.id}.csv", "text/csv"
    )


@doors.get("/approaches/{number}/originals/{sha256}", "export")
def take_original(visit: Visit) -> Response:
    """Give out an original that brought this approach, byte for byte; the journal notes it."""
    detail, sha256 = detail_of(visit), visit.part("sha256")
    held = next((each for each in detail.received if each.sha256 == sha256), None)
    if held is None or held.erased_at is not None:
        raise Missing("original")
    note_taken(visit.desk.store, f"evidence:{sha256}", actor=visit.person.login, what=held.name)
    return StreamingResponse(
        chunks(original(visit.desk.store, sha256)), headers=_headers(held.name, held.size)
    )


def _headers(name: str, size: int) -> dict[str, str]:
    from counterpitch.web.downloads import headers

    return {**headers(name), "Content-Length": str(size)}
