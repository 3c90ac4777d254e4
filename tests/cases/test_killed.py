"""Nothing is lost or counted twice, wherever the importer dies."""

import json
import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from counterpitch.cases import Store, open_store, original, verify_journal
from counterpitch.cases.receiving import unfinished
from counterpitch.cases.tables import (
    approach,
    assessment,
    content,
    evidence,
    journal,
    mark,
    receipt,
    receipt_approach,
)
from tests.cases import postgres
from tests.cases.samples import files, words

KILLS = 100
CONVERSATIONS = 40
STORES = 150
ROOT = Path(__file__).parents[2]
_NUMBERS = count(1)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_at_a_hundred_points(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Killed a hundred times at random points and started again, each import is whole, once."""
    urls = _stores(kind, tmp_path, request)
    files(tmp_path, [words(n) for n in range(CONVERSATIONS)], "heln" * (CONVERSATIONS // 4))
    done = subprocess.run(
        [sys.executable, "-m", "tests.cases.killing", str(tmp_path), "7", str(KILLS), *urls],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    print(f"{kind}: {found['hit']} kills hit, over {found['rounds']} imports: {found['stages']}")
    assert found["hit"] >= KILLS
    assert len(set(found["stages"])) > 2, "the kills did not spread over the import"
    for url in urls[: found["rounds"]]:
        with open_store(url, keys=tmp_path) as store:
            _whole(store, tmp_path)


def _stores(kind: str, folder: Path, request: pytest.FixtureRequest) -> list[str]:
    """Return the addresses of empty stores; a store holds one import."""
    if kind == "sqlite":
        made = request.getfixturevalue("made")
        paths = [folder / f"store-{n}.sqlite" for n in range(STORES)]
        for path in paths:
            shutil.copy(made, path)
        return [str(path) for path in paths]
    server: str = request.getfixturevalue("server")
    template: str = request.getfixturevalue("template")
    return [
        postgres.new_database(server, f"killed_{next(_NUMBERS)}", template=template)
        for _ in range(STORES)
    ]


def _whole(store: Store, folder: Path) -> None:
    """Check that a store holds the import whole and once."""
    with store.read() as connection:

        def many(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
            chosen = sa.select(sa.func.count()).select_from(table).where(*conditions)
            return int(connection.execute(chosen).scalar_one())

        for table in (approach, content, assessment, receipt_approach):
            assert many(table) == CONVERSATIONS, table.name
        assert many(mark) == 3 * CONVERSATIONS
        assert many(receipt) == 1
        assert many(evidence) == 2
        assert many(approach, approach.c.reports != 1) == 0
        about = journal.c.subject.like("approach:%")
        for action in ("received", "assessed"):
            assert many(journal, journal.c.action == action, about) == CONVERSATIONS, action
        indexed = connection.execute(sa.text("SELECT count(*) FROM search")).scalar_one()
        assert indexed == CONVERSATIONS
        sha256 = connection.execute(sa.select(receipt.c.sha256)).scalar_one()
    assert b"".join(original(store, sha256)) == (folder / "words.jsonl").read_bytes()
    assert unfinished(store) == ()
    assert verify_journal(store).holds
