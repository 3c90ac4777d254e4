"""The verdict on a conversation: what is proposed, and every reason for it."""

import math
from datetime import datetime
from typing import Final, Literal

import msgspec

from counterpitch.model.indicator import SERIOUS_LEVELS, Kind, Level, Stage
from counterpitch.model.match import Quote
from counterpitch.model.move import Move

SCHEMA: Final = "counterpitch.verdict/1"
"""Name and version of the JSON form; the number is raised when a field changes meaning."""

Band = Literal["none", "low", "elevated", "high"]
VerdictKind = Literal["approach", "scam", "none"]
BANDS: tuple[Band, ...] = ("none", "low", "elevated", "high")


class Finding(msgspec.Struct, frozen=True, gc=False):
    """An indicator that matched, what it added (log-odds), and its words.

    ``contribution`` is 0 for what the owner did: that is context and never evidence.
    """

    indicator: str
    title: str
    kind: Kind
    level: Level
    stage: Stage | None
    why: str
    benign: str
    check: str
    contribution: float
    quotes: tuple[Quote, ...]


class StageMove(msgspec.Struct, frozen=True, gc=False):
    """The message (index) that moved the conversation to a stage, and by which indicator."""

    stage: Stage
    message: int
    indicator: str


class Twin(msgspec.Struct, frozen=True, gc=False):
    """The most likely honest explanation, and the fact that would settle it."""

    explanation: str
    settle: str


class OpenQuestion(msgspec.Struct, frozen=True, gc=False):
    """Something that should be known and is not: was it asked, and in which message?"""

    topic: str
    question: str
    asked: bool
    message: int | None = None


class Disclosure(msgspec.Struct, frozen=True, gc=False):
    """Something that the owner revealed."""

    what: str
    quote: Quote


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What the program proposes about one conversation. A person judges.

    ``probability`` is that of a covert approach, ``scam_probability`` that of a
    criminal scam, both 0 to 1. ``band`` is that of the larger one. ``recognisers`` is the
    version of those that read the conversation closely, empty if it was plainly ordinary;
    ``moves`` is what they saw it do, in order.
    """

    id: str
    probability: float
    scam_probability: float
    band: Band
    kind: VerdictKind
    stage: Stage | None
    stages: tuple[StageMove, ...]
    findings: tuple[Finding, ...]
    base: float
    counter_evidence_unused: float
    twin: Twin | None
    unanswered: tuple[OpenQuestion, ...]
    disclosed: tuple[Disclosure, ...]
    rules: str
    first_at: datetime | None = None
    last_at: datetime | None = None
    recognisers: str = ""
    moves: tuple[Move, ...] = ()

    def leads_to_scam(self) -> bool:
        """Tell whether a scam is what the verdict says or, with nothing to report, likelier."""
        likelier = self.kind == "none" and self.scam_probability > self.probability
        return self.kind == "scam" or likelier

    def evidence_sum(self) -> float:
        """Return the log-odds of an approach before signs of a scam take anything off."""
        own = math.fsum(f.contribution for f in self.findings if f.kind in ("approach", "benign"))
        return self.base + own + self.counter_evidence_unused

    def scam_discount(self) -> float:
        """Return what signs of a scam take off an approach (log-odds, >= 0).

        They speak for a scam *instead* of an approach. Worked out from the probability, so that
        the sum that is shown gives the figure that is shown; 0 where it is 0 or 1 when rounded.
        """
        speaks = any(f.kind == "scam" and f.contribution > 0 for f in self.findings)
        if not speaks or not 0.0 < self.probability < 1.0:
            return 0.0
        reached = math.log(self.probability / (1.0 - self.probability))
        return max(0.0, self.evidence_sum() - reached)

    def speaking_levels(self) -> frozenset[Level]:
        """Return the levels of the findings that speak for an approach or a scam."""
        return frozenset(
            f.level for f in self.findings if f.kind in ("approach", "scam") and f.contribution > 0
        )

    def serious(self) -> bool:
        """Tell whether something that was found is serious in itself, whatever the band."""
        return not SERIOUS_LEVELS.isdisjoint(self.speaking_levels())

    def strongest(self, count: int = 3) -> tuple[Finding, ...]:
        """Return the findings that speak most for the verdict's kind.

        Where nothing is to report, they are those for what is likelier of the two.
        """
        kind: Kind = "scam" if self.leads_to_scam() else "approach"
        speaking = [f for f in self.findings if f.kind == kind and f.contribution > 0]
        return tuple(sorted(speaking, key=lambda f: -f.contribution)[:count])
