import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch import _native
from counterpitch.campaigns.source.digest import digest, digests


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=400)), max_size=6), st.integers(0, 3))
def test_a_column_gives_the_digests_of_its_strings(values: list[str | None], skipped: int) -> None:
    """Expect hashlib's BLAKE2b of each string, null as the empty one, in a slice as in a whole."""
    found = digests(pa.array(values, pa.string()).slice(skipped))
    assert found.tolist() == [digest((each or "").encode()) for each in values[skipped:]]


@pytest.mark.parametrize("size", [0, 1, 127, 128, 129, 255, 256, 257, 5_000_000])
def test_blocks_end_where_they_end(size: int) -> None:
    """Expect the same digest at and beside every border of a block, and for megabytes."""
    assert digests(pa.array(["x" * size])).tolist() == [digest(b"x" * size)]


def test_without_the_core_the_digests_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Expect one state to go on whether or not the extension was built."""
    values = pa.array(["", "one", None, "三" * 90])
    compiled = digests(values).tolist()
    monkeypatch.setattr(_native, "digests", None)
    assert digests(values).tolist() == compiled


@pytest.mark.skipif(_native.digests is None, reason="the compiled core was not built")
def test_the_core_refuses_offsets_that_do_not_fit() -> None:
    """Expect an error and no crash for offsets beyond the data."""
    assert _native.digests is not None
    with pytest.raises(ValueError, match="do not fit"):
        _native.digests((99).to_bytes(8, "little") * 2, b"abc", 1)
