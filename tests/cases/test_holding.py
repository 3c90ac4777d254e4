import io

import pytest

from counterpitch.cases.holding import windows
from counterpitch.cases.naming import named


@pytest.mark.parametrize("filler", ["", "x" * 40 + " ", "x" * 40 + "\n", "量"])
def test_no_name_is_lost_where_a_text_is_cut(monkeypatch: pytest.MonkeyPatch, filler: str) -> None:
    """A name is found wherever it stands, and one that is part of another word never."""
    monkeypatch.setattr("counterpitch.cases.holding._WINDOW", 64)
    monkeypatch.setattr("counterpitch.cases.holding._OVERLAP", 32)
    for number in range(130):
        text = filler * 3 + "-" * number + " Ann Lee met Joanna Leeds. " + filler * 9
        pieces = list(windows(io.BytesIO(text.encode())))
        assert any(named(piece, "Ann Lee") for piece in pieces)
        assert not any(named(piece, "Anna Lee") for piece in pieces)
        assert not any(named(piece, "anna") for piece in pieces)
