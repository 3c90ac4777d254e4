"""The verdict in the words of a colleague who never saw such a page before."""

from collections.abc import Sequence
from typing import Final

import msgspec

from counterpitch.assessment.advise import SERIOUS, SLIGHT, steps_for, wary_steps
from counterpitch.cases.nouns.approaches import Reason
from counterpitch.cases.nouns.receipts import Receipt, VerdictSummary
from counterpitch.model.guidance import Route, Step
from counterpitch.model.indicator import SERIOUS_LEVELS, Level
from counterpitch.model.verdict import Band, VerdictKind
from counterpitch.rulebook.book import rulebook

_APPROACH: Final[dict[Band, str]] = {
    "high": "This looks like somebody who wants your access, and not your skill.",
    "elevated": "Some of this is how covert approaches begin. Look before you answer.",
    "low": "There is a weak sign or two, and probably nothing behind them.",
    "none": "Nothing to report was found.",
}
_SCAM: Final[dict[Band, str]] = {
    "high": "This looks like fraud for money.",
    "elevated": "Some of this is how fraud for money begins.",
    "low": "There is a weak sign of fraud, and probably nothing behind it.",
    "none": "Nothing to report was found.",
}


_UNREAD: Final = (
    "No message could be read in it, so nothing here says whether the contact is honest. A person"
    " has to read it."
)
_SERIOUS: Final = (
    "Something here is serious in itself, but too little else goes with it for a verdict."
)
_REPORTED: Final = "Done: you have reported it here. Do not reply before you know what came of it."
_ELSEWHERE: Final = "You have reported it here; there is more to do."


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


def words_for(kind: VerdictKind, band: Band, *, serious: bool = False) -> str:
    """Return the one sentence that says how serious it looks.

    ``serious`` tells that something is so in itself, though too little for a verdict.
    """
    if serious and kind == "none":
        return _SERIOUS
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
        _steps_about(found[0]) if found else unread_steps(),
        guidance.routes,
        guidance.disclaimer,
    )


def _steps_about(verdict: VerdictSummary) -> tuple[Step, ...]:
    wary = verdict.kind == "none" and verdict.band != "none"
    if wary and verdict.scam_probability > verdict.probability:
        return wary_steps(rulebook().guidance, _levels(verdict.reasons))
    return steps(verdict.kind, verdict.band, verdict.reasons)


def steps(
    kind: VerdictKind, band: Band, reasons: Sequence[Reason] | None = None
) -> tuple[Step, ...]:
    """Return what whoever reported it does about a verdict, step by step.

    Only where ``reasons`` are known to be none is it said that nothing is asked for.
    """
    found = kind if band != "none" else "none"
    if reasons is None and found == "none":
        first, *others = rulebook().guidance.quiet_steps
        told = f"{words_for(kind, band)} That is no proof that the contact is honest."
        return (msgspec.structs.replace(first, text=told), *others)
    return reported(steps_for(found, rulebook().guidance, _levels(reasons or ())), kind)


def reported(found: Sequence[Step], kind: VerdictKind) -> tuple[Step, ...]:
    """Return steps for somebody who has reported it: that step is done, here at least."""

    def told(text: str) -> str:
        return f"{_ELSEWHERE} {text}" if kind == "scam" else _REPORTED

    return tuple(
        msgspec.structs.replace(each, text=told(each.text)) if each.name == "Report" else each
        for each in found
    )


def _levels(reasons: Sequence[Reason]) -> frozenset[Level]:
    levels = {each.name: each.level for each in rulebook().indicators}
    return frozenset(levels.get(each.indicator, "low") for each in reasons)


def unread_steps() -> tuple[Step, ...]:
    """Return what to do where nothing could be read: nothing says that it is harmless."""
    first, *others = rulebook().guidance.steps
    return reported((msgspec.structs.replace(first, text=_UNREAD), *others), "none")


def _plain(verdict: VerdictSummary) -> PlainVerdict:
    why = {each.name: each.why for each in rulebook().indicators}
    reasons = tuple(
        PlainReason(each.title, why.get(each.indicator, "")) for each in verdict.reasons[:3]
    )
    serious = not SERIOUS_LEVELS.isdisjoint(_levels(verdict.reasons))
    words = words_for(verdict.kind, verdict.band, serious=serious)
    if verdict.band == "none" and verdict.reasons:
        words = SERIOUS if serious else SLIGHT
    elif verdict.band == "none":
        words = "Nothing here asks for what it should not."
    return PlainVerdict(verdict.contact, verdict.band, words, reasons)
