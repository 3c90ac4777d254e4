from pathlib import Path

import numpy as np

from counterpitch.campaigns.graph.remembered import FILE, Remembered


def never() -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Fail: what is remembered is not worked out."""
    raise AssertionError("worked out again")


def test_a_component_that_stayed_is_not_looked_at_again(tmp_path: Path) -> None:
    """Expect the same answer from memory, and anew where a weight changed."""
    ties = (np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([5.0, 6.0, 7.0]))
    first = Remembered()
    kept = first.kept(ties, lambda: np.array([True, False, True]))
    first.write(tmp_path)
    again = Remembered(tmp_path)
    assert again.kept(ties, never).tolist() == kept.tolist() == [True, False, True]
    changed = (*ties[:2], np.array([5.0, 6.0, 7.5]))
    assert again.kept(changed, lambda: np.ones(3, bool)).all()


def test_what_is_damaged_is_worked_out_anew(tmp_path: Path) -> None:
    """Expect a memory that cannot be read to be none."""
    (tmp_path / FILE).write_bytes(b"\xc1nonsense")
    found = Remembered(tmp_path).kept((np.array([1]),), lambda: np.array([True]))
    assert found.tolist() == [True]
