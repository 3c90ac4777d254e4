"""Assessment: one conversation in, one explained verdict out."""

from collections.abc import Sequence

from counterpitch.assessment.advise import Adviser, disclosures
from counterpitch.assessment.stages import stage_moves
from counterpitch.assessment.weigh import band_of, probability, weigh_up, weight_of
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Indicator, Kind, Level, Stage
from counterpitch.model.match import Match
from counterpitch.model.verdict import Finding, Verdict, VerdictKind
from counterpitch.rulebook.book import Weights


class Assessor:
    """A rulebook ready to assess: pure, and the same in every process."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.weights = matcher.book.weights
        self._adviser = Adviser(matcher.book.guidance)
        self._heads = {rule.name: _head(rule, self.weights) for rule in matcher.book.indicators}

    def assess(self, conversation: Conversation) -> Verdict:
        """Return the verdict on ``conversation`` with every reason for it."""
        matches = self.matcher.match(conversation)
        findings = self._findings(matches)
        weighed = weigh_up([(f.kind, f.contribution) for f in findings], self.weights)
        approach, scam = probability(weighed.approach), probability(weighed.scam)
        kind = _kind(approach, scam, self.weights)
        moves = stage_moves(findings, self.weights.stages)
        times = [m.sent_at for m in conversation.messages if m.sent_at is not None]
        return Verdict(
            id=conversation.id,
            probability=approach,
            scam_probability=scam,
            band=band_of(max(approach, scam), self.weights.bands),
            kind=kind,
            stage=moves[-1].stage if moves and kind == "approach" else None,
            stages=moves,
            findings=findings,
            base=self.weights.bias,
            counter_evidence_unused=weighed.unused,
            twin=self._adviser.twin(findings),
            unanswered=self._adviser.open_questions(findings),
            disclosed=disclosures(findings),
            rules=self.matcher.book.version,
            first_at=min(times, default=None),
            last_at=max(times, default=None),
        )

    def _findings(self, matches: Sequence[Match]) -> tuple[Finding, ...]:
        findings = [Finding(*self._heads[match.indicator], match.quotes) for match in matches]
        return tuple(sorted(findings, key=lambda f: (-abs(f.contribution), f.indicator)))


_Head = tuple[str, str, Kind, Level, Stage | None, str, str, str, float]


def _head(rule: Indicator, weights: Weights) -> _Head:
    """Return what every finding of ``rule`` says, whatever was found."""
    return (
        rule.name, rule.title, rule.kind, rule.level, rule.stage, rule.why, rule.benign,
        rule.check, weight_of(rule, weights),
    )  # fmt: skip


def _kind(approach: float, scam: float, weights: Weights) -> VerdictKind:
    if scam > approach and scam >= weights.bands.elevated:
        return "scam"
    return "approach" if approach >= weights.bands.elevated else "none"
