"""AUC, average precision and recall at few false alarms, exact in every tie."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from counterpitch.evaluation.ranking import PERCENTS, Ranking, Scored, auc

SCORES = st.lists(
    st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=2, max_size=60
)


def _ranking(pairs: list[tuple[float, bool]]) -> Ranking:
    return Ranking([Scored(score, covert, at) for at, (score, covert) in enumerate(pairs)])


def test_worked_example_by_hand() -> None:
    """Four covert and five honest scores with two ties give what was computed on paper."""
    found = auc([0.9, 0.8, 0.45, 0.05], [0.45, 0.2, 0.1, 0.05, 0.02])
    # 5 + 5 + (4 + 1/2) + (1 + 1/2) of 20 pairs
    assert found == 16 / 20
    summary = _ranking(
        [(s, True) for s in (0.9, 0.8, 0.45, 0.05)]
        + [(s, False) for s in (0.45, 0.2, 0.1, 0.05, 0.02)]
    ).summary()
    assert summary is not None
    # precision 1/1, 2/2, 3/4 (tie with an honest one) and 4/8, each at a quarter of recall
    assert summary.average_precision == pytest.approx((1 + 1 + 3 / 4 + 4 / 8) / 4)
    assert summary.recalls == (0.5, 0.5)


@given(SCORES)
def test_auc_is_the_mann_whitney_statistic(pairs: list[tuple[float, bool]]) -> None:
    """AUC is scipy's U divided by the number of pairs, ties half."""
    covert = [s for s, is_covert in pairs if is_covert]
    honest = [s for s, is_covert in pairs if not is_covert]
    found = auc(covert, honest)
    if not covert or not honest:
        assert found is None
        return
    u = float(mannwhitneyu(covert, honest).statistic)
    assert found == pytest.approx(u / (len(covert) * len(honest)))


@given(SCORES)
def test_no_figure_changes_when_scores_are_stretched(pairs: list[tuple[float, bool]]) -> None:
    """Only the order counts: a strictly rising function of the scores changes no bit."""
    stretched = [(math.exp(3 * score) - 7, covert) for score, covert in pairs]
    assert _ranking(pairs).summary() == _ranking(stretched).summary()


@given(SCORES)
def test_auc_of_the_opposite_question_is_the_rest(pairs: list[tuple[float, bool]]) -> None:
    """Exchanging the labels gives one minus the AUC."""
    this = _ranking(pairs).summary()
    other = _ranking([(score, not covert) for score, covert in pairs]).summary()
    if this is not None and other is not None:
        assert this.auc + other.auc == pytest.approx(1.0)


@given(SCORES, st.data())
def test_weights_are_repetitions(pairs: list[tuple[float, bool]], data: st.DataObject) -> None:
    """A conversation of weight three counts as three, of weight none as absent."""
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(pairs), max_size=len(pairs)))
    repeated = [pair for pair, weight in zip(pairs, weights, strict=True) for _ in range(weight)]
    assert _ranking(pairs).summary(weights) == _ranking(repeated).summary()


@given(SCORES)
def test_thresholds_keep_their_promise(pairs: list[tuple[float, bool]]) -> None:
    """At most floor(p n / 100) honest ones lie above, and recall is what the threshold flags."""
    ranking = _ranking(pairs)
    summary = ranking.summary()
    for at, percent in enumerate(PERCENTS):
        cut = ranking.threshold(percent)
        if cut is None:
            assert ranking.honest == 0
            continue
        above = [covert for score, covert in pairs if score > cut.value]
        assert above.count(False) == cut.flagged_honest <= percent * ranking.honest // 100
        assert above.count(True) == cut.flagged_covert
        if summary is not None:
            assert summary.recalls[at] == pytest.approx(cut.flagged_covert / ranking.covert)


def test_a_hundred_honest_ones_allow_one() -> None:
    """At 1 % of 100 the second-largest honest score is the threshold; of 99, the largest."""
    honest = [(n / 1000, False) for n in range(100)]
    cut = _ranking([*honest, (0.0985, True)]).threshold(1)
    assert cut is not None
    assert (cut.value, cut.flagged_honest, cut.flagged_covert) == (0.098, 1, 1)
    cut = _ranking([*honest[1:], (0.0985, True)]).threshold(1)
    assert cut is not None
    assert (cut.value, cut.flagged_honest, cut.flagged_covert) == (0.099, 0, 0)


@given(SCORES)
def test_curves_end_where_they_must(pairs: list[tuple[float, bool]]) -> None:
    """ROC runs from (0, 0) to (1, 1) and never back; its area is the AUC."""
    ranking = _ranking(pairs)
    summary = ranking.summary()
    if summary is None:
        assert ranking.roc() == []
        return
    roc = ranking.roc()
    assert (roc[0], roc[-1]) == ((0.0, 0.0), (1.0, 1.0))
    assert roc == sorted(roc)
    area = sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in itertools.pairwise(roc))
    assert area == pytest.approx(summary.auc)
    assert ranking.precision_recall()[-1] == (1.0, ranking.covert / len(pairs))
