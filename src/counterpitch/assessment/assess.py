"""Assessment: one conversation in, one explained verdict out."""

from collections.abc import Mapping, Sequence
from typing import Final

from counterpitch.assessment.advise import Adviser, disclosures
from counterpitch.assessment.leaning import leaned, loose
from counterpitch.assessment.stages import answered, stage_moves
from counterpitch.assessment.sums import Sum, summed, together
from counterpitch.assessment.weigh import band_of, probability, weight_of
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Indicator, Kind, Level, Stage
from counterpitch.model.match import Match
from counterpitch.model.move import Move
from counterpitch.model.verdict import Finding, Verdict, VerdictKind
from counterpitch.recognisers.again import Look
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.recogniser import Read, Recogniser
from counterpitch.rulebook.book import Weights

PRECISE: Final = 3.4
"""Bonus (log-odds) of a rule that was right about three sentences of five; see ``Card``."""
CALM: Final = 0.25
"""Probability below which a first look at a long conversation is enough: well below elevated."""
LEAST_STRONG: Final = 2
"""Strong indicators that, confirmed in context, keep a verdict from falling below the rules'."""


class Assessor:
    """A rulebook ready to assess: pure, and the same in every process.

    With a ``recogniser``, what is not plainly ordinary is read closely: its evidence is
    judged in context and weighed by the weights fitted for that.
    """

    def __init__(self, matcher: Matcher, recogniser: Recogniser | None = None) -> None:
        book = matcher.book
        self.matcher = matcher
        self.recogniser = recogniser
        self.weights = book.weights
        self._adviser = Adviser(book.guidance)
        self._kinds = {rule.name: rule.kind for rule in book.indicators}
        self._heads = _heads(book.indicators, book.weights)
        self._close_heads = _heads(book.indicators, book.close_weights)

    def assess(self, conversation: Conversation) -> Verdict:
        """Return the verdict on ``conversation`` with every reason for it."""
        if self.recogniser is None:
            return self._by_rules(conversation, self.matcher.match(conversation))
        matches, odds = self.recogniser.seen(conversation, self.matcher)
        plain = self._by_rules(conversation, matches)
        if not self._needs_reading(self.recogniser, plain, odds):
            return plain
        texts = self.matcher.texts(conversation)
        look = self.recogniser.look(conversation, matches, texts)
        if look is not None:
            calm = self._calm(conversation, matches, look, self.recogniser)
            if calm is not None:
                return calm
        read = self.recogniser.read(conversation, matches, texts, look)
        close = self._closely(conversation, matches, read)
        if read.again is not None:
            raised = self.recogniser.in_context(conversation, matches, read.again)
            again = self._closely(conversation, matches, raised)
            rules = self._by_rules(conversation, matches, read.context.moves)
            close = _middle(close, rules, again)
        firm = self._firm(conversation, matches, read, self.recogniser.card)
        return firm if firm is not None and firm.probability > close.probability else close

    def evidence(self, conversation: Conversation) -> float:
        """Return what the rules alone find for an approach or a scam (log-odds)."""
        return _evidence(self._by_rules(conversation, self.matcher.match(conversation)))

    def _calm(
        self, conversation: Conversation, matches: Sequence[Match], look: Look, by: Recogniser
    ) -> Verdict | None:
        """Return the verdict of a first look at a long conversation if it is plainly ordinary.

        All that the rules found counts in it, and hardly anything that speaks against an approach.
        """
        read = by.in_context(conversation, matches, look.reading)
        found = self._closely(conversation, matches, read)
        if max(found.probability, found.scam_probability) >= CALM:
            return None
        return None if self._firm(conversation, matches, read, by.card) is not None else found

    def _closely(self, conversation: Conversation, matches: Sequence[Match], read: Read) -> Verdict:
        """Return what the close reading says and, to a smaller share, the rules alone."""
        weights = self.matcher.book.close_weights
        all_ = leaned(conversation, read, weights.lean, self._kinds)
        findings = _found(all_.matches, self._close_heads, all_.added, all_.bare)
        slight = loose(all_.matches, read, self.matcher.book.moves.asserted)
        rules = summed(_found(matches, self._heads), self.weights)
        both = together(summed(findings, weights, slight), rules)
        return self._verdict(conversation, both, weights, read.context.moves)

    def _by_rules(
        self,
        conversation: Conversation,
        matches: Sequence[Match],
        moves: tuple[Move, ...] | None = None,
    ) -> Verdict:
        found = summed(_found(matches, self._heads), self.weights)
        return self._verdict(conversation, found, self.weights, moves)

    def _firm(
        self, conversation: Conversation, matches: Sequence[Match], read: Read, card: Card
    ) -> Verdict | None:
        """Return what strong rules establish, below which no close reading goes, or None.

        Established is a verdict "high" by the rules' own weights, from what they found and the
        close reading did not let go, with at least ``LEAST_STRONG`` indicators of level
        high or critical whose rules are right about a sentence more often than not.
        """
        carried = {match.indicator for match in read.context.matches}
        kept = [m for m in matches if m.indicator in carried or not self._speaks(m.indicator)]
        strong = [m for m in kept if self._is_strong(m.indicator, card)]
        if len(strong) < LEAST_STRONG:
            return None
        found = self._by_rules(conversation, kept, read.context.moves)
        return found if found.kind == "approach" and found.band == "high" else None

    def _speaks(self, indicator: str) -> bool:
        return self._kinds[indicator] in ("approach", "scam")

    def _is_strong(self, indicator: str, card: Card) -> bool:
        head = self._heads[indicator]
        precise = card.rule_bonus.get(indicator, 0.0) >= PRECISE
        return precise and head[2] == "approach" and head[3] in ("high", "critical")

    def _needs_reading(self, recogniser: Recogniser, plain: Verdict, odds: float) -> bool:
        """Tell whether rules or gate find a conversation more than plainly ordinary.

        No alarm is raised by the rules alone: what they find elevated is always read.
        """
        if plain.band in ("elevated", "high"):
            return True
        return recogniser.let_through(odds, _evidence(plain))

    def _verdict(
        self,
        conversation: Conversation,
        found: Sum,
        weights: Weights,
        moves: tuple[Move, ...] | None = None,
    ) -> Verdict:
        findings = found.findings
        approach, scam = probability(found.approach), probability(found.scam)
        # Without a reason there is nothing to look at, however high the base rate.
        speaks = any(f.kind in ("approach", "scam") and f.contribution > 0 for f in findings)
        kind = _kind(approach, scam, weights) if speaks else "none"
        stages = stage_moves(findings, weights.stages, answered(conversation))
        times = [m.sent_at for m in conversation.messages if m.sent_at is not None]
        return Verdict(
            id=conversation.id,
            probability=approach,
            scam_probability=scam,
            band=band_of(max(approach, scam), weights.bands) if speaks else "none",
            kind=kind,
            stage=stages[-1].stage if stages and kind == "approach" else None,
            stages=stages,
            findings=findings,
            base=found.base,
            counter_evidence_unused=found.unused,
            twin=self._adviser.twin(findings),
            unanswered=self._adviser.open_questions(findings),
            disclosed=disclosures(findings),
            rules=self.matcher.book.version,
            first_at=min(times, default=None),
            last_at=max(times, default=None),
            recognisers=self.recogniser.card.version
            if moves is not None and self.recogniser
            else "",
            moves=moves or (),
        )


