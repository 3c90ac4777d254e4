"""The demo's register of companies: invented, loaded once into the data folder."""

from datetime import date
from pathlib import Path
from typing import Final

from counterpitch.cases import data_folder
from counterpitch.errors import CounterpitchError
from counterpitch.ownership.load import load
from counterpitch.ownership.register import MANIFEST
from counterpitch.web.demo import invented

FOLDER: Final = "desk-demo-register"
DAY: Final = date(2026, 11, 28)
"""The date of the invented files."""


def files() -> tuple[Path, ...]:
    """Return the invented files: those of the package, or of the checkout."""
    inside = invented.folder() / "register-files"
    outside = Path(__file__).parents[4] / "examples" / "ownership" / "register-files"
    folder = inside if inside.is_dir() else outside
    return tuple(sorted(folder.glob("*.*")))


def filled(base: Path | None = None) -> Path | None:
    """Return the folder of the loaded register; None where there is nothing to load it with.

    It is loaded again where the files are newer than what was made of them.
    """
    target = (base or data_folder()) / FOLDER
    given = files()
    if not given:
        return None
    made = target / MANIFEST
    newest = max(path.stat().st_mtime for path in given)
    if made.exists() and made.stat().st_mtime >= newest:
        return target
    try:
        load(given, target, DAY)
    except CounterpitchError:
        return None
    return target
