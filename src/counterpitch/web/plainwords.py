"""The verdict in the words of a colleague who never saw such a page before."""

from typing import Final

import msgspec

from counterpitch.cases.nouns.receipts import Receipt, VerdictSummary
from counterpitch.model.guidance import Route, Step
from counterpitch.model.verdict import Band, VerdictKind
from counterpitch.rulebook.book import rulebook

_APPROACH: Final[dict[Band, str]] = {
    "high": "This looks like somebody who wants your access, and not your skill.",
    "elevated": "Some of this is how covert approaches begin. Look before you answer.",
    "low": "There is a weak sign or two, and probably nothing behind them.",
    "none": "Nothing here asks for what it should not.",
}
_SCAM: Final[dict[Band, str]] = {
    "high": "This looks like fraud for money.",
    "elevated": "Some of this is how fraud for money begins.",
    "low": "There is a weak sign of fraud, and probably nothing behind it.",
    "none": "Nothing here asks for what it should not.",
}


_UNREAD: Final = (
    "No message could be read in it, so nothing here says whether the contact is honest. A person"
    " has to read it."
)


class PlainReason(msgspec.Struct, frozen=True):
    """A reason: what was seen, and why it matters."""

    title: str
    why: str


class PlainVerdict(msgspec.Struct, frozen=True):
    """What a reporter is told about one conversation."""

    contact: str
    band: Band
    words: str
    reasons: tuple[PlainReason, ...]


class Told(msgspec.Struct, frozen=True):
    """The whole answer: verdicts, what to do, where to report outside."""

    verdicts: tuple[PlainVerdict, ...]
    more: int
    steps: tuple[Step, ...]
    routes: tuple[Route, ...]
    disclaimer: str


def words_for(kind: VerdictKind, band: Band) -> str:
    """Return the one sentence that says how serious it looks."""
    return (_SCAM if kind == "scam" else _APPROACH)[band]


def told(receipts: tuple[Receipt, ...], shown: int = 5) -> Told:
    """Return what the reporter of ``receipts`` is told at once."""
    found = [each for receipt in receipts for each in receipt.verdicts]
    order: dict[Band, int] = {"high": 0, "elevated": 1, "low": 2, "none": 3}
    found.sort(key=lambda each: order[each.band])
    total = sum(receipt.approaches_total for receipt in receipts)
    guidance = rulebook().guidance
    return Told(
        tuple(_plain(each) for each in found[:shown]),
        max(0, total - shown),
        steps(found[0].kind, found[0].band) if found else unread_steps(),
        guidance.routes,
        guidance.disclaimer,
    )


def steps(kind: VerdictKind, band: Band) -> tuple[Step, ...]:
    """Return what to do about a verdict, step by step."""
    guidance = rulebook().guidance
    if kind == "scam":
        return guidance.scam_steps
    return guidance.steps if kind == "approach" and band != "none" else guidance.quiet_steps


def unread_steps() -> tuple[Step, ...]:
    """Return what to do where nothing could be read: nothing says that it is harmless."""
    first, *others = rulebook().guidance.steps
    return (msgspec.structs.replace(first, text=_UNREAD), *others)


def _plain(verdict: VerdictSummary) -> PlainVerdict:
    why = {each.name: each.why for each in rulebook().indicators}
    reasons = tuple(
        PlainReason(each.title, why.get(each.indicator, "")) for each in verdict.reasons[:3]
    )
    return PlainVerdict(
        verdict.contact, verdict.band, words_for(verdict.kind, verdict.band), reasons
    )
