"""What stands beside a verdict: the honest twin, what is unanswered, what was revealed."""

from collections.abc import Collection, Sequence
from typing import Final

from msgspec.structs import replace

from counterpitch.model.guidance import Guidance, Step
from counterpitch.model.indicator import SERIOUS_LEVELS, Level
from counterpitch.model.verdict import Disclosure, Finding, OpenQuestion, Twin, Verdict, VerdictKind

SERIOUS: Final = (
    "Something here is serious in itself. Too little else goes with it for a verdict: ask somebody"
    " you trust at work before you do it."
)
SERIOUS_SCAM: Final = (
    "Something here is serious in itself. Too little else goes with it for a verdict: ask somebody"
    " you trust before you pay or do what it asks."
)
SLIGHT: Final = "What was found is weak: honest contacts do it too."
_NO_PROOF: Final = "That is no proof that the contact is honest."


class Adviser:
    """The guidance made ready: which twins and questions go with which indicators."""

    def __init__(self, guidance: Guidance) -> None:
        self._guidance = guidance
        self._twins = [(twin, frozenset(twin.indicators)) for twin in guidance.twins]
        self._questions = [
            (question, frozenset(question.answered), frozenset((*question.asked, *question.raised)))
            for question in guidance.questions
        ]

    def twin(self, findings: Sequence[Finding]) -> Twin | None:
        """Return the honest explanation that fits the strongest evidence best."""
        weight = {f.indicator: f.contribution for f in findings if f.kind == "approach"}
        if not weight or not self._twins:
            return None
        fits = [twin for twin, own in self._twins if not own.isdisjoint(weight)]
        best, most = None, 0.0
        for twin in fits:
            # One by one: ``sum`` rounds otherwise from Python 3.12 on, which may break a tie.
            total = 0.0
            for name in twin.indicators:
                total += weight.get(name, 0.0)
            if total > most:
                best, most = twin, total
        if best is None:
            # Nothing weighs anything: the first explanation if it fits at all, or that for anyone.
            first, last = self._guidance.twins[0], self._guidance.twins[-1]
            best = first if fits[:1] == [first] else last
        return Twin(best.explanation, best.settle)

    def open_questions(self, findings: Sequence[Finding]) -> tuple[OpenQuestion, ...]:
        """Return the questions that matter here and have no answer."""
        by_name = {finding.indicator: finding for finding in findings}
        found: list[OpenQuestion] = []
        for question, answered, matters in self._questions:
            if matters.isdisjoint(by_name) or not answered.isdisjoint(by_name):
                continue
            asked = [by_name[name] for name in question.asked if name in by_name]
            first = min((f.quotes[0].message for f in asked if f.quotes), default=None)
            found.append(OpenQuestion(question.topic, question.question, bool(asked), first))
        return tuple(found)


def disclosures(findings: Sequence[Finding]) -> tuple[Disclosure, ...]:
    """Return what the owner revealed, quote by quote."""
    return tuple(
        Disclosure(finding.title, quote)
        for finding in findings
        if finding.kind == "owner" and finding.indicator.startswith("disclosure-")
        for quote in finding.quotes
    )


def steps_for(
    kind: VerdictKind, guidance: Guidance, speaking: Collection[Level] = ()
) -> tuple[Step, ...]:
    """Return what to do now; ``speaking`` are the levels of what speaks for an approach or scam."""
    if kind == "scam":
        return guidance.scam_steps
    return guidance.steps if kind == "approach" else quiet_steps(guidance, speaking)


def steps_of(verdict: Verdict, guidance: Guidance) -> tuple[Step, ...]:
    """Return what to do now about a verdict; a low one says it of what it leads to."""
    speaking = verdict.speaking_levels()
    if verdict.kind == "none" and verdict.band != "none" and verdict.leads_to_scam():
        return wary_steps(guidance, speaking)
    return steps_for(verdict.kind, guidance, speaking)


def wary_steps(guidance: Guidance, speaking: Collection[Level]) -> tuple[Step, ...]:
    """Return what to do where something may be a scam, but too little for reporting it."""
    if not guidance.quiet_steps:
        return ()
    words = SLIGHT if SERIOUS_LEVELS.isdisjoint(speaking) else SERIOUS_SCAM
    first = replace(guidance.quiet_steps[0], text=f"{words} {_NO_PROOF}")
    return (first, *(step for step in guidance.scam_steps if step.name == "Realise"))


def quiet_steps(guidance: Guidance, speaking: Collection[Level]) -> tuple[Step, ...]:
    """Return what to do where nothing is to report, without calling harmless what was found."""
    if not speaking or not guidance.quiet_steps:
        return guidance.quiet_steps
    first, *others = guidance.quiet_steps
    words = SERIOUS if SERIOUS_LEVELS.intersection(speaking) else SLIGHT
    return (replace(first, text=f"{words} {_NO_PROOF}"), *others)
