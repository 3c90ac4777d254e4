"""Makes a store of the initial schema with invented data, and writes it as SQL.

Run at the revision whose schema is to be kept, from the root: ``python -m tests.cases.older
tests/data/store/0001.sql``. The test of upgrades loads every such file and brings it up to date.
Of the full-text index it holds the text and the words, which fill the index on loading.
"""

import re
import sqlite3
import sys
import tempfile
from pathlib import Path

from counterpitch.cases import (
    add_file,
    add_note,
    add_person,
    add_task,
    judge,
    move_case,
    new_case,
    open_store,
    receive,
    sign_head,
)
from counterpitch.cases.words import worded
from tests.cases.samples import received, words

_INDEX = re.compile(
    """CREATE TABLE 'search_word(s|_grams)_|INSERT INTO ("search_word(s|_grams)[_"]|sqlite_master)"""
    """|PRAGMA writable_schema"""
)
"""Lines of a dump that make the insides of the full-text index."""


def fill(folder: Path) -> Path:
    """Make a store that holds some of everything; return its file."""
    path = folder / "desk.sqlite"
    with open_store(str(path), keys=folder) as store:
        found = [words(n, ("量子计算 and sensors", "Who is it for?")) for n in (1, 2, 3)]
        received(store, folder, found, "hen")
        receive(
            store, content="We pay 2,000 for a short paper. Which of your colleagues work on it?",
            actor="bob", channel="whatsapp", revealed=("my employer",), quick=True,
        )  # fmt: skip
        judge(store, [1], "carl", "confirmed", "the firm says no")
        case = new_case(store, title="Ledger & Vale", actor="carl", approaches=[1, 2])
        add_person(store, case, name="Tom Byst", role="bystander", actor="carl")
        add_task(store, case, title="Ask HR", actor="carl")
        add_note(store, case, "Called her.", actor="carl")
        add_file(store, case, content=b"a scan", name="scan.pdf", actor="carl")
        move_case(store, case, "closed", actor="carl", reason="done")
        sign_head(store)
    return path


def dump(path: Path) -> str:
    """Return a store as SQL that makes the very same one."""
    connection = sqlite3.connect(path)
    lines = [line for line in connection.iterdump() if not _INDEX.match(line)]
    virtual = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    )
    lines[-1:-1] = [f"{sql};" for (sql,) in virtual.fetchall()]
    texts = connection.execute("SELECT approach_id, body FROM search").fetchall()
    lines[-1:-1] = [
        f"INSERT INTO search_words (rowid, words) VALUES ({number}, '{worded(body)}');"  # noqa: S608
        for number, body in texts
    ]
    lines[-1:-1] = ["INSERT INTO search_word_grams (search_word_grams) VALUES ('rebuild');"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        Path(sys.argv[1]).write_text(dump(fill(Path(folder))), "utf-8")
