"""Campaigns over the API."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from counterpitch.campaigns.judgements import Judgement, read
from counterpitch.campaigns.page import Page
from counterpitch.cases.linking import worker
from counterpitch.cases.linking.asking import Warned, asked, handed_in
from counterpitch.cases.linking.judging import judge_campaigns
from counterpitch.cases.linking.network import Network
from counterpitch.cases.linking.overview import Campaigns, overview
from counterpitch.cases.linking.recipients import Recipient, recipients
from counterpitch.cases.linking.run import Run, last_run, waiting
from counterpitch.web.api import PREFIX
from counterpitch.web.api.answers import answers, json
from counterpitch.web.api.approaches import Limit, Reads, Works
from counterpitch.web.api.bodies import CampaignJudgementBody
from counterpitch.web.pages.campaign import WhyPage, found_campaign, why_of

router = APIRouter(prefix=PREFIX, tags=["campaigns"])
Wanted = Annotated[str, Path(min_length=1, max_length=80, description="“c-…”, or “A-12”")]


class CampaignDetail(msgspec.Struct, frozen=True):
    """A campaign with who handed its approaches in, whom they went to, and the judgements about it
    that hold.
    """

    page: Page
    warn: tuple[Warned, ...]
    judgements: tuple[Judgement, ...]
    approached: tuple[Recipient, ...] = ()


class RunState(msgspec.Struct, frozen=True):
    """The last run, or the one under way, and how many approaches came since."""

    run: Run | None
    waiting: int


@router.get("/campaigns", summary="The campaigns", **answers(Campaigns))
def list_campaigns(
    caller: Reads, skip: Annotated[int, Query(ge=0, le=10**6)] = 0, limit: Limit = 50
) -> Response:
    """Return campaigns, the largest first; none before the first run."""
    clock = caller.desk.store.clock
    found = asked(
        caller.desk.store, lambda linked: overview(linked, clock(), skip=skip, most=limit)
    )
    return json(found or Campaigns((), 0))


@router.get("/campaigns/runs", summary="How the last run went", **answers(RunState))
def run(caller: Reads) -> Response:
    """Return the last run, or the one under way."""
    return json(RunState(last_run(caller.desk.store), waiting(caller.desk.store)))


@router.post("/campaigns/runs", summary="Find campaigns", **answers(RunState, 202))
def find(caller: Works) -> Response:
    """Start a run in the background, unless one is under way."""
    worker.begin(caller.desk.store, actor=caller.actor)
    return json(RunState(last_run(caller.desk.store), waiting(caller.desk.store)), 202)


@router.get("/campaigns/judgements", summary="What was judged", **answers(tuple[Judgement, ...]))
def judgements(caller: Reads) -> Response:
    """Return every judgement ever made, in order; an ``undo`` takes back the one it names."""
    found = asked(caller.desk.store, lambda linked: tuple(read(linked.state.judgements)))
    return json(found or ())


@router.post("/campaigns/judgements", summary="Judge", **answers(Judgement, 201))
def judge(caller: Works, body: CampaignJudgementBody) -> Response:
    """Keep a judgement and group the approaches by it."""
    kept = judge_campaigns(
        caller.desk.store, body.word, body.names, actor=caller.actor, reason=body.reason
    )
    return json(kept, 201)


@router.get("/campaigns/why", summary="Why two belong together", **answers(WhyPage))
def why(
    caller: Reads,
    a: Annotated[int, Query(ge=1, le=2**53)],
    b: Annotated[int, Query(ge=1, le=2**53)],
) -> Response:
    """Return the chain of reasons between two approaches, and what would break it."""
    return json(why_of(caller.desk.store, a, b))


@router.get("/campaigns/{campaign}", summary="One campaign", **answers(CampaignDetail))
def one(caller: Reads, campaign: Wanted) -> Response:
    """Return who, when, the template with what varies, and what is shared."""
    found = found_campaign(caller.desk.store, campaign)
    warn = handed_in(caller.desk.store, found.numbers)
    to = recipients(caller.desk.store, found.numbers)
    return json(CampaignDetail(found.page, warn, found.judgements, to))


@router.get("/campaigns/{campaign}/graph", summary="Its graph", **answers(Network))
def graph(caller: Reads, campaign: Wanted) -> Response:
    """Return approaches, identifiers and what ties them."""
    return json(found_campaign(caller.desk.store, campaign).network)
