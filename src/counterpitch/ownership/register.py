"""A stored register: interests and nodes in Parquet, asked through DuckDB.

A folder with a manifest, ``register.json``, that names one generation of files. A load writes a
new generation and then exchanges the manifest, so that whoever reads goes on with the old one.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node

MANIFEST = "register.json"
FORMAT = 1


class Loaded(msgspec.Struct, frozen=True):
    """One file that a register was loaded from: its reader, date, digest and what was in it."""

    path: str
    reader: str
    sha256: str
    snapshot: date | None
    interests: int
    nodes: int
    lines: int
    damaged: int


class Manifest(msgspec.Struct, frozen=True):
    """What a register holds: the generation's folder and the files that it came from."""

    format: int
    generation: str
    loaded: tuple[Loaded, ...] = ()
    newest: date | None = None


class Register:
    """An opened register. Open it once; it keeps to the generation that it found."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._connection: Any = None

    @classmethod
    def open(cls, folder: Path) -> "Register":
        """Open the register in ``folder``; `UsageError` if there is none."""
        path = folder / MANIFEST
        try:
            manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
        except FileNotFoundError:
            raise UsageError(
                "there is no register here.",
                where=str(folder),
                hint="Make one with: counterpitch own load FILE... --to FOLDER.",
            ) from None
        except (OSError, msgspec.MsgspecError) as error:
            raise UnreadableInput(
                f"the register's manifest cannot be read ({error}).",
                where=str(path),
                hint="Load the files again.",
            ) from None
        if manifest.format != FORMAT:
            raise UnreadableInput(
                "the register was written by another version.",
                where=str(folder),
                hint="Load the files again.",
            )
        return cls(folder, manifest)

    @property
    def data(self) -> Path:
        """Return the folder of this generation's files."""
        return self.folder / self.manifest.generation

    def connection(self) -> Any:
        """Return a DuckDB connection with the views ``interests`` and ``nodes``.

        Their columns are the fields of `Interest` and `Node`.
        """
        if self._connection is None:
            from counterpitch.ownership.database import connect

            self._connection = connect(self.data)
        return self._connection

    def close(self) -> None:
        """Give the connection back, if one was made."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def sql(self, query: str, parameters: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of ``query`` over the views ``interests`` and ``nodes``."""
        rows: list[tuple[Any, ...]] = self.connection().execute(query, list(parameters)).fetchall()
        return rows

    def interests(
        self, as_of: date | None = None, known_at: date | None = None, where: str = "true",
        parameters: Iterable[object] = (),
    ) -> Iterator[Interest]:  # fmt: skip
        """Yield the interests that held on ``as_of`` by what was known at ``known_at``.

        None is now, as of the newest load: what ends later still holds. ``where`` narrows by
        SQL over the columns.
        """
        from counterpitch.ownership.database import interests

        return interests(
            self.connection(), as_of, known_at, where, parameters, self.manifest.newest
        )

    def nodes(self, where: str = "true", parameters: Iterable[object] = ()) -> Iterator[Node]:
        """Yield the nodes; ``where`` narrows by SQL over the columns."""
        from counterpitch.ownership.database import nodes

        return nodes(self.connection(), where, parameters)

    def node(self, id: str) -> Node | None:
        """Return the node called ``id``, None if there is none."""
        return next(self.nodes("id = ?", [id]), None)
