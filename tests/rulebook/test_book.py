"""The rulebook in memory: version, cache and faults."""

from pathlib import Path

import pytest

from counterpitch.errors import RulebookError
from counterpitch.rulebook.book import read, rulebook
from tests.indicators.test_lint import GOOD, folder


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPITCH_CACHE", str(tmp_path / "cache"))
    rulebook.cache_clear()


def test_a_rule_gets_its_name_and_folder_from_its_place(tmp_path: Path) -> None:
    """The file name is the name, the folder the stage."""
    book = rulebook(folder(tmp_path / "rules", GOOD))
    assert [(r.name, r.folder) for r in book.indicators] == [("rule-0", "assess")]


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    """Another word is another version; the same content elsewhere is the same version."""
    one = read(folder(tmp_path / "a", GOOD))[0].version
    same = read(folder(tmp_path / "b", GOOD))[0].version
    other = read(folder(tmp_path / "c", GOOD.replace("open", "read")))[0].version
    assert one == same != other


def test_faults_are_told_with_file_and_line(tmp_path: Path) -> None:
    """A faulty folder is refused with every fault in one message."""
    root = folder(tmp_path / "rules", GOOD.replace("level: high", "level: huge"), "x: [")
    with pytest.raises(RulebookError) as caught:
        rulebook(root)
    assert "2 faults" in str(caught.value)
    assert "rule-0.yml:4" in str(caught.value)


def test_an_unknown_folder_is_a_fault(tmp_path: Path) -> None:
    """Rules stand in the folders that the format names."""
    _, faults = read(folder(tmp_path, GOOD, where="elsewhere"))
    assert any("unknown folder" in fault.message for fault in faults)


def test_a_cached_book_is_the_book(tmp_path: Path) -> None:
    """What comes from the cache equals what was read."""
    root = folder(tmp_path / "rules", GOOD)
    first = rulebook(root)
    rulebook.cache_clear()
    assert rulebook(root) == first
    assert list((tmp_path / "cache").glob("rulebook-*.msgpack"))


def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    """Garbage in the cache costs time and nothing else."""
    root = folder(tmp_path / "rules", GOOD)
    first = rulebook(root)
    for path in (tmp_path / "cache").glob("*.msgpack"):
        path.write_bytes(b"\xc1 garbage")
    rulebook.cache_clear()
    assert rulebook(root) == first


def test_an_empty_folder_is_an_empty_book(tmp_path: Path) -> None:
    """No rules, no guidance: nothing to say and nothing wrong."""
    book, faults = read(tmp_path)
    assert (book.indicators, faults) == ((), [])
