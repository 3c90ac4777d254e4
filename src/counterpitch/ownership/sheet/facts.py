"""Facts for the fields of a form, each with the record that it comes from."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from counterpitch.ownership.answer import Owner, Trace
from counterpitch.ownership.areas.classify import Finding
from counterpitch.ownership.deal.whatif import Party, WhatIf
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.signals.signal import Signal

YEAR: Final = timedelta(days=365)


class Fact(msgspec.Struct, frozen=True):
    """One answer and the record behind it."""

    text: str
    source: str = ""


class Known(msgspec.Struct, frozen=True):
    """All that a sheet is filled from; what was not asked for stays None.

    ``history`` are all interests in the company, past ones too.
    """

    trace: Trace
    signals: tuple[Signal, ...] = ()
    areas: tuple[Finding, ...] | None = None
    history: tuple[Interest, ...] = ()
    deal: WhatIf | None = None
    chart: bool = False
    day: date | None = None
    """The date asked about, from which the last year is counted back."""


def facts(known: Known, name: str) -> tuple[Fact, ...]:
    """Return what is known for the fact called ``name``; empty, if nothing is."""
    source = known.trace.company.source_ref
    found = _FACTS[name](known)
    return tuple(each if isinstance(each, Fact) else Fact(each, source) for each in found)


def _form(known: Known) -> list[str]:
    company = known.trace.company
    return [text for text in (company.category, company.status) if text]


def _owners(known: Known) -> list[Fact]:
    return [Fact(_owner(each), _ref(each)) for each in known.trace.owners]


def _owner(owner: Owner) -> str:
    lines = zip((25, 50, 75), owner.standings, strict=True)
    passed = [f"{standing} over {line} %" for line, standing in lines if standing != "excluded"]
    return f"{owner.node.name or owner.node.id}: {owner.share.text}" + (
        f" ({', '.join(passed)})" if passed else ""
    )


def _ref(owner: Owner) -> str:
    interests = [i for chain in owner.chains for step in chain.steps for i in step.interests]
    return interests[0].source_ref if interests else owner.node.source_ref


def _controllers(known: Known) -> list[Fact]:
    return [
        Fact(each.node.name or each.node.id, _ref(each))
        for each in known.trace.owners
        if each.control == "certain"
    ]


def _between(known: Known) -> list[Fact]:
    return [Fact(each.node.name or each.node.id, _ref(each)) for each in known.trace.between]


def _unknowns(known: Known) -> list[Fact]:
    return [Fact(each.sentence or each.reason, each.source_ref) for each in known.trace.unknowns]


def _states(known: Known) -> list[Fact]:
    return [
        Fact(_owner(each), _ref(each)) for each in known.trace.owners if each.node.kind == "state"
    ]


def _changes(known: Known) -> list[Fact]:
    events = sorted(
        {
            (day, what, each.source_ref)
            for each in known.history
            for day, what in _days(each, _names(known))
            if known.day is None or known.day - YEAR < day <= known.day
        },
        reverse=True,
    )
    return [Fact(f"{day}: {what}", ref) for day, what, ref in events[:20]]


def _names(known: Known) -> dict[str, str]:
    nodes = (*known.trace.nodes, known.trace.company)
    return {node.id: node.name for node in nodes if node.name}


def _days(interest: Interest, names: dict[str, str]) -> list[tuple[date, str]]:
    owner, owned = (names.get(id, id) for id in (interest.owner, interest.owned))
    words = f"{owner} in {owned} ({interest.basis.replace('_', ' ')})"
    ends = [(interest.since, f"{words} begins"), (interest.until, f"{words} ends")]
    return [(day, what) for day, what in ends if day]


def _signals(known: Known) -> list[Fact]:
    return [
        Fact(f"{each.kind.title}: {each.evidence[0].sentence}", each.evidence[0].source_ref)
        for each in known.signals
    ]


def _areas(known: Known) -> list[Fact]:
    return [
        Fact(f"{each.area.title} ({each.level}): {each.reasons[0].sentence}", each.area.source)
        for each in known.areas or ()
    ]


def _officers(known: Known) -> list[Fact]:
    return [
        Fact(_names(known).get(each.owner, each.owner), each.source_ref)
        for each in known.history
        if each.basis == "officer" and each.until is None
    ]


def _crossings(known: Known) -> list[Fact]:
    parties = known.deal.parties if known.deal else ()
    return [
        Fact(
            f"{party.name}: shares {party.before.law.shares.text} → {party.after.law.shares.text},"
            f" votes {party.before.law.votes.text} → {party.after.law.votes.text}",
            "cap table",
        )
        for party in parties
    ]


def _thresholds(known: Known) -> list[Fact]:
    parties = known.deal.parties if known.deal else ()
    return [
        Fact(f"{party.name}: {each.words} of {each.basis} ({each.standing})", "cap table")
        for party in parties
        for each in party.crossings
        if each.up
    ]


def _side_rights(known: Known) -> list[Fact]:
    rows = known.deal.side_rights if known.deal else ()
    return [
        Fact(
            f"{row.holder}: "
            + "; ".join(filter(None, (row.share_class, row.terms, row.veto and f"veto: {row.veto}",
                                      row.board and f"board: {row.board}"))),
            f"cap table, row {row.row}",
        )
        for row in rows
    ]  # fmt: skip


def _acquirer(known: Known) -> list[Fact]:
    """Return who holds more after the deal, by name: a cap table has no addresses."""
    parties = known.deal.parties if known.deal else ()
    return [
        Fact(f"{party.name} (add the address and the register)", "cap table")
        for party in parties
        if len(party.holders) == 1
        and party.after.direct.shares.hi > party.before.direct.shares.hi + 1e-9
    ]


def _acquirers(known: Known) -> list[Fact]:
    """Return the holders who cross a line; the label of an arrangement is no acquirer."""
    parties = known.deal.parties if known.deal else ()
    crossing = [each for each in parties if any(c.up for c in each.crossings)]
    together = [each for each in crossing if len(each.holders) > 1]
    return [
        Fact(party.name + _arranged(party, together), "cap table")
        for party in crossing
        if len(party.holders) == 1
    ]


def _arranged(party: Party, together: Sequence[Party]) -> str:
    labels = [each.name for each in together if party.name in each.holders]
    return f" (acting together as “{'”, “'.join(labels)}”)" if labels else ""


def _nothing(known: Known) -> Sequence[Fact]:
    return ()


_FACTS: Final[dict[str, Callable[[Known], Sequence[Fact | str]]]] = {
    "name": lambda known: [known.trace.company.name] if known.trace.company.name else [],
    "numbers": lambda known: known.trace.company.numbers or (known.trace.company.id,),
    "form": _form,
    "incorporated": lambda known: [str(day) for day in (known.trace.company.incorporated,) if day],
    "addresses": lambda known: known.trace.company.addresses,
    "former_names": lambda known: known.trace.company.former_names,
    "sic": lambda known: known.trace.company.sic,
    "owners": _owners,
    "controllers": _controllers,
    "between": _between,
    "unknowns": _unknowns,
    "states": _states,
    "changes": _changes,
    "signals": _signals,
    "areas": _areas,
    "officers": _officers,
    "crossings": _crossings,
    "thresholds": _thresholds,
    "side_rights": _side_rights,
    "acquirer": _acquirer,
    "acquirers": _acquirers,
    "acquirer_owners": _nothing,
    "chart": lambda known: [Fact("drawn below")] if known.chart else [],
}
