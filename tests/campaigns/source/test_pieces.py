from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpitch.campaigns.source import pieces as cutting
from counterpitch.campaigns.source.pieces import is_columnar, lines, pieces
from counterpitch.campaigns.source.rows import node


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("ab{}é", max_size=9).map(str.encode), max_size=20), st.integers(1, 30))
def test_every_line_is_in_exactly_one_piece(tmp_path: Path, parts: list[bytes], size: int) -> None:
    """Expect all lines in order, once each, wherever a file is cut."""
    path = tmp_path / "a.jsonl"
    data = b"\n".join(parts)
    path.write_bytes(data)
    before = cutting.PIECE_BYTES
    cutting.PIECE_BYTES = size  # type: ignore[misc]
    try:
        found = [line for piece in pieces(path) for line in lines(piece)]
    finally:
        cutting.PIECE_BYTES = before  # type: ignore[misc]
    assert b"".join(line for _, line in found) == data
    assert [at for at, _ in found] == [
        sum(len(line) for _, line in found[:number]) for number in range(len(found))
    ]


def test_groups_of_rows_are_never_cut(tmp_path: Path) -> None:
    """Expect every group in one piece."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": ["a"] * 10, "messages": [[]] * 10}), path, row_group_size=3)
    found = pieces(path)
    assert [(each.first, each.last) for each in found] == [(0, 4)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b'{"id": "a"}\n', True), (b"\xef\xbb\xbf {", True), (b"PAR1", True), (b"From: a", False)],
)
def test_what_is_in_columns_is_told_by_its_beginning(
    tmp_path: Path, data: bytes, expected: bool
) -> None:
    """Expect JSON Lines and Parquet, and nothing else."""
    (tmp_path / "a").write_bytes(data)
    assert is_columnar(tmp_path / "a") is expected
    assert not is_columnar(tmp_path)


def test_the_number_of_an_approach_follows_from_its_id() -> None:
    """Expect a 64-bit number that never changes, for odd ids too."""
    assert node("approach-00") == node("approach-00") != node("approach-01")
    assert -(2**63) <= node("\ud800") < 2**63