_Head = tuple[str, str, Kind, Level, Stage | None, str, str, str, float]


def _evidence(verdict: Verdict) -> float:
    total = 0.0
    for finding in verdict.findings:  # not ``sum``, which rounds otherwise from Python 3.12 on
        if finding.kind in ("approach", "scam"):
            total += finding.contribution
    return total


def _found(
    matches: Sequence[Match],
    heads: Mapping[str, _Head],
    added: Mapping[str, float] | None = None,
    bare: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Return a finding for each match; ``bare`` ones weigh only what leans ``added``."""
    findings = []
    for match in matches:
        name, title, kind, level, stage, why, benign, check, weight = heads[match.indicator]
        weight = 0.0 if name in bare else weight
        if added is not None:
            weight += added.get(name, 0.0)
        findings.append(
            Finding(name, title, kind, level, stage, why, benign, check, weight, match.quotes)
        )
    return tuple(sorted(findings, key=lambda f: (-abs(f.contribution), f.indicator)))


def _heads(rules: Sequence[Indicator], weights: Weights) -> dict[str, _Head]:
    """Return by name what every finding of a rule says, whatever was found."""
    return {
        rule.name: (
            rule.name, rule.title, rule.kind, rule.level, rule.stage, rule.why, rule.benign,
            rule.check, weight_of(rule, weights),
        )
        for rule in rules
    }  # fmt: skip


def _middle(first: Verdict, rules: Verdict, again: Verdict) -> Verdict:
    """Return the middle one of three verdicts, the first unless both others are above it.

    A long text can be padded, so the first reading may be too low; it is long, so rules and short
    stretches meet something by chance. What two of the three say is said.
    """
    lower = min(rules, again, key=lambda verdict: verdict.probability)
    return lower if lower.probability > first.probability else first


def _kind(approach: float, scam: float, weights: Weights) -> VerdictKind:
    if scam > approach and scam >= weights.bands.elevated:
        return "scam"
    return "approach" if approach >= weights.bands.elevated else "none"
