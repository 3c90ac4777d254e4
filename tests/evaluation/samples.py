"""Invented judged conversations for the tests of the evaluation."""

from collections.abc import Sequence

from counterpitch.evaluation.case import Case, Judged, Label
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.indicator import Kind, Stage
from counterpitch.model.match import Quote
from counterpitch.model.message import Message
from counterpitch.model.verdict import Band, Finding, Verdict, VerdictKind


def verdict(
    name: str,
    probability: float,
    *,
    stage: Stage | None = None,
    findings: Sequence[Finding] = (),
    scam: float = 0.0,
) -> Verdict:
    """Return a verdict whose band and kind follow from the probabilities (0.4 and 0.75)."""
    top = max(probability, scam)
    band: Band = "high" if top >= 0.75 else "elevated" if top >= 0.4 else "none"
    kind: VerdictKind = "none" if top < 0.4 else "scam" if scam > probability else "approach"
    return Verdict(
        name, probability, scam, band, kind, stage, (), tuple(findings), 0.0, 0.0, None, (), (),
        "invented",
    )  # fmt: skip


def finding(indicator: str, *quotes: Quote, kind: Kind = "approach") -> Finding:
    """Return a finding with these quotes."""
    return Finding(indicator, indicator, kind, "medium", None, "", "", "", 1.0, quotes)


def judged(
    name: str,
    label: Label,
    probability: float,
    *,
    texts: Sequence[str] = ("Hello.",),
    pair: str = "",
    stage: str = "",
    told: Stage | None = None,
    findings: Sequence[Finding] = (),
    file: str = "one",
    language: str = "en",
    contact: str = "Ilse Brandvold",
) -> Judged:
    """Return a judged conversation; contact and owner take turns."""
    messages = tuple(
        Message("owner" if at % 2 else "contact", text) for at, text in enumerate(texts)
    )
    conversation = Conversation(name, "email", messages, Contact(contact), language=language)
    case = Case(conversation, label, file, "kind", stage, pair)
    return Judged(case, verdict(name, probability, stage=told, findings=findings))
