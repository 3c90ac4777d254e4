"""What a user gets wrong about a register."""

from pathlib import Path

import pytest

from counterpitch.errors import CounterpitchError
from tests.cli.owning.calling import run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trace", "2", "--in", "nowhere"), "own load"),
        (("at", "yesterday", "2"), "no date"),
        (("trace", "Quixotic Pumps"), "nobody and nothing"),
        (("split", "a", "b"), "no such id"),
        (("path", "2", "Umbel Optics"), "one and the same"),
        (("diff", "2026-01-01", "2024-01-01"), "earlier date first"),
    ],
)
def test_mistakes_are_one_sentence(folder: Path, words: tuple[str, ...], said: str) -> None:
    """What a user gets wrong is told with what to do."""
    given = words if "--in" in words else (*words, "--in", str(folder))
    with pytest.raises(CounterpitchError, match=said):
        run(*given)
