"""The full-text index of PostgreSQL is put in order beside an import."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from counterpitch.cases import Store, index, receive, search
from counterpitch.cases.tidying import Tidying
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
