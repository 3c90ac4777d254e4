"""Arrow arrays made and read without help."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch._native.ownership import kernel
from counterpitch.ownership import arrow
from tests.ownership import samples


@settings(deadline=None)  # Arrow itself may import pandas here
@given(st.lists(st.integers(-(2**31), 2**31 - 1)), st.integers(0, 5))
def test_numbers_come_back(listed: list[int], skipped: int) -> None:
    """Numbers, whole or a part of an array, come back as they were given."""
    made = arrow.numbers(np.array(listed, np.int32))
    assert made.equals(pa.array(listed, pa.int32()))
    assert arrow.numbers_of(made[skipped:]).tolist() == listed[skipped:]
    assert arrow.numbers_of(pa.chunked_array([made, made])).tolist() == listed * 2


@settings(deadline=None)
@given(st.lists(st.booleans()), st.integers(0, 9))
def test_truth_values_come_back(listed: list[bool], skipped: int) -> None:
    """Truth values, whole or a part of an array, come back as they were given."""
    made = arrow.flags(np.array(listed, np.bool_))
    assert made.equals(pa.array(listed, pa.bool_()))
    assert arrow.flags_of(made[skipped:]).tolist() == listed[skipped:]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_texts_are_as_arrow_makes_them(listed: list[str]) -> None:
    """Texts of any letters are as Arrow would have made them."""
    assert arrow.texts(listed).equals(pa.array(listed, pa.string()))


@settings(deadline=None)
@given(st.lists(st.integers(-10_000, 40_000) | st.none()))
def test_days_are_dates_and_unknown_ones_null(listed: list[int | None]) -> None:
    """Days are dates; those that are not known are NULL, not 1970."""
    days = np.array([day or 0 for day in listed], np.int32)
    known = np.array([day is not None for day in listed], np.bool_)
    assert arrow.dates(days, known).equals(pa.array(listed, pa.int32()).cast(pa.date32()))


@pytest.mark.skipif(kernel is None, reason="only the kernel makes its columns without lists")
def test_a_load_does_not_wait_for_pandas(tmp_path: Path) -> None:
    """Loading a register does not import pandas, which takes a second."""
    pytest.importorskip("pandas")
    lines = [
        samples.psc_person(f"{n % 10:08}", f"Ana Q{n % 10}", code)
        for n, code in enumerate([samples.SHARES_75] * 10 + [samples.SHARES_25] * 10)
    ]
    path = samples.write(tmp_path / "psc.zip", lines)
    told = subprocess.run(
        [sys.executable, "-c", _LOAD, str(path), str(tmp_path / "register")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "False"


_LOAD = """
import sys
from datetime import date
from pathlib import Path
from counterpitch.ownership.load import load
load([Path(sys.argv[1])], Path(sys.argv[2]), date(2026, 11, 28))
print("pandas" in sys.modules)
"""
