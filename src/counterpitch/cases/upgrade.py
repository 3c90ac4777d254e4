"""Brings a database to the version of this program, or refuses in one sentence."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from counterpitch.errors import CounterpitchError

VERSIONS: Final = Path(__file__).parent / "migrations" / "versions"
_LOCK: Final = 0x636F756E74
"""The advisory lock of PostgreSQL under which one process at a time upgrades."""


def newest() -> str:
    """Return the revision that this program needs: the highest number among the files."""
    return max(path.name[:4] for path in VERSIONS.glob("[0-9][0-9][0-9][0-9]_*.py"))


def revision(connection: sa.Connection) -> str | None:
    """Return the revision of a database; None if it is empty."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(connection: sa.Connection, where: str, to: str | None = None) -> bool:
    """Upgrade within the transaction of ``connection``; tell whether there was anything to do.

    Raises ``CounterpitchError`` if the database is newer than the program.
    """
    wanted = to or newest()
    found = revision(connection)
    if found == wanted:
        return False
    if found is not None and found > wanted:
        raise CounterpitchError(
            f"the database is of version {found}, newer than this program knows ({wanted}).",
            where=where,
            hint="Install the newer counterpitch.",
        )
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    _run(connection, wanted)
    return True


def _run(connection: sa.Connection, wanted: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, wanted)
