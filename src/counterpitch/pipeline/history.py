"""What the last scan read, and how, so that ``explain`` can read it again the same way.

Names of files and options only; contents are never kept.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec


class LastScan(msgspec.Struct, frozen=True):
    """The paths of the last scan, absolute; ``quick`` and ``rules`` decide what it found."""

    paths: tuple[str, ...] = ()
    quick: bool = False
    rules: str | None = None

    @property
    def there(self) -> list[Path]:
        """The paths that still exist."""
        return [path for each in self.paths if (path := Path(each)).exists()]

    def read(self, paths: Sequence[Path]) -> bool:
        """Tell whether it read every one of ``paths``, itself or with its folder."""
        known = set(self.paths)
        return all(
            not known.isdisjoint(map(str, (whole := path.resolve(), *whole.parents)))
            for path in paths
        )


def _file() -> Path:
    chosen = os.environ.get("COUNTERPITCH_STATE")
    if chosen:
        return Path(chosen) / "last-scan.json"
    from platformdirs import user_state_dir

    return Path(user_state_dir("counterpitch")) / "last-scan.json"


def remember(paths: Sequence[Path], *, quick: bool = False, rules: Path | None = None) -> None:
    """Keep the absolute paths of a scan, but for pipes, and how it read them."""
    again = tuple(str(path.resolve()) for path in paths if not path.is_fifo())
    last = LastScan(again, quick, str(rules.resolve()) if rules else None)
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        # Through json, as a name may hold bytes that are no UTF-8.
        _file().write_text(json.dumps(msgspec.to_builtins(last)), "utf-8")
    except OSError:
        # Only a convenience: explain then asks for the files.
        return


def recall() -> LastScan:
    """Return what the last scan read; nothing where that is not known."""
    try:
        return msgspec.convert(json.loads(_file().read_text("utf-8")), LastScan)
    except (OSError, ValueError, msgspec.MsgspecError):
        return LastScan()
