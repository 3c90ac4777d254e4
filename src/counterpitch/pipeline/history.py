"""What the last scan read: names of files only, so that ``explain`` can read them again."""

import json
import os
from collections.abc import Sequence
from pathlib import Path


def _file() -> Path:
    chosen = os.environ.get("COUNTERPITCH_STATE")
    if chosen:
        return Path(chosen) / "last-scan.json"
    from platformdirs import user_state_dir

    return Path(user_state_dir("counterpitch")) / "last-scan.json"


def remember(paths: Sequence[Path]) -> None:
    """Keep the absolute paths of a scan, but for pipes. Contents are never kept."""
    again = [str(path.resolve()) for path in paths if not path.is_fifo()]
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(json.dumps(again), "utf-8")
    except OSError:
        # Only a convenience: explain then asks for the files.
        return


def recall() -> list[Path]:
    """Return the paths of the last scan that still exist."""
    try:
        stored = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return []
    if not isinstance(stored, list):
        return []
    return [path for each in stored if isinstance(each, str) and (path := Path(each)).exists()]
