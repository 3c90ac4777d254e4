"""The card: read as it was written, refused with one sentence where it is none."""

from pathlib import Path

import msgspec
import pytest

from counterpitch.errors import RulebookError
from counterpitch.recognisers.card import Card, read_card

CARD = Card(
    "7", ("unnamed-client", "paid-report"), ("ask",), {"paid-report": 1.5}, {"paid-report": -0.25},
    0.5, -1.0, 2.0, {"on": "invented"},
)  # fmt: skip


def test_a_card_comes_back_as_it_was(tmp_path: Path) -> None:
    """Nothing of a card is lost in its file."""
    path = tmp_path / "card.json"
    path.write_bytes(msgspec.json.encode(CARD))
    assert read_card(path) == CARD


def test_width_counts_indicators_and_moves() -> None:
    """A sentence has one output for each indicator and each move."""
    assert CARD.width == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff\xfe", b'{"version": "1"}', b'{"version": "\xff"}',
     b'{"version": "1", "indicators": [], "moves": [], "more": 1}', b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_card_is_refused(tmp_path: Path, content: bytes) -> None:
    """A broken card is one error that names the file and what to do."""
    path = tmp_path / "card.json"
    path.write_bytes(content)
    with pytest.raises(RulebookError) as refused:
        read_card(path)
    assert refused.value.where == str(path)
    assert refused.value.hint


def test_a_missing_card_is_refused(tmp_path: Path) -> None:
    """No file is an error of the same kind."""
    with pytest.raises(RulebookError):
        read_card(tmp_path / "card.json")
