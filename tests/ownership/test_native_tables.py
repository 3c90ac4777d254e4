"""Pieces of the kernel that cut texts and list rows."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch._native.ownership import kernel
from counterpitch.ownership import arrow
from counterpitch.ownership.nativepsc import NODE
from counterpitch.ownership.texts import texts_of

native: Any = kernel
pytestmark = pytest.mark.skipif(kernel is None, reason="the kernel is not built")


@given(st.lists(st.text(max_size=20), min_size=1), st.data())
@settings(deadline=None)
def test_texts_are_taken_in_any_order(listed: list[str], data: st.DataObject) -> None:
    """The texts at an index are those that stand there, as often as they are asked for."""
    index = data.draw(st.lists(st.integers(0, len(listed) - 1)))
    found = texts_of([arrow.texts(listed)]).of(np.array(index, np.int64))
    assert found.to_pylist() == [listed[at] for at in index]


@given(st.lists(st.integers(0, 9), max_size=60))
@settings(deadline=None)
def test_rows_are_listed_by_key_in_order(keys: list[int]) -> None:
    """Rows of one key stand together, in the order in which they came, as a stable sort does."""
    pointer, rows = native.listed(10, np.array(keys, np.int32))
    starts = np.frombuffer(pointer, np.int64).tolist()
    assert np.frombuffer(rows, np.int32).tolist() == np.argsort(keys, kind="stable").tolist()
    assert starts == np.cumsum([0, *np.bincount(keys, minlength=10)]).astype(int).tolist()


@pytest.mark.parametrize("index", [[-1], [2], [0, 1, 2**40]])
def test_what_lies_outside_is_refused(index: list[int]) -> None:
    """An index or a text outside of what is there is an error, not memory of somebody else."""
    at = np.array(index, np.int64)
    with pytest.raises(ValueError, match="within"):
        native.taken(b"ab", np.array([0, 1, 2], np.int64), at)
    with pytest.raises(ValueError, match="must exist"):
        native.node_texts(np.zeros(2, NODE), b"", at)


def test_sizes_that_lie_are_refused() -> None:
    """Offsets, sizes and keys that point past their data are refused."""
    node = np.zeros(1, NODE)
    node["size"][0, 3] = 5
    with pytest.raises(ValueError, match="lie within"):
        native.node_texts(node, b"abc", np.zeros(1, np.int64))
    with pytest.raises(ValueError, match="within"):
        native.taken(b"ab", np.array([0, 9], np.int64), np.zeros(1, np.int64))
    with pytest.raises(ValueError, match="keys"):
        native.listed(2, np.array([2], np.int32))
