"""What stands beside a verdict: the honest twin, what is unanswered, what was revealed."""

from collections.abc import Sequence

from counterpitch.model.guidance import Guidance, Step
from counterpitch.model.verdict import Disclosure, Finding, OpenQuestion, Twin, VerdictKind


def twin_of(findings: Sequence[Finding], guidance: Guidance) -> Twin | None:
    """Return the honest explanation that fits the strongest evidence best."""
    weight = {f.indicator: f.contribution for f in findings if f.kind == "approach"}
    if not weight or not guidance.twins:
        return None
    best = max(
        guidance.twins, key=lambda twin: sum(weight.get(name, 0.0) for name in twin.indicators)
    )
    if not any(name in weight for name in best.indicators):
        best = guidance.twins[-1]
    return Twin(best.explanation, best.settle)


def open_questions(findings: Sequence[Finding], guidance: Guidance) -> tuple[OpenQuestion, ...]:
    """Return the questions that matter here and have no answer."""
    by_name = {finding.indicator: finding for finding in findings}
    found: list[OpenQuestion] = []
    for question in guidance.questions:
        if any(name in by_name for name in question.answered):
            continue
        asked = [by_name[name] for name in question.asked if name in by_name]
        if asked or any(name in by_name for name in question.raised):
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


def steps_for(kind: VerdictKind, guidance: Guidance) -> tuple[Step, ...]:
    """Return what to do now."""
    if kind == "scam":
        return guidance.scam_steps
    return guidance.steps if kind == "approach" else guidance.quiet_steps
