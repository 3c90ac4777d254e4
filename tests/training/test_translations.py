"""Translations: line by line, folded and masked, and one clear sentence where there is none."""

from pathlib import Path

import pytest

from counterpitch.errors import UnreadableInput
from counterpitch.indicators.matcher import Matcher
from counterpitch.rulebook.book import rulebook
from counterpitch.training.translations import pieces_of, translations


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Return the matcher of the built-in rules."""
    return Matcher(rulebook())


def written(folder: Path, **files: str) -> Path:
    """Write files named after tongues."""
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def test_lines_are_paired(tmp_path: Path, matcher: Matcher) -> None:
    """Line n of each file says the same; empty lines and pieces are passed over."""
    folder = written(
        tmp_path, en="Who pays?\nCall me.\nNo.", de="Wer zahlt?\n\nNein.\n", pieces="zahlt\n"
    )
    found = translations(folder, matcher)
    assert [(t.tongue, t.english[0].words, t.other[0].words) for t in found] == [
        ("de", "who pays", "wer zahlt"), ("de", "no", "nein"),
    ]  # fmt: skip
    assert found[0].other[0].mark == "?"


def test_more_than_a_hundred_lines_keep_their_order(tmp_path: Path, matcher: Matcher) -> None:
    """Lines are read some at a time; none is lost or moved."""
    lines = [f"word {chr(97 + n // 26)}{chr(97 + n % 26)}x" for n in range(250)]
    folder = written(tmp_path, en="\n".join(lines), de="\n".join(reversed(lines)))
    found = translations(folder, matcher)
    assert [t.english[0].words for t in found] == lines
    assert [t.other[0].words for t in found] == lines[::-1]


def test_sides_of_different_cut_are_left_out(tmp_path: Path, matcher: Matcher) -> None:
    """One sentence here and two there cannot be paired."""
    folder = written(tmp_path, en="Call me now.\nYes.", de="Ruf an. Jetzt.\nJa.")
    assert [t.other[0].words for t in translations(folder, matcher)] == ["ja"]


@pytest.mark.parametrize("files", [{}, {"en": "Yes."}, {"de": "Ja."}, {"en": "Yes.", "de": ""}])
def test_nothing_to_learn_from_is_told(
    tmp_path: Path, matcher: Matcher, files: dict[str, str]
) -> None:
    """A folder without translations is one clear sentence."""
    with pytest.raises(UnreadableInput):
        translations(written(tmp_path, **files), matcher)


def test_pieces_are_read_a_line_each(tmp_path: Path) -> None:
    """Empty lines are passed over."""
    assert pieces_of(written(tmp_path, pieces="zahlt\n\nwer\n")) == ["zahlt", "wer"]


@pytest.mark.parametrize("files", [{}, {"pieces": "\n"}])
def test_no_pieces_is_told(tmp_path: Path, files: dict[str, str]) -> None:
    """A folder without pieces is one clear sentence and no traceback."""
    with pytest.raises(UnreadableInput, match=r"pieces\.txt"):
        pieces_of(written(tmp_path, **files))
