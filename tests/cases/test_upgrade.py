import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from counterpitch.cases import (
    QueueFilter,
    Store,
    approach,
    case,
    cases,
    erase,
    judge,
    open_store,
    outcome,
    queue,
    receive,
    search,
    verify_journal,
)
from counterpitch.cases import upgrade as upgrading
from counterpitch.cases.tables import METADATA, receipt
from counterpitch.errors import CounterpitchError, UsageError
from tests.cases import postgres
from tests.cases.samples import received, words

KEPT = sorted((Path(__file__).parents[1] / "data" / "store").glob("*.sql"))

_NEXT = '''"""A change of a later version."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    """Add a column that is filled from what is there."""
    op.add_column("approach", sa.Column("shout", sa.Text()))
    op.execute("UPDATE approach SET shout = upper(contact)")
'''


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_older_data_is_brought_up_to_date(kept: Path, tmp_path: Path) -> None:
    """A database file of an earlier version opens; all that was in it is there and works."""
    path = tmp_path / "older.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(kept.read_text("utf-8"))
    connection.close()
    with open_store(str(path), keys=tmp_path) as store:
        with store.read() as open_connection:
            assert upgrading.revision(open_connection) == upgrading.newest()
            code = open_connection.execute(sa.select(receipt.c.code)).scalars().first()
        assert verify_journal(store).holds
        rows = queue(store, QueueFilter(statuses=())).rows
        assert len(rows) == 4
        assert {row.status for row in rows} == {"new", "confirmed"}
        found = approach(store, rows[-1].id, viewer="carl")
        assert found.conversation is not None
        assert found.verdict is not None
        assert [row.id for row in search(store, "量子").rows] == [3, 2, 1]
        held = case(store, 1)
        assert (held.row.status, held.notes[0].text) == ("closed", "Called her.")
        assert outcome(store, code or "").statuses
        judge(store, [rows[0].id], "dora", "duplicate", "after the upgrade")
        received(
            store, tmp_path, [words(n, ("量子计算 and sensors", "Who is it for?")) for n in (1, 9)]
        )
        assert len(queue(store, QueueFilter(statuses=())).rows) == 5
        assert verify_journal(store).holds


@pytest.mark.parametrize("locale", ["", "C"])
def test_older_texts_in_postgresql_are_found(server: str, tmp_path: Path, locale: str) -> None:
    """Texts indexed by an earlier version are found after the upgrade: whole, in part, Chinese."""
    url = postgres.new_database(server, f"older_texts_{locale or 'utf8'}", locale=locale)
    _older_texts(url, ["photonic roadmap", "\u91cf\u5b50\u8ba1\u7b97 ai", "it's 100%"])
    with open_store(url, keys=tmp_path) as store:
        for text, numbers in {
            "tonic": [1], '"ic road"': [1], "\u5b50\u8ba1": [2], "ai": [2], "s": [3], "00%": [3],
            "onic ai": [], "photonics": [],
        }.items():  # fmt: skip
            assert [row.id for row in search(store, text).rows] == numbers, text
        with store.read() as connection:
            indexes = {each["name"] for each in sa.inspect(connection).get_indexes("search")}
            assert indexes == {"ix_search_words"}


def _older_texts(url: str, texts: list[str]) -> None:
    """Make a store of version 0003 that holds texts, and of their approaches what is needed."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        upgrading.upgrade(connection, url, "0003")
        there = sa.inspect(connection).get_columns("approach")
        told = {
            each["name"]: "" if isinstance(each["type"], sa.String) else 0
            for each in there
            if not each["nullable"] and each["name"] != "id"
        }
        told |= {"status": "new", "reasons": "[]", "kind": "none", "channel": "text"}
        for number, text in enumerate(texts, 1):
            made = sa.table("approach", *(sa.column(name) for name in ("id", *told)))
            connection.execute(made.insert().values(id=number, **told))
            row = {"id": number, "body": text, "grams": text.split()}
            connection.execute(sa.text("INSERT INTO search VALUES (:id, :body, :grams)"), row)
    engine.dispose()


def test_headers_that_were_kept_before_are_found(
    store: Store, opened: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Reply-To that an earlier version kept and did not index is found after the upgrade, beside
    all that was found before; what came without headers, or was erased, is left as it is.
    """
    with monkeypatch.context() as before:
        before.setattr("counterpitch.cases.index.with_people", lambda text, words: text)
        for number in (1, 2):
            mail = (
                f"From: a@x.example\nTo: b@z.example\nReply-To: desk@y{number}.example\n"
                f"Message-ID: <{number}@x.example>\n\nA paper for {number}.\n"
            )
            receive(store, content=mail.encode(), name="a.eml", actor="ana", quick=True)
        received(store, tmp_path, [words(3)])
    erase(store, approaches=[2], actor="dora", reason="request")
    assert search(store, "desk@y1.example").rows == ()
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0005'")
    later = opened()
    found = {text: [row.id for row in search(later, text).rows] for text in
             ("desk@y1.example", '"paper for"', "y2", "Ashworth", "a@x.example")}  # fmt: skip
    assert list(found.values()) == [[1], [1], [], [3], [1]]
    erase(later, person="desk@y1.example", actor="dora", reason="request")
    assert search(later, '"paper for"').rows == ()


