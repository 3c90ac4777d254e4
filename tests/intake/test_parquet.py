"""The interchange format as Parquet."""

import io
from pathlib import Path

import pytest
from tests.intake.chat_samples import DATA, check_expected, kinds, read_bytes, samples

from counterpitch.errors import UnreadableInput
from counterpitch.intake import jsonl, parquet
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin

LINES = (DATA / "jsonl" / "conversations.jsonl").read_bytes()


@pytest.mark.parametrize("path", samples("parquet"), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Each sample is recognised and read as the file beside it says."""
    assert parquet.identify(Origin.of_file(path))
    check_expected(parquet, path)


def test_round_trip_with_jsonl(tmp_path: Path) -> None:
    """Lines written as Parquet and read again are the same conversations."""
    lines, _ = read_bytes(jsonl, LINES)
    many = lines * 600
    assert parquet.write(many, tmp_path / "x.parquet") == len(many)
    origin = Origin.of_file(tmp_path / "x.parquet")
    assert parquet.identify(origin)
    assert list(parquet.read(origin, Notices())) == many


def test_other_columns_are_not_ours(tmp_path: Path) -> None:
    """A Parquet file with other columns is not recognised."""
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table({"id": [1]}), tmp_path / "x.parquet")
    assert not parquet.identify(Origin.of_file(tmp_path / "x.parquet"))


@pytest.mark.parametrize("cut", [10, 400, -8])
def test_cut_off(cut: int) -> None:
    """A file that was cut off is named as damaged."""
    data = (DATA / "parquet" / "conversations.parquet").read_bytes()[:cut]
    with pytest.raises(UnreadableInput, match=r"x\.parquet.*damaged"):
        read_bytes(parquet, data, "x.parquet")


def test_overlarge_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group of rows over the limit is left out with a notice that counts its rows."""
    stream = io.BytesIO(LINES)
    many = list(jsonl.read(Origin.of_bytes("x", stream.getvalue()), Notices())) * 200
    parquet.write(many, tmp_path / "x.parquet")
    monkeypatch.setattr(parquet, "GROUP_LIMIT", 1)
    notices = Notices()
    with pytest.raises(UnreadableInput):
        list(parquet.read(Origin.of_file(tmp_path / "x.parquet"), notices))
    assert kinds(notices) == {"damaged-file": 2}
