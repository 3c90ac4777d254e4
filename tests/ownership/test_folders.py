"""Folders that are loaded: walked, each file recognised by content, the rest told in one line."""

import os
from datetime import date
from pathlib import Path

import pytest

from counterpitch.errors import UnreadableInput
from counterpitch.ownership.load import load
from tests.ownership import samples

TODAY = date(2026, 11, 28)


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "anything.dat").write_text("\n".join(samples.chain()) + "\n")
    (folder / "companies.txt").write_text(samples.BASIC)
    for number in range(7):
        (folder / f"letter-{number}.txt").write_text("Dear all, nothing here is a register.\n")
    return folder


def test_a_folder_is_walked_and_each_file_known_by_its_content(tmp_path: Path) -> None:
    """Both registers are found whatever they are called; seven letters make one line."""
    found = load([_folder(tmp_path)], tmp_path / "register", TODAY)
    assert {entry.reader for entry in found.loaded} == {"uk-psc", "uk-companies"}
    (told,) = [each for each in found.notices.kept if each.kind == "no-register-file"]
    assert "7 files" in told.message
    assert "letter-0.txt" in told.message
    assert "3 more" in told.message
    assert found.register.node("gb-coh:00000001") is not None


def test_a_damaged_or_odd_file_of_a_folder_ends_nothing(tmp_path: Path) -> None:
    """A broken ZIP is told of, a pipe is never opened, a circle of links is not followed."""
    folder = _folder(tmp_path)
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")
    (folder / "around").symlink_to(folder)
    os.mkfifo(folder / "pipe.csv")
    found = load([folder], tmp_path / "register", TODAY)
    assert len(found.loaded) == 2
    assert any("broken.zip" in each.message for each in found.notices.kept)


def test_the_register_itself_is_not_read_as_input(tmp_path: Path) -> None:
    """Loading the folder in which the register lies, twice, gives the same and no leftovers."""
    folder = _folder(tmp_path)
    for _ in range(2):
        found = load([folder], folder / "register", TODAY)
    assert len(found.loaded) == 2
    assert not any("generation" in each.message for each in found.notices.kept)


def test_a_folder_without_a_register_is_one_sentence(tmp_path: Path) -> None:
    """It says what is known, and leaves no register behind."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableInput, match="no file is of a format"):
        load([tmp_path / "empty"], tmp_path / "register", TODAY)
