"""The page of one company: chart, owners, chains, signals, changes, questions, in one file."""

from collections.abc import Sequence

import msgspec

from counterpitch import __version__
from counterpitch.ownership.answer import Owner, Trace
from counterpitch.ownership.areas.classify import NOT_ADVICE, Finding
from counterpitch.ownership.chart.source import graph_of
from counterpitch.ownership.chart.svg import svg
from counterpitch.ownership.deal.whatif import WhatIf
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.inquiry.questions import questions
from counterpitch.ownership.page.history import events
from counterpitch.ownership.page.look import rendered
from counterpitch.ownership.signals.signal import Signal

OWNERS = 60
"""Owners that are shown in full; the others are listed by name and share."""


class Whole(msgspec.Struct, frozen=True):
    """All that the page of a company tells."""

    trace: Trace
    signals: tuple[Signal, ...] = ()
    history: tuple[Interest, ...] = ()
    areas: tuple[Finding, ...] = ()
    deal: WhatIf | None = None


def page(whole: Whole) -> str:
    """Return the page as one self-contained HTML file, without scripts or requests."""
    trace = whole.trace
    owners = [each for each in trace.owners if _counts(each)] or list(trace.owners)
    names = {node.id: node.name for node in (*trace.nodes, trace.company)}
    return rendered(
        "company.html.j2",
        company=trace.company,
        trace=trace,
        chart=svg(graph_of(trace)),
        owners=owners[:OWNERS],
        smaller=[owner for owner in trace.owners if owner not in owners[:OWNERS]],
        signals=whole.signals,
        events=events(whole.history, names, trace.as_of),
        questions=questions(trace, whole.signals, whole.areas),
        areas=whole.areas,
        deal=whole.deal,
        names=lambda id: names.get(id) or id,
        words=_words,
        not_advice=NOT_ADVICE,
        version=__version__,
        certain=_certain(trace.owners),
    )


def _certain(owners: Sequence[Owner]) -> int:
    """Return how many owners certainly pass a quarter."""
    return sum(owner.standings[0] == "certain" for owner in owners)


def _counts(owner: Owner) -> bool:
    """Tell whether an owner may pass a threshold, or control."""
    passes = {*owner.standings, *owner.law.standings, *owner.votes.standings, owner.control}
    return passes != {"excluded"}


def _words(owner: Owner) -> str:
    """Return how sure each threshold is, in one line."""
    lines = zip((">25", ">50", "≥75"), owner.standings, strict=True)
    return " · ".join(f"{line} % {standing}" for line, standing in lines)
