"""The full-text index of PostgreSQL is put in order beside an import."""

import random
import string
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from counterpitch.cases import Store, index, receive, search
from counterpitch.cases.store import ASIDE
from counterpitch.cases.tidying import Tidying
from counterpitch.cases.words import worded
from counterpitch.errors import CounterpitchError
from tests.cases.samples import files, words


def _imported(store: Store, folder: Path) -> None:
    files(folder, [words(n) for n in range(8)], "heln" * 2)
    receive(
        store, content=folder / "words.jsonl", verdicts=folder / "verdicts.jsonl",
        actor="importer", quick=True,
    )  # fmt: skip


def test_what_was_written_is_sorted_in_beside(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told of a batch, it sorts in what PostgreSQL laid aside; on SQLite it has nothing to do."""
    done, settle = threading.Event(), index.settle

    def noted(connection: sa.Connection) -> None:
        settle(connection)
        done.set()

    monkeypatch.setattr(index, "settle", noted)
    _imported(store, tmp_path)
    with Tidying(store) as tidying:
        tidying.more()
        assert done.wait(0.2 if store.sqlite else 30) != store.sqlite
    if not store.sqlite:
        left = sa.text("SELECT gin_clean_pending_list('ix_search_words')")
        with store.write() as connection:
            assert connection.execute(left).scalar_one() == 0
    assert len(search(store, "photonic").rows) == 8


def test_after_it_postgresql_knows_what_texts_hold(store: Store, tmp_path: Path) -> None:
    """What many texts hold is known as such at once, not only when the server looks by itself."""
    _imported(store, tmp_path)
    with Tidying(store) as tidying:
        tidying.more()
    if store.sqlite:
        return
    known = sa.text("SELECT count(*) FROM pg_stats WHERE tablename = 'search'")
    with store.read() as connection:
        assert connection.execute(known).scalar_one() >= 2


def _waiting(store: Store) -> int:
    """Return how many pages PostgreSQL had laid aside for its index of words, and sort them in."""
    with store.write() as connection:
        left = connection.execute(sa.text("SELECT gin_clean_pending_list('ix_search_words')"))
        return int(left.scalar_one())


@pytest.mark.parametrize("small", [True, False])
def test_reports_leave_little_for_every_search_to_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: bool
) -> None:
    """However many reports come in, little waits to be sorted in; an import has that done beside."""
    _imported(store, tmp_path)
    if store.sqlite:
        pytest.skip("SQLite lays nothing aside")
    _waiting(store)
    if not small:
        monkeypatch.setattr(index, "_SMALL", 0)
    draw = random.Random(8)
    for _ in range(30):
        text = "".join(draw.choices(string.ascii_lowercase + " ", k=40_000))
        with store.write() as connection:
            index.remove(connection, [1], forget=False)
            index.put(connection, [(1, text, worded(text))])
    pages = ASIDE // 8
    assert _waiting(store) < pages + 10 if small else _waiting(store) > 2 * pages


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_refusal_ends_it_in_silence(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that refuses ends the thread and holds nobody up: the import tells of it."""
    refused = threading.Event()

    def refuse(_connection: sa.Connection) -> None:
        refused.set()
        raise CounterpitchError("the database refuses: gone.")

    monkeypatch.setattr(index, "settle", refuse)
    with Tidying(store) as tidying:
        tidying.more()
        assert refused.wait(0.2 if store.sqlite else 30) != store.sqlite
        tidying.more()
