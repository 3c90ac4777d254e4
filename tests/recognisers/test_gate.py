"""The gate: a bag of hashed words, whatever their order."""

import math
import time
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch import _native
from counterpitch.errors import RulebookError
from counterpitch.recognisers.gate import BITS, MOST_CHARACTERS, Gate, features, log_odds

WEIGHTS = [math.sin(n) for n in range((1 << BITS) + 1)]
WORDS = st.lists(st.text("abcdef", min_size=1, max_size=4), max_size=30)


def stored(path: Path, weights: list[float]) -> Path:
    """Write weights where a gate is read from, and return the file."""
    path.write_bytes(array("f", weights).tobytes())
    return path


@settings(max_examples=60, deadline=None)
@given(WORDS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(words: list[str], chance: object) -> None:
    """The same words in another order, twice, or in other messages are the same to the bit."""
    one = log_odds(features([" ".join(words)]), WEIGHTS)
    assert log_odds(features([" ".join(reversed(words))]), WEIGHTS) == one
    assert log_odds(features([" ".join(sorted(words) * 2)]), WEIGHTS) == one
    assert log_odds(features(words or [""]), WEIGHTS) == one


def test_log_odds_are_the_scaled_sum_and_the_constant() -> None:
    """Three words weigh their sum by the root of four, and the last weight always."""
    weights = [0.0] * ((1 << BITS) + 1)
    for number in features(["one two three"]):
        weights[number] = 2.0
    weights[-1] = -1.0
    assert log_odds(features(["one two three"]), weights) == pytest.approx(6 / 2 - 1)
    assert log_odds(set(), weights) == -1.0


def test_chinese_gives_characters_and_pairs() -> None:
    """A run of characters is also its characters and their pairs."""
    assert features(["保密协"]) >= features(["保 密 协 保密 密协"])


def test_only_the_beginning_of_a_message_is_looked_at() -> None:
    """What stands behind the limit changes nothing."""
    text = "a " * (MOST_CHARACTERS // 2)
    assert features([text + "secret"]) == features([text])


def test_a_stored_gate_gives_the_same(tmp_path: Path) -> None:
    """From the file come the weights as 32-bit numbers."""
    gate = Gate(stored(tmp_path / "gate.bin", WEIGHTS))
    texts = [" hello the report . ", " who pays "]
    assert gate.log_odds(texts) == pytest.approx(log_odds(features(texts), WEIGHTS), abs=1e-5)


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "保" * 100_000, "\ud800 " * 50_000, "", "." * 9999]
)
def test_hostile_texts(text: str) -> None:
    """Whatever is said has log-odds, soon."""
    before = time.process_time()
    assert math.isfinite(log_odds(features([text] * 3), WEIGHTS))
    assert time.process_time() - before < 2.0


@pytest.mark.parametrize("size", [0, 3, 4, 4 * (1 << BITS), 4 * (1 << BITS) + 8])
def test_a_file_of_another_size_is_no_gate(tmp_path: Path, size: int) -> None:
    """A truncated file is one error that names it, when it is read and not later."""
    path = tmp_path / "gate.bin"
    path.write_bytes(bytes(size))
    with pytest.raises(RulebookError) as refused:
        Gate(path)
    assert refused.value.where == str(path)


def test_a_missing_file_is_no_gate(tmp_path: Path) -> None:
    """No file is an error of the same kind."""
    with pytest.raises(RulebookError):
        Gate(tmp_path / "gate.bin")


@pytest.mark.skipif(_native.log_odds is None, reason="the extension has not been built")
@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("ab 良率数é .\ud800😀§", max_size=40) | st.text(max_size=40), max_size=4))
def test_the_core_reads_the_same(texts: list[str]) -> None:
    """Words, Chinese characters and pairs, half characters: the same log-odds to the last bit."""
    weights = array("f", [((n * 7919) % 1000) / 500 - 1 for n in range((1 << BITS) + 1)])
    assert _native.log_odds is not None
    expected = log_odds(features(texts), weights)
    assert _native.log_odds(texts, weights, MOST_CHARACTERS) == expected
