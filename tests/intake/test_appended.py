from pathlib import Path

import msgspec
import pytest

from counterpitch.errors import UnreadableInput
from counterpitch.intake.appended import appending, read


class Word(msgspec.Struct, frozen=True):
    """A decision of the tests."""

    word: str


def test_what_was_appended_is_read_in_order(tmp_path: Path) -> None:
    """Expect every decision, oldest first, over several blocks; none where there is no file."""
    path = tmp_path / "words.jsonl"
    assert read(path, Word, "word") == []
    for several in (("a", "b"), ("c",)):
        with appending(path) as write:
            for each in several:
                write(Word(each))
    assert read(path, Word, "word") == [Word("a"), Word("b"), Word("c")]


def test_a_damaged_line_is_one_sentence_and_nothing_is_passed_over(tmp_path: Path) -> None:
    """Expect the line and the file to be named."""
    path = tmp_path / "words.jsonl"
    path.write_bytes(b'{"word": "a"}\n\n\xff\n')
    with pytest.raises(UnreadableInput, match="line 3 is no word"):
        read(path, Word, "word")
