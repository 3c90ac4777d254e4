"""Sums: findings with what they come to, by one set of weights or by two together."""

from collections.abc import Sequence
from typing import Final

import msgspec

from counterpitch.assessment.weigh import weigh_up
from counterpitch.model.verdict import Finding
from counterpitch.rulebook.book import Weights

CLOSE: Final = 0.7
"""Share of the close reading in a verdict; the rest is what the rules say alone (decision 0022)."""


class Sum(msgspec.Struct, frozen=True):
    """Findings and their sum, in log-odds.

    ``approach = base + unused + sum of the contributions for and against an approach - discount of
    a scam``; ``unused`` is counter-evidence beyond its bound.
    """

    findings: tuple[Finding, ...]
    approach: float
    scam: float
    base: float
    unused: float


def summed(
    findings: Sequence[Finding], weights: Weights, slight: frozenset[str] = frozenset()
) -> Sum:
    """Return findings with their sum; ``slight`` are those that count within the narrower bound."""
    little = [f.contribution for f in findings if f.kind == "benign" and f.indicator in slight]
    weighed = weigh_up([(f.kind, f.contribution) for f in findings], weights, little)
    return Sum(tuple(findings), weighed.approach, weighed.scam, weights.bias, weighed.unused)


def together(close: Sum, rules: Sum, share: float = CLOSE) -> Sum:
    """Return both sums in one, ``share`` of the first: every contribution is that of both.

    What both found is quoted as the close reading quotes it.
    """
    rest = 1.0 - share
    found = {f.indicator: _scaled(f, rest) for f in rules.findings}
    for finding in close.findings:
        other = found.get(finding.indicator)
        more = 0.0 if other is None else other.contribution
        own = share * finding.contribution
        found[finding.indicator] = msgspec.structs.replace(finding, contribution=own + more)
    return Sum(
        tuple(sorted(found.values(), key=lambda f: (-abs(f.contribution), f.indicator))),
        share * close.approach + rest * rules.approach,
        share * close.scam + rest * rules.scam,
        share * close.base + rest * rules.base,
        share * close.unused + rest * rules.unused,
    )


def _scaled(finding: Finding, share: float) -> Finding:
    return msgspec.structs.replace(finding, contribution=share * finding.contribution)