def test_next_version_migrates_filled_stores(
    store: Store, opened: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later migration runs by itself on opening, on data, on both databases; then never again."""
    received(store, tmp_path, [words(1), words(2)])
    folder = tmp_path / "migrations"
    shutil.copytree(upgrading.VERSIONS.parent, folder)
    later = folder / "versions" / "9999_shout.py"
    later.write_text(_NEXT.format(before=upgrading.newest()))
    monkeypatch.setattr(upgrading, "VERSIONS", folder / "versions")
    for _ in range(2):
        with opened().read() as connection:
            shouts = connection.exec_driver_sql("SELECT shout FROM approach ORDER BY id").scalars()
            assert list(shouts) == ["HELEN ASHWORTH 1", "HELEN ASHWORTH 2"]
    assert verify_journal(store).holds


def test_failed_migration_leaves_everything_as_it_was(
    store: Store, opened: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration that fails half way changes nothing."""
    received(store, tmp_path, [words(1)])
    folder = tmp_path / "migrations"
    shutil.copytree(upgrading.VERSIONS.parent, folder)
    before = upgrading.newest()
    text = _NEXT.format(before=before) + "    raise ValueError('half way')\n"
    (folder / "versions" / "9999_shout.py").write_text(text)
    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "VERSIONS", folder / "versions")
        with pytest.raises(ValueError, match="half way"):
            opened()
    with store.read() as connection:
        assert upgrading.revision(connection) == before
        columns = {each["name"] for each in sa.inspect(connection).get_columns("approach")}
    assert "shout" not in columns


def test_newer_database_is_refused_in_one_sentence(
    store: Store, opened: Callable[[], Store]
) -> None:
    """A database of a later version is left alone, with what to do."""
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'zzzz'")
    with pytest.raises(CounterpitchError, match=r"newer.*Install"):
        opened()


def test_tables_are_what_the_migrations_make(store: Store) -> None:
    """Between the declared tables and the migrated database there is no difference."""

    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        if kind == "table":
            return name in METADATA.tables
        return kind != "index" or not (name or "").startswith("ix_search")

    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, METADATA) == []


def test_postgresql_tends_a_table_that_is_judged_all_day(store: Store) -> None:
    """Approaches are vacuumed when a fiftieth of them was changed, not a fifth."""
    if store.sqlite:
        pytest.skip("SQLite has no vacuum of its own")
    asked = sa.text("SELECT reloptions FROM pg_class WHERE relname = 'approach'")
    with store.read() as connection:
        found = connection.execute(asked).scalar_one()
    assert found == ["autovacuum_vacuum_scale_factor=0.02"]


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense://", "sqlite://"])
def test_other_databases_are_refused(url: str) -> None:
    """Only the two databases are opened; anything else is one sentence."""
    with pytest.raises(UsageError):
        open_store(url)


def test_what_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    """A file of something else, and a server that does not answer, are told as such."""
    (tmp_path / "text.sqlite").write_text("this is no database at all\n" * 100)
    with pytest.raises(CounterpitchError, match="is no database of the desk"):
        open_store(str(tmp_path / "text.sqlite"))
    with pytest.raises(CounterpitchError, match="database refuses"):
        open_store(f"postgresql://nobody@/none?host={tmp_path}")
    (tmp_path / "file").write_text("")
    with pytest.raises(CounterpitchError, match="cannot be made"):
        open_store(str(tmp_path / "file" / "desk.sqlite"))


def test_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """A new database file and its folder are readable by nobody else."""
    path = tmp_path / "new" / "desk.sqlite"
    open_store(str(path)).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert cases(open_store(str(path))).rows == ()
