"""A campaign: what ties its approaches, its template, its growth, and who else to warn."""

from typing import Final, cast
from weakref import WeakKeyDictionary

import msgspec
from starlette.responses import Response

from counterpitch.campaigns.judgements import Judgement
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.page import Page, page
from counterpitch.campaigns.sides import Word
from counterpitch.campaigns.why import Why
from counterpitch.campaigns.why import why as explained
from counterpitch.cases.linking.asking import asked, handed_in, reached, rows_of
from counterpitch.cases.linking.judging import judge_campaigns
from counterpitch.cases.linking.network import Network, network
from counterpitch.cases.linking.place import name_of, number_of
from counterpitch.cases.linking.reasonwords import told
from counterpitch.cases.linking.recipients import recipients
from counterpitch.cases.linking.variants import Part, Variant, parts, variants
from counterpitch.cases.linking.warning import Party, parties
from counterpitch.cases.nouns.approaches import QueueRow
from counterpitch.cases.store import Store
from counterpitch.errors import UsageError
from counterpitch.model.indicator import STAGES
from counterpitch.web.api.answers import json
from counterpitch.web.charts.chart import Chart
from counterpitch.web.charts.growth import growth
from counterpitch.web.door import Doors
from counterpitch.web.faults import Missing
from counterpitch.web.visit import Visit

doors = Doors()
LISTED: Final = 100


class CampaignPage(msgspec.Struct, frozen=True):
    """Everything the page of a campaign shows. ``stages`` counts how far the members got;
    ``following`` is where the next members begin, 0 at the end; ``unwarned`` counts who is not
    listed.
    """

    campaign: str
    page: Page
    rows: tuple[QueueRow, ...]
    network: Network
    variants: tuple[Variant, ...]
    chart: Chart | None
    stages: tuple[tuple[str, int], ...]
    identifiers: tuple[tuple[str, str, int, float], ...]
    warn: tuple[Party, ...]
    judgements: tuple[Judgement, ...]
    at: int
    following: int
    unwarned: int


class Found(msgspec.Struct, frozen=True):
    """What the linked state says of a campaign."""

    campaign: str
    page: Page
    numbers: tuple[int, ...]
    network: Network
    variants: tuple[Variant, ...]
    judgements: tuple[Judgement, ...]
    organisations: dict[int, str]


_FOUND: Final[WeakKeyDictionary[Linked, dict[str, Found]]] = WeakKeyDictionary()
"""Campaigns that were looked at; they go with the state, which a run or a judgement replaces."""
KEPT: Final = 50


class Reason(msgspec.Struct, frozen=True):
    """A link of a chain: both ends, its reasons, and the shared passage on both sides."""

    a: int
    b: int
    total: float
    reasons: tuple[tuple[str, float, bool, str], ...]
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    judged: int


class WhyPage(msgspec.Struct, frozen=True):
    """The chain between two approaches."""

    a: int
    b: int
    why: Why
    steps: tuple[Reason, ...]
    breaking: tuple[tuple[int, int], ...]


def found_campaign(store: Store, wanted: str) -> Found:
    """Return a campaign by its id, an older id, or one of its approaches."""

    def question(linked: Linked) -> Found | None:
        try:
            campaign = linked.campaign(wanted)
        except UsageError:
            return None
        kept = _FOUND.setdefault(linked, {})
        if campaign not in kept:
            while len(kept) >= KEPT:
                kept.pop(next(iter(kept)))
            kept[campaign] = _found(linked, campaign)
        return kept[campaign]

    answer = asked(store, question)
    if answer is None:
        raise Missing("campaign")
    return answer


def _found(linked: Linked, campaign: str) -> Found:
    shown = page(linked, campaign)
    numbers = tuple(number_of(each) for each in linked.members[campaign])
    return Found(
        campaign, shown, numbers, network(linked, campaign), variants(linked, shown),
        _about(linked, campaign), _organisations(linked, campaign),
    )  # fmt: skip


def _organisations(linked: Linked, campaign: str) -> dict[int, str]:
    rows = linked.archive.rows(linked.members[campaign])
    named = zip(rows["approach"].to_pylist(), rows["organisation"].to_pylist(), strict=True)
    return {number_of(approach): organisation or "" for approach, organisation in named}


