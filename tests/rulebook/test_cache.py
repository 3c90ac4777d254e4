"""What is made from the rules is kept, and never believed when it is not what was written."""

from pathlib import Path

import pytest

from counterpitch.rulebook import cache
from counterpitch.rulebook.cache import read_cache, write_cache


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPITCH_CACHE", str(tmp_path / "user"))
    monkeypatch.setattr(cache, "SHIPPED", tmp_path / "shipped")


def only_file(folder: Path) -> Path:
    """Return the one file in ``folder``."""
    (path,) = folder.iterdir()
    return path


def test_what_was_written_is_read() -> None:
    """The same value comes back, and only for the same rules."""
    write_cache("x", "1", [1, 2])
    assert read_cache("x", "1", list[int]) == [1, 2]
    assert read_cache("x", "2", list[int]) is None


def test_older_rules_leave_nothing_behind(tmp_path: Path) -> None:
    """A file of older rules is removed when a new one is written."""
    write_cache("x", "1", [1])
    write_cache("x", "2", [2])
    assert only_file(tmp_path / "user").name.startswith("x-2-")


@pytest.mark.parametrize(
    "change", [lambda data: data[:-1], lambda data: data[:-1] + b"\x03", bytes.swapcase]
)
def test_a_file_that_was_changed_is_not_read(tmp_path: Path, change: object) -> None:
    """A byte more, less or other than written makes a file worthless, valid msgpack or not."""
    write_cache("x", "1", [1, 2])
    path = only_file(tmp_path / "user")
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    assert read_cache("x", "1", list[int]) is None


def test_another_type_is_not_read() -> None:
    """Content of another form than is asked for is no error and no value."""
    write_cache("x", "1", [1, 2])
    assert read_cache("x", "1", dict[str, int]) is None


def test_another_program_version_does_not_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of the program made is left alone."""
    write_cache("x", "1", [1])
    monkeypatch.setattr(cache, "__version__", "other")
    cache.circumstances.cache_clear()
    try:
        assert read_cache("x", "1", list[int]) is None
    finally:
        cache.circumstances.cache_clear()


def test_what_the_package_brings_is_read_first(tmp_path: Path) -> None:
    """The package's own file is used, and nothing is written beside it."""
    write_cache("x", "1", [1])
    (tmp_path / "user").rename(tmp_path / "shipped")
    assert read_cache("x", "1", list[int]) == [1]
    assert not (tmp_path / "user").exists()


def test_a_damaged_shipped_file_is_no_obstacle(tmp_path: Path) -> None:
    """The user's cache stands in for a shipped file that was damaged."""
    write_cache("x", "1", [1])
    (tmp_path / "user").rename(tmp_path / "shipped")
    only_file(tmp_path / "shipped").write_bytes(b"garbage")
    write_cache("x", "1", [2])
    assert read_cache("x", "1", list[int]) == [2]


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the place of the folder only costs time."""
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("COUNTERPITCH_CACHE", str(tmp_path / "file"))
    write_cache("x", "1", [1])
    assert read_cache("x", "1", list[int]) is None
