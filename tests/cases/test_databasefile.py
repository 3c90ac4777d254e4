import sqlite3
from pathlib import Path

import pytest

from counterpitch.cases import open_store
from counterpitch.cases.databasefile import held
from counterpitch.errors import UsageError


def _other(path: Path) -> bytes:
    """A database of another program, which also keeps an alembic_version."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()
    return path.read_bytes()


def test_what_lies_at_a_path(tmp_path: Path) -> None:
    """Nothing, an empty file, the desk's database, another program's, a text and a folder."""
    (tmp_path / "empty.sqlite").touch()
    (tmp_path / "notes.txt").write_text("no database at all\n" * 100)
    _other(tmp_path / "other.sqlite")
    open_store(str(tmp_path / "desk.sqlite")).close()
    found = {
        name: held(tmp_path / name)
        for name in ("none", "empty.sqlite", "desk.sqlite", "other.sqlite", "notes.txt", ".")
    }
    assert found == {
        "none": "nothing", "empty.sqlite": "nothing", "desk.sqlite": "desk",
        "other.sqlite": "other", "notes.txt": "other", ".": "other",
    }  # fmt: skip


@pytest.mark.parametrize("make", [True, False])
def test_what_is_another_programs_stays_as_it_is(tmp_path: Path, make: bool) -> None:
    """Neither reading nor writing turns somebody else's file into a desk: not a byte changes."""
    before = _other(tmp_path / "other.sqlite")
    with pytest.raises(UsageError, match="no database of the desk, and was left as it is"):
        open_store(str(tmp_path / "other.sqlite"), make=make)
    assert (tmp_path / "other.sqlite").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["other.sqlite"]


def test_nothing_is_made_where_one_only_reads(tmp_path: Path) -> None:
    """A mistyped name is one sentence, and neither file nor folder comes to be."""
    path = tmp_path / "mistyped" / "desk.sqlite"
    with pytest.raises(UsageError, match="there is no database of the desk here"):
        open_store(str(path), make=False)
    assert not path.parent.exists()


def test_a_new_one_says_that_it_is_new(tmp_path: Path) -> None:
    """Whoever opened a store can tell whether it was there before."""
    path = str(tmp_path / "desk.sqlite")
    with open_store(path) as store:
        assert store.made
    with open_store(path, make=False) as store:
        assert not store.made