def _about(linked: Linked, campaign: str) -> tuple[Judgement, ...]:
    own = set(linked.members[campaign])
    return tuple(each for each in linked.held if own & {*each.one, *each.other})


@doors.get("/campaigns/why", "read")
def why_page(visit: Visit) -> Response:
    """Show why two approaches are in one campaign, or what they share if they are not."""
    a, b = _pair(visit.query("a"), visit.query("b"))
    shown = why_of(visit.desk.store, a, b)
    return visit.render("why.html", shown)


def _pair(one: str, other: str) -> tuple[int, int]:
    numbers = [number_of(each if each.startswith("A-") else f"A-{each}") for each in (one, other)]
    if not all(numbers):
        raise Missing("approach")
    if numbers[0] == numbers[1]:
        raise UsageError("These are one and the same approach.", hint="Name two.")
    return numbers[0], numbers[1]


def why_of(store: Store, a: int, b: int) -> WhyPage:
    """Return the chain between approaches ``a`` and ``b``; raise ``Missing`` where one is not
    linked."""

    def question(linked: Linked) -> Why | None:
        if not all(linked.archive.cards([name_of(each)]) for each in (a, b)):
            return None
        return explained(linked, name_of(a), name_of(b))

    found = asked(store, question)
    if found is None:
        raise Missing("approach among those that were linked")
    steps = tuple(
        Reason(
            number_of(each.a), number_of(each.b), each.total,
            tuple((told(r.kind), r.weight, r.strong, r.reason) for r in each.reasons),
            parts(p.text, [(s.start, s.end) for s in p.shared]) if p else (),
            parts(p.other_text, [(s.other_start, s.other_end) for s in p.shared]) if p else (),
            each.judged,
        )
        for each in found.steps
        for p in [each.passage]
    )  # fmt: skip
    breaking = tuple((number_of(x), number_of(y)) for x, y in found.breaking)
    return WhyPage(a, b, found, steps, breaking)


@doors.post("/campaigns/judge", "work")
def judge(visit: Visit) -> Response:
    """Keep a judgement: same, different, merge, split or undo."""
    form = visit.form
    names = tuple(each.strip() for each in form.many("name") if each.strip())
    kept = judge_campaigns(
        visit.desk.store, cast(Word, form.text("word", limit=20)), names,
        actor=visit.person.login, reason=form.text("reason"),
    )  # fmt: skip
    first = next(iter((*kept.one, *kept.other)), "")

    def where(linked: Linked) -> str:
        return linked.campaign_of.get(first, "")

    campaign = asked(visit.desk.store, where) or ""
    return visit.to(f"/campaigns/{campaign}" if campaign else "/campaigns", "campaign-judged")


@doors.get("/campaigns/{campaign}", "read")
def campaign_page(visit: Visit) -> Response:
    """Show a campaign, and of its members a hundred, or all where that is asked for."""
    store = visit.desk.store
    found = found_campaign(store, visit.part("campaign")[:80])
    size = found.page.size
    skip = visit.number("skip", 0)
    most = size if visit.query("all") else LISTED
    known = rows_of(store, found.numbers[skip : skip + most])
    far = reached(store, found.numbers)
    shared = found.page.shared
    to = recipients(store, found.numbers)
    warn = parties(handed_in(store, found.numbers), found.organisations, to)
    shown = CampaignPage(
        found.campaign, found.page,
        tuple(known[each] for each in found.numbers[skip : skip + most] if each in known),
        found.network, found.variants,
        growth(found.page.days) if found.page.days else None,
        tuple((each, far[each]) for each in (*STAGES, "") if far.get(each)),
        tuple((told(s.kind), s.value, s.pairs, s.weight) for s in shared if s.value)[:LISTED],
        warn[:most], found.judgements, skip, skip + most if skip + most < size else 0,
        len(warn[most:]),
    )  # fmt: skip
    return visit.render("campaign.html", shown)


@doors.get("/campaigns/{campaign}/graph.json", "read")
def graph(visit: Visit) -> Response:
    """Give the graph to the script that draws it."""
    return json(found_campaign(visit.desk.store, visit.part("campaign")[:80]).network)
