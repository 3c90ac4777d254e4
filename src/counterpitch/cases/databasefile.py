"""The file of a database: whether one is there, and whether the desk made it."""

import sqlite3
from pathlib import Path
from typing import Final, Literal

from counterpitch.errors import CounterpitchError, UsageError

Held = Literal["nothing", "desk", "other"]
_TABLES: Final = frozenset(("alembic_version", "receipt", "approach"))
"""Tables that every version of the desk has; other programs keep an alembic_version too."""
DEMO: Final = "desk-demo.sqlite"
"""The file in the data folder in which ``desk --demo`` keeps invented data."""
_MAKE: Final = "counterpitch report FILE and counterpitch desk make a new one."


def held(path: Path) -> Held:
    """Return what lies at ``path``, which is only read: no database yet, the desk's, or another.

    A file that SQLite cannot read is another's, one that it cannot open just now is the desk's:
    whoever opens it next says what is wrong.
    """
    try:
        if path.is_dir():
            return "other"
        if not path.exists() or path.stat().st_size == 0:
            return "nothing"
        tables = _tables(path)
    except sqlite3.OperationalError:
        return "desk"
    except (OSError, sqlite3.DatabaseError):
        return "other"
    if not tables:
        return "nothing"
    return "desk" if tables >= _TABLES else "other"


def _tables(path: Path) -> frozenset[str]:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return frozenset(name for (name,) in found)
    finally:
        connection.close()


def refuse_other(path: Path) -> None:
    """Raise ``UsageError``: what lies at ``path`` is something else, and stays as it is."""
    what = "a folder" if path.is_dir() else "no database of the desk, and was left as it is"
    raise UsageError(f"is {what}.", where=str(path), hint="Name another file with --database.")


def none_there(where: str, *, named: bool) -> CounterpitchError:
    """Return the error of a command that only reads where no database is yet."""
    check = "Check the name; " if named else ""
    demo = Path(where).with_name(DEMO)
    shown = "" if named or not demo.exists() else f" The demo keeps its own: --database {demo}"
    return UsageError(
        "there is no database of the desk here.", where=where, hint=check + _MAKE + shown
    )
