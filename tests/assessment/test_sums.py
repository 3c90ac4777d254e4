"""Sums: two sets of findings in one, and every contribution still adds up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.assessment.sums import Sum, summed, together
from counterpitch.model.match import Quote
from counterpitch.model.verdict import Finding
from counterpitch.rulebook.book import Weights

NAMES = ("ask", "press", "hide", "honest", "paper")
WEIGHTS = Weights(bias=-2.0, benign_cap=1.5)


def finding(name: str, size: float, quote: str = "words") -> Finding:
    """Return a finding that speaks for an approach, or against it if it is honest or on paper."""
    benign = name in ("honest", "paper")
    return Finding(
        name, name, "benign" if benign else "approach", "high", None, "why", "benign", "check",
        -size if benign else size, (Quote(0, 0, len(quote), quote),),
    )  # fmt: skip


FOUND = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 4, width=32)).map(
    lambda sizes: tuple(finding(name, size) for name, size in sizes.items())
)


def total(found: Sum) -> float:
    """Return what a person gets who adds up what is shown."""
    return found.base + found.unused + math.fsum(f.contribution for f in found.findings)


@given(FOUND, FOUND, st.floats(0, 1))
def test_what_is_shown_adds_up(
    close: tuple[Finding, ...], rules: tuple[Finding, ...], share: float
) -> None:
    """Base, counter-evidence beyond its bound and contributions are the log-odds; each name once."""
    both = together(summed(close, WEIGHTS), summed(rules, Weights(bias=-3.0)), share)
    assert both.approach == pytest.approx(total(both))
    names = [f.indicator for f in both.findings]
    assert sorted(names) == sorted({f.indicator for f in (*close, *rules)})


@given(FOUND, FOUND, st.sampled_from(NAMES[:3]), st.floats(0, 4, width=32))
def test_more_evidence_never_lowers_it(
    close: tuple[Finding, ...], rules: tuple[Finding, ...], name: str, size: float
) -> None:
    """One finding more of an approach, in either of the two, raises the sum or leaves it."""
    one, other = summed(close, WEIGHTS), summed(rules, WEIGHTS)
    more = finding(name, size)
    for raised in (
        together(summed((*close, more), WEIGHTS), other),
        together(one, summed((*rules, more), WEIGHTS)),
    ):
        assert raised.approach >= together(one, other).approach - 1e-12


def test_what_both_found_is_quoted_as_the_close_reading_does() -> None:
    """And what only the rules found keeps the rules' quote and its share of the weight."""
    close = summed([finding("ask", 2.0, "the whole sentence")], WEIGHTS)
    rules = summed([finding("ask", 1.0, "words"), finding("hide", 1.0, "no name")], WEIGHTS)
    both = {f.indicator: f for f in together(close, rules, 0.75).findings}
    assert both["ask"].quotes[0].text == "the whole sentence"
    assert both["ask"].contribution == pytest.approx(0.75 * 2.0 + 0.25 * 1.0)
    assert both["hide"].quotes[0].text == "no name"
    assert both["hide"].contribution == pytest.approx(0.25)
