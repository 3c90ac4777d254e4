"""The fitted gate: it separates, holds back what it may, and runs as it was fitted."""

from pathlib import Path

import numpy as np
import pytest

from counterpitch.recognisers.gate import BITS, Gate
from counterpitch.training.gating import LET_GO, fitted_gate, log_odds, matrix, store, threshold

WANTED = [["please write the secret report"], ["tell nobody of the report"], ["a secret task"]]
HONEST = [["thanks for the talk"], ["see you at the conference"], ["the talk was good"]]


def test_a_gate_runs_as_it_was_fitted(tmp_path: Path) -> None:
    """It separates a toy, and from its file the log-odds are the same (32-bit numbers)."""
    texts = [*WANTED, *HONEST, [""], ["保密 报告"]]
    x = matrix(texts)
    v = fitted_gate(x[:6], np.array([1.0] * 3 + [0.0] * 3), np.ones(6))
    odds = log_odds(x, v)
    assert min(odds[:3]) > max(odds[3:6])
    store(v, tmp_path / "gate.bin")
    gate = Gate(tmp_path / "gate.bin")
    assert [gate.log_odds(own) for own in texts] == pytest.approx(odds.tolist(), abs=1e-4)


def test_a_row_has_unit_length_at_most() -> None:
    """However long a conversation is, its words are scaled to less than one."""
    x = matrix([["one two three"], [" ".join(map(str, range(3_000)))], [""]])
    assert x.shape == (3, 1 << BITS)
    assert np.all(np.asarray(x.multiply(x).sum(1)) <= 1.0)


def test_weights_of_conversations_count() -> None:
    """What weighs more is believed more where two say the opposite."""
    x = matrix([["same words"], ["same words"]])
    wanted = np.array([1.0, 0.0])
    assert log_odds(x, fitted_gate(x, wanted, np.array([9.0, 1.0])))[0] > 0.0
    assert log_odds(x, fitted_gate(x, wanted, np.array([1.0, 9.0])))[0] < 0.0


def test_the_threshold_holds_back_its_share() -> None:
    """Of the wanted no more than the share is held back; the honest do not count."""
    draw = np.random.default_rng(3)
    odds = np.concatenate([draw.normal(2.0, 1.0, 5_000), draw.normal(-3.0, 1.0, 5_000)])
    wanted = np.array([1.0] * 5_000 + [0.0] * 5_000)
    least = threshold(odds, wanted)
    assert np.mean(odds[:5_000] < least) <= LET_GO
    assert np.mean(odds[5_000:] < least) > 0.9
    odds[5_000:] -= 50.0
    assert threshold(odds, wanted) == least
