import base64
import json
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from counterpitch.cases import (
    Store,
    daily_head,
    journal_page,
    judge,
    queue,
    sign_head,
    verify_journal,
)
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.journal.signing import (
    KEY_NAME,
    public_key,
    read_head,
    signature_problem,
)
from counterpitch.cases.journal.verify import chain_problem
from counterpitch.cases.tables import assessment, content, journal, journal_payload, judgement
from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError
from tests.cases.conftest import Clock
from tests.cases.samples import received, words


def _write(store: Store, count: int, actor: str = "ana") -> None:
    with store.write() as connection:
        events = [
            Event("tested", f"case:{n}", {"n": n, "text": "量子 \u2028"}) for n in range(count)
        ]
        append(connection, store.clock(), actor, events)


def _unguarded(store: Store, *statements: str) -> None:
    """Change the database as somebody could who has it in hand and drops its rules."""
    with store.write() as connection:
        if store.sqlite:
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).scalars()
            for name in names.all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            for table in ("journal", "journal_payload"):
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_chain_holds_over_everything_that_happens(store: Store, tmp_path: Path) -> None:
    """What came in, was assessed and judged stands in the journal, and the chain holds."""
    received(store, tmp_path, [words(1), words(2)])
    judge(store, [1, 2], "carl", "confirmed", "clear")
    found = verify_journal(store)
    assert found.holds
    actions = [entry.action for entry in journal_page(store, limit=100).rows]
    assert actions.count("assessed") == 2
    assert actions.count("judged") == 2
    assert found.entries == len(actions)


def test_journal_pages_by_cursor(store: Store) -> None:
    """Every entry is on exactly one page, newest first."""
    _write(store, 25)
    seen: list[int] = []
    cursor = None
    while True:
        page = journal_page(store, cursor=cursor, limit=10)
        seen += [entry.seq for entry in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert seen == list(range(25, 0, -1))
    with pytest.raises(UsageError):
        journal_page(store, cursor="1; drop table journal")


@pytest.mark.parametrize(
    ("statement", "broken", "problem"),
    [
        ("UPDATE journal SET actor = 'eve' WHERE seq = 3", 3, "hash is not that of its content"),
        ("UPDATE journal SET at = at + 1 WHERE seq = 2", 2, "hash is not that of its content"),
        ("DELETE FROM journal WHERE seq = 4", 4, "missing"),
        ("UPDATE journal_payload SET payload = '{}' WHERE seq = 5", 5, "was changed"),
        ("UPDATE journal_payload SET payload = NULL WHERE seq = 6", 6, "no entry erased it"),
        ("DELETE FROM journal_payload WHERE seq = 7", 7, "no entry erased it"),
    ],
)
def test_first_broken_entry_is_named(
    store: Store, statement: str, broken: int, problem: str
) -> None:
    """Whatever is changed behind the program's back, verification names the first such entry."""
    _write(store, 9)
    _unguarded(store, statement)
    found = verify_journal(store)
    assert not found.holds
    assert found.broken == broken
    assert problem in found.problem


def test_rewritten_chain_is_caught_by_a_signed_head(store: Store) -> None:
    """Who cuts off the end of the journal is caught by a head that was signed before."""
    _write(store, 5)
    signed = sign_head(store)
    _unguarded(store, "DELETE FROM journal WHERE seq > 3")
    found = verify_journal(store)
    assert (found.broken, found.holds) == (4, False)
    assert "signed" in found.problem
    assert "missing" in chain_problem(store, signed)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE journal SET actor = 'eve' WHERE seq = 3"], "entry 3"),
        (["DELETE FROM journal_payload WHERE seq = 5"], "entry 5"),
        (
            [
                "DELETE FROM journal_payload WHERE seq BETWEEN 4 AND 6",
                "DELETE FROM journal WHERE seq BETWEEN 4 AND 6",
            ],
            "entry 4",
        ),
        (
            [
                "DELETE FROM journal_payload WHERE seq = 5",
                "UPDATE journal SET actor = 'eve' WHERE seq = 10",
            ],
            "entry 5",
        ),
        (["UPDATE journal SET actor = 'eve' WHERE seq = 10"], ""),
    ],
)
def test_head_is_led_to_by_every_entry_before_it(
    store: Store, statements: list[str], said: str
) -> None:
    """A signed entry that stands proves nothing if one before it was changed; later ones may."""
    _write(store, 8)
    signed = sign_head(store)
    _write(store, 3)
    _unguarded(store, *statements)
    found = chain_problem(store, signed)
    assert (said in found) if said else found == ""


@pytest.mark.parametrize(
    "change",
    [
        journal.update().values(actor="eve"),
        journal.delete(),
        journal_payload.update().values(payload="{}"),
        journal_payload.delete(),
        judgement.update().values(reason="other"),
        judgement.update().values(judgement="duplicate", reason=None),
        judgement.delete(),
        assessment.update().values(rules="other"),
        assessment.delete(),
        content.update().values(body=b"{}"),
    ],
)
def test_database_refuses_changes(store: Store, tmp_path: Path, change: sa.Executable) -> None:
    """Journal, judgements, words and verdicts cannot be changed through the database."""
    received(store, tmp_path, [words(1)])
    judge(store, [1], "carl", "confirmed", "clear")
    with pytest.raises(sa.exc.IntegrityError, match="only"), store.write() as connection:
        connection.execute(change)
    assert verify_journal(store).holds


