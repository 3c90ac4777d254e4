"""Weighing: monotone, bounded, independent of order."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.assessment.weigh import band_of, probability, weigh_up, weight_of
from counterpitch.model.indicator import Condition, Indicator
from counterpitch.rulebook.book import Bands, Weights
from tests.assessment.sums import weighed
from tests.indicators.test_conditions import rule

KINDS = ("approach", "benign", "scam", "owner")
LEVELS = ("informational", "low", "medium", "high", "critical")
SPAM = Condition(feature="folder.spam")
WEIGHTS = Weights(indicators={"approach-high-1": 1.3, "benign-low-2": -0.7, "scam-low-1": -0.2})


def _rules() -> list[Indicator]:
    return [
        rule(f"{kind}-{level}-{n}", SPAM, kind=kind, level=level)
        for kind in KINDS
        for level in LEVELS
        for n in range(3)
    ]


RULES = _rules()
MATCHED = st.lists(st.sampled_from(RULES), max_size=40, unique_by=lambda r: r.name)


@settings(max_examples=200, deadline=None)
@given(MATCHED, st.sampled_from(RULES))
def test_evidence_is_monotone(matched: list[Indicator], more: Indicator) -> None:
    """Evidence never lowers its own kind, counter-evidence raises nothing, the owner neither."""
    if more in matched:
        return
    before, after = weighed(matched, WEIGHTS), weighed([*matched, more], WEIGHTS)
    if more.kind == "approach":
        assert after.approach > before.approach
        assert after.scam == before.scam
    elif more.kind == "scam":
        assert after.scam > before.scam
        assert after.approach <= before.approach
    elif more.kind == "benign":
        assert after.approach <= before.approach
        assert after.scam <= before.scam
    else:
        assert after == before


@settings(max_examples=100, deadline=None)
@given(MATCHED, st.randoms())
def test_order_changes_nothing(matched: list[Indicator], chance: object) -> None:
    """The same evidence in another order is the same sum, to the last bit."""
    assert weighed(matched, WEIGHTS) == weighed(list(reversed(matched)), WEIGHTS)
    assert weighed(matched, WEIGHTS) == weighed(sorted(matched, key=lambda r: r.name), WEIGHTS)


@settings(max_examples=100, deadline=None)
@given(MATCHED)
def test_counter_evidence_is_bounded(matched: list[Indicator]) -> None:
    """All the counter-evidence in the world takes off no more than the cap."""
    alone = [r for r in matched if r.kind != "benign"]
    benign = [r for r in RULES if r.kind == "benign"]
    without, with_all = weighed(alone, WEIGHTS), weighed([*alone, *benign], WEIGHTS)
    assert without.approach - with_all.approach <= WEIGHTS.benign_cap + 1e-9
    assert without.scam - with_all.scam <= WEIGHTS.benign_cap + 1e-9
    assert with_all.unused >= 0


@settings(max_examples=100, deadline=None)
@given(st.floats(-9, 0), st.floats(-9, 0))
def test_loose_counter_evidence_has_a_narrow_bound(conduct: float, asserted: float) -> None:
    """What is merely asserted takes off its own cap at most, and all together the wide one."""
    narrow = Weights(benign_cap=3.0, loose_cap=1.0)
    sums = weigh_up([("benign", conduct), ("benign", asserted)], narrow, [asserted])
    taken = narrow.bias - sums.approach
    assert taken == pytest.approx(min(3.0, -conduct + min(1.0, -asserted)))
    assert sums.unused == pytest.approx(-conduct - asserted - taken)
    assert sums.unused >= -1e-12


def test_signs_of_weights() -> None:
    """A fitted weight of the wrong sign cannot turn evidence into counter-evidence."""
    by_name = {r.name: r for r in RULES}
    assert weight_of(by_name["approach-high-1"], WEIGHTS) == 1.3
    assert weight_of(by_name["benign-low-2"], WEIGHTS) == -0.7
    assert weight_of(by_name["scam-low-1"], WEIGHTS) == 0.2
    assert weight_of(by_name["owner-critical-0"], WEIGHTS) == 0


@pytest.mark.parametrize("odds", [-1e9, -40, 0, 3, 1e9, math.inf, -math.inf])
def test_probabilities_are_probabilities(odds: float) -> None:
    """No sum overflows, and nothing is certain."""
    assert 0 < probability(odds) <= 1


def test_bands_begin_where_they_say() -> None:
    """The border belongs to the higher band."""
    bands = Bands()
    assert band_of(bands.high, bands) == "high"
    assert band_of(bands.elevated, bands) == "elevated"
    assert band_of(bands.low, bands) == "low"
    assert band_of(bands.low - 1e-9, bands) == "none"
