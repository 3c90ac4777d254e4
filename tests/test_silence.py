"""Silence: no library reports anything, whatever its maker wished."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from counterpitch.silence import DUCKDB

CLOSE = """
import time
from counterpitch.pipeline.assessed import assessor
assessor().recogniser.encoder
time.sleep(1)
"""
"""Loads the network, and waits for what might be written behind its back."""


def _written(code: str, home: Path) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ORT_")}
    own = {**kept, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")}
    subprocess.run([sys.executable, "-c", code], env=own, check=True, timeout=120)
    return [str(path.relative_to(home)) for path in home.rglob("*") if "onnxruntime" in str(path)]


def test_the_recognisers_leave_no_report_behind(tmp_path: Path) -> None:
    """ONNX Runtime writes no device number and queues no events where it would send them."""
    assert _written(CLOSE, tmp_path) == []


@pytest.mark.parametrize("name", sorted(DUCKDB))
def test_duckdb_fetches_no_extensions(name: str) -> None:
    """A connection with these settings neither installs nor loads what a query might need."""
    import duckdb

    with duckdb.connect(config=dict(DUCKDB)) as connection:
        told = connection.execute("SELECT current_setting(?)", [name]).fetchone()
    assert told == (False,)