def test_sqlite_refuses_replacing(store: Store, tmp_path: Path) -> None:
    """INSERT OR REPLACE, which deletes without asking a DELETE trigger, is refused as well."""
    if not store.sqlite:
        pytest.skip("PostgreSQL knows no INSERT OR REPLACE")
    _write(store, 2)
    statement = "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1"
    with pytest.raises(sa.exc.IntegrityError, match="only"), store.write() as connection:
        connection.exec_driver_sql(statement)


def test_writers_cannot_fork_the_chain(store: Store, opened: Callable[[], Store]) -> None:
    """Eight writers at once add two hundred entries in one unbroken line."""
    stores = [store, opened(), opened(), opened()]
    errors: list[BaseException] = []

    def write(own: Store, name: str) -> None:
        try:
            for _ in range(25):
                _write(own, 1, name)
        except BaseException as error:
            errors.append(error)

    threads = [
        threading.Thread(target=write, args=(stores[n % 4], f"writer {n}")) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    found = verify_journal(store)
    assert (found.entries, found.holds) == (200, True)


def test_database_holds_no_second_successor(store: Store) -> None:
    """Even who bypasses the lock cannot store two entries that follow the same one."""
    _write(store, 2)
    with store.read() as connection:
        row = connection.execute(sa.select(journal).where(journal.c.seq == 2)).one()
    fork = dict(row._mapping) | {"seq": 3}
    with pytest.raises(sa.exc.IntegrityError), store.write() as connection:
        connection.execute(journal.insert(), fork)


def test_key_is_made_once_and_private(store: Store) -> None:
    """The key appears on first use, readable by its owner alone, and stays the same."""
    first = public_key(store)
    path = store.keys / KEY_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert public_key(store) == first
    assert len(base64.b64decode(first)) == 32
    assert [each.name for each in store.keys.iterdir()] == [KEY_NAME]


def test_damaged_key_is_one_sentence(store: Store) -> None:
    """A key that cannot be read is told as such, and no new one is made in its place."""
    _write(store, 1)
    store.keys.mkdir()
    (store.keys / KEY_NAME).write_text("nonsense")
    with pytest.raises(CounterpitchError, match="key of the journal"):
        sign_head(store)


def test_head_is_signed_once_a_day(store: Store, clock: Clock) -> None:
    """The daily head stays for the day; an empty journal has none; the same end signs once."""
    assert daily_head(store) is None
    with pytest.raises(UsageError, match="empty"):
        sign_head(store)
    _write(store, 1)
    first = daily_head(store)
    _write(store, 1)
    assert daily_head(store) == first
    clock.forward(days=1)
    later = daily_head(store)
    assert later is not None
    assert later.seq == 2
    assert sign_head(store) == later


def test_signed_head_is_checked(store: Store, tmp_path: Path) -> None:
    """A head that was altered, signed by another key or no head at all is refused."""
    _write(store, 3)
    signed = sign_head(store)
    assert signature_problem(signed, signed.public_key) == ""
    assert chain_problem(store, signed) == ""
    altered = msgspec.structs.replace(signed, seq=2)
    assert "does not match" in signature_problem(altered, signed.public_key)
    assert "another key" in signature_problem(signed, base64.b64encode(bytes(32)).decode())
    other = tmp_path / "other.json"
    for text in ("", "{}", "[1]", '{"format": 1}', "\x00\xff"):
        other.write_text(text)
        with pytest.raises(UnreadableInput):
            read_head(other)


def test_third_party_checks_a_head_with_a_small_script(store: Store, tmp_path: Path) -> None:
    """The script of the documents, run by plain Python without this program, checks a head."""
    _write(store, 3)
    signed = sign_head(store)
    path = tmp_path / "head.json"
    path.write_bytes(msgspec.json.encode(signed))
    page = (Path(__file__).parents[2] / "docs" / "desk-store.md").read_text("utf-8")
    script = page.split("```python\n")[1].split("```")[0]
    where = Path(__file__).parents[2] / "src" / "counterpitch" / "cases" / "pack"
    run = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(where)!r})\n{script}"]
    for key, code in ((signed.public_key, 0), (base64.b64encode(bytes(32)).decode(), 1)):
        done = subprocess.run([*run, str(path), key], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
    assert json.loads(path.read_text())["seq"] == 3


def test_hostile_actor_keeps_the_chain_whole(store: Store) -> None:
    """Names with zero bytes, half characters and signs of every kind are hashed as kept."""
    for actor in ("\x00", "a\ud800b", "\u202eevil", "x" * 500, '"\\\n\x7f', ""):
        _write(store, 1, actor)
    assert verify_journal(store).holds


def test_view_is_noted_once(store: Store, tmp_path: Path) -> None:
    """Looking twice within ten minutes is one view of that person; another's is another."""
    from counterpitch.cases import approach

    received(store, tmp_path, [words(1)])
    (row,) = queue(store).rows
    for viewer in ("carl", "carl", "dora"):
        approach(store, row.id, viewer=viewer)
    seen = [entry for entry in journal_page(store).rows if entry.action == "viewed"]
    assert sorted(entry.actor for entry in seen) == ["carl", "dora"]
