from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch import _native
from counterpitch.campaigns.engines import signatures as module
from counterpitch.campaigns.engines.database import Database
from counterpitch.campaigns.engines.signatures import write_near
from counterpitch.campaigns.reuse.kernel import SIGNATURE
from counterpitch.campaigns.sql import comparison

pytestmark = pytest.mark.skipif(_native.compare is None, reason="the compiled core was not built")
numbers = st.integers(-(2**63), 2**63 - 1)


def signed(texts: list[int], seed: int) -> pa.Table:
    """Return texts with signatures, of which half are the same."""
    rng = np.random.default_rng(seed)
    columns = {"text": pa.array(texts, pa.int64())}
    for name in SIGNATURE:
        words = rng.integers(-(2**63), 2**63 - 1, len(texts), np.int64, endpoint=True)
        words[rng.random(len(texts)) < 0.5] = 5
        columns[name] = pa.array(words)
    return pa.table(columns)


def written(folder: Path, tables: list[pa.Table]) -> list[str]:
    """Write each table as a unit does."""
    paths = []
    for at, table in enumerate(tables):
        paths.append(str(folder / f"texts.{at:06}.arrow"))
        with pa.ipc.new_file(paths[-1], table.schema) as writer:
            writer.write_table(table, max_chunksize=3)
    return paths


@settings(max_examples=40, deadline=None)
@given(st.lists(numbers, min_size=2, max_size=12, unique=True), st.integers(0, 99), st.booleans())
def test_the_core_and_the_query_find_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[int], seed: int, mapped: bool
) -> None:
    """Expect the rows of the shared query, wherever the signatures lie, over several files."""
    folder = tmp_path_factory.mktemp("signatures")
    table = signed(texts, seed)
    files = written(folder, [table.slice(0, 5), table.slice(5)])
    ends = [(a, b) for a in texts for b in texts if a < b]
    pairs = pa.table({"a": [a for a, _ in ends], "b": [b for _, b in ends]})
    pq.write_table(pairs, folder / "pairs.parquet")
    before = module.IN_MEMORY
    module.IN_MEMORY = 0 if mapped else before  # type: ignore[misc]
    try:
        assert write_near(files, folder / "pairs.parquet", 90, folder / "near.parquet")
    finally:
        module.IN_MEMORY = before  # type: ignore[misc]
    with Database(folder) as db:
        db.give("texts", table)
        db.give("pairs", pairs)
        expected = db.rows(comparison("pairs", 90))
    found = pq.read_table(folder / "near.parquet")
    assert sorted(map(str, found.to_pylist())) == sorted(map(str, expected.to_pylist()))
    assert not list(folder.glob("*.signatures"))


def test_no_pair_is_lost_between_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expect every pair to be compared, however many batches they come in."""
    monkeypatch.setattr(module, "AT_ONCE", 3)
    texts = list(range(60))
    files = written(tmp_path, [signed(texts, 1)])
    ends = [(a, b) for a in texts for b in texts if a < b]
    pairs = pa.table({"a": [a for a, _ in ends], "b": [b for _, b in ends]})
    pq.write_table(pairs, tmp_path / "pairs.parquet")
    write_near(files, tmp_path / "pairs.parquet", 0, tmp_path / "near.parquet")
    found = pq.read_table(tmp_path / "near.parquet").to_pylist()
    assert sorted((each["a"], each["b"]) for each in found) == sorted(ends)


def test_a_text_without_a_signature_resembles_nothing(tmp_path: Path) -> None:
    """Expect a pair whose text is in no file to be left out, as a join leaves it out."""
    files = written(tmp_path, [signed([1, 2], 0)])
    pq.write_table(pa.table({"a": [1, 1], "b": [2, 3]}), tmp_path / "pairs.parquet")
    write_near(files, tmp_path / "pairs.parquet", 0, tmp_path / "near.parquet")
    assert pq.read_table(tmp_path / "near.parquet")["b"].to_pylist() == [2]


def test_buckets_that_do_not_fit_are_refused() -> None:
    """Expect an error and no crash for what cannot be the rows of these texts."""
    assert _native.compare is not None
    text, words = np.zeros(1, np.int64), np.zeros(16, np.int64)
    with pytest.raises(ValueError, match="do not fit"):
        _native.compare(text, words, np.zeros(4, np.uint32), text, text)
    far = np.array([0, 0, 9], np.uint32)
    assert _native.compare(text, words, far, text, text) == (256).to_bytes(2, "little")
