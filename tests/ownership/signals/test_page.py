"""The page of signals says what the catalogue says."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import signalpage  # noqa: E402


def test_the_page_is_current() -> None:
    """Run tools/signalpage.py after a change of signals or areas."""
    assert signalpage.PAGE.read_text("utf-8") == signalpage.page()
