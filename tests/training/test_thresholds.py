"""Thresholds: the best F-measure on a toy, and little said where little was marked."""

import numpy as np
import pytest

from counterpitch.model.match import Match, Quote
from counterpitch.recognisers.reading import Reading
from counterpitch.training.judged import Judged, judged
from counterpitch.training.labels import Labels
from counterpitch.training.thresholds import BETA, Ruling, bonuses, ruling, thresholds
from tests.training.samples import example

LABELS = Labels(("owner-refuses", "paid-report"), (), {})


def toy(odds: list[float], marked: list[int], ruled: list[int] | None = None) -> Judged:
    """Return one indicator over sentences with these log-odds."""
    return Judged(
        ("a",), np.array([odds]).T, np.array([ruled or [0] * len(odds)], bool).T,
        np.array([marked], bool).T,
    )  # fmt: skip


@pytest.mark.parametrize("border", [-1.5, 0.0, 2.0])
def test_a_clean_border_is_found(border: float) -> None:
    """Where marks begin at a log-odds, the threshold separates them without a mistake."""
    odds = [border + 0.3, border + 1.0, border + 2.0, border - 0.3, border - 1.0, -9.0] * 30
    data = toy(odds, [1, 1, 1, 0, 0, 0] * 30)
    least = thresholds(data, Ruling({"a": 0.0}))["a"]
    assert ((data.odds >= least) == data.marked).all()


def test_no_other_common_threshold_has_a_better_f_measure() -> None:
    """On noisy odds of one indicator the choice is as good as any of the grid, nearly."""
    draw = np.random.default_rng(4)
    marked = draw.random(800) < 0.2
    data = toy((draw.normal(size=800) + 2.0 * marked - 1.0).tolist(), marked.astype(int).tolist())

    def f(least: float, beta: float = BETA) -> float:
        found = data.odds >= least
        right, all_ = (found & data.marked).sum(), found.sum() + beta**2 * data.marked.sum()
        return float((1 + beta**2) * right / all_)

    chosen = thresholds(data, Ruling({"a": 0.0}))["a"]
    assert f(chosen) >= max(f(x / 4) for x in range(-12, 13)) - 0.01
    # Precision counts more than recall: the threshold stands above that of the best F1.
    assert chosen > max((f(x / 4, 1.0), x / 4) for x in range(-12, 13))[1]


def test_an_indicator_with_few_marks_stays_near_the_common_threshold() -> None:
    """One mark cannot carry its threshold as far as many marks can."""
    many, few = [2.0] * 60 + [1.0] * 60, [-1.0] + [-2.0] * 119
    data = Judged(
        ("many", "few"), np.array([many, few]).T, np.zeros((120, 2), bool),
        np.array([[True] * 60 + [False] * 60, [True] + [False] * 119]).T,
    )  # fmt: skip
    found = thresholds(data, Ruling({"many": 0.0, "few": 0.0}))
    assert 1.0 < found["many"] <= 2.0
    assert found["few"] > 0.5


def test_a_bonus_helps_what_rules_found() -> None:
    """Two sentences of the same log-odds part where a rule found one of them."""
    data = toy([-1.0, -1.0] * 30, [1, 0] * 30, [1, 0] * 30)
    rules = ruling(data)
    found = rules.raised(data) >= thresholds(data, rules)["a"]
    assert (found == data.marked).all()


def test_log_odds_count_less_where_a_rule_found_it() -> None:
    """Where rules are right whatever the network says, its log-odds say less; else as much."""
    draw = np.random.default_rng(5)
    odds, ruled = draw.normal(-1.0, 2.0, 6000), draw.random(6000) < 0.3
    chance = draw.random(6000)
    deaf = np.where(ruled, chance < 0.7, chance < 1 / (1 + np.exp(-odds))).astype(int).tolist()
    same = (chance < 1 / (1 + np.exp(-odds - 2.0 * ruled))).astype(int).tolist()
    assert ruling(toy(odds.tolist(), deaf, ruled.astype(int).tolist())).slope < 0.15
    assert ruling(toy(odds.tolist(), same, ruled.astype(int).tolist())).slope > 0.85


def test_a_found_sentence_is_raised_to_what_it_means() -> None:
    """After raising, found and not found sentences of one log-odds are right equally often."""
    draw = np.random.default_rng(6)
    odds, ruled = draw.normal(-1.0, 2.0, 20000), draw.random(20000) < 0.3
    right = 1 / (1 + np.exp(-np.where(ruled, 0.4 * odds + 1.0, odds)))
    marked = (draw.random(20000) < right).astype(int).tolist()
    data = toy(odds.tolist(), marked, ruled.astype(int).tolist())
    raised = ruling(data).raised(data)[:, 0]
    near = np.abs(raised) < 0.5
    rates = [data.marked[:, 0][near & (ruled == of)].mean() for of in (True, False)]
    assert rates[0] == pytest.approx(rates[1], abs=0.05)


def test_bonuses_follow_precision_within_bounds() -> None:
    """A rule that is right raises more than one that errs; never below 0 nor above 6."""
    right = bonuses(toy([0.0] * 50, [1] * 50, [1] * 50))["a"]
    unseen = bonuses(toy([0.0] * 50, [1] * 50))["a"]
    wrong = bonuses(toy([0.0] * 5000, [0] * 5000, [1] * 5000))["a"]
    assert 6.0 >= right > unseen > wrong == 0.0


def read(*rows: list[float]) -> Reading:
    """Return a reading of these log-odds."""
    return Reading([], np.array(rows, np.float32).reshape(len(rows), 2), np.zeros(len(rows)))


def test_sentences_are_judged_for_the_side_that_an_indicator_is_about() -> None:
    """Marks, rules and log-odds of the other side do not count."""
    own = example(
        "Write a report.", "I will not.",
        gold=((0, "Write a report", "paid-report"), (1, "I will not", "paid-report")),
    )  # fmt: skip
    quotes = (Quote(0, 0, 14, "Write a report"), Quote(0, 0, 0, "x.pdf"))
    data = judged(
        [own, example("Not annotated.", name="u")], {"t": [Match("paid-report", quotes)]},
        {"t": read([1.0, 2.0], [3.0, 4.0])}, LABELS,
    )  # fmt: skip
    assert data.odds.tolist() == [[-30.0, 2.0], [3.0, -30.0]]
    assert data.ruled.tolist() == [[False, True], [False, False]]
    assert data.marked.tolist() == [[False, True], [False, False]]


def test_an_annotated_conversation_without_words_adds_nothing() -> None:
    """It has no sentences, and the others are judged as without it."""
    own = example("Write a report.", gold=((0, "Write a report", "paid-report"),))
    empty = example("", name="e")
    empty.marked = True
    readings = {"t": read([1.0, 2.0]), "e": read()}
    data = judged([empty, own], {"t": [], "e": []}, readings, LABELS)
    assert data.odds.tolist() == [[-30.0, 2.0]]
