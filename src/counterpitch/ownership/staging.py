"""Where a load gathers nodes and interests before they become a register: Parquet parts."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from counterpitch._native.ownership import kernel
from counterpitch.ownership.database import fresh
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.names import Names
from counterpitch.ownership.nativepsc import Lines
from counterpitch.ownership.node import Node
from counterpitch.ownership.schemas import INTEREST_SCHEMA, NODE_SCHEMA

_BATCH: Final = 50_000
MEMORY: Final = "2000MB"
_PREFIX: Final = ".loading-"
_IN_USE: Final = "in-use"


class Staging:
    """A folder of parts beside the register, removed at the end whatever happens."""

    def __init__(self, beside: Path) -> None:
        beside.mkdir(parents=True, exist_ok=True)
        abandoned(beside)
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=beside))
        self._use = _locked(self.folder / _IN_USE)
        self.connection: Any = fresh(memory=MEMORY)
        self.connection.execute(f"SET temp_directory = '{_quoted(self.folder / 'spill')}'")
        self.connection.execute("SET preserve_insertion_order = false")
        self.names = Names()
        self.plain = Lines(self.names) if kernel is not None else None
        self._parts = 0
        self._held: dict[type, list[Any]] = {Node: [], Interest: []}

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.connection.close()
        finally:
            self._use.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def part(self, kind: str) -> Path:
        """Return the path of a new part of ``interests`` or ``nodes``."""
        self._parts += 1
        return self.folder / f"{kind}-{self._parts:06}.parquet"

    def put(self, row: Node | Interest) -> None:
        """Keep one row."""
        held = self._held[type(row)]
        held.append(row)
        if len(held) >= _BATCH:
            self._write(type(row))

    def flush(self) -> None:
        """Write what is held."""
        for noun in (Node, Interest):
            if self._held[noun]:
                self._write(noun)

    def parts(self, kind: str) -> list[str]:
        """Return the paths of the parts of ``kind`` written so far."""
        return sorted(str(path) for path in self.folder.glob(f"{kind}-*.parquet"))

    def _write(self, noun: type) -> None:
        rows, self._held[noun] = self._held[noun], []
        schema = NODE_SCHEMA if noun is Node else INTEREST_SCHEMA
        path = self.part("nodes" if noun is Node else "interests")
        pq.write_table(table(rows, schema), path, compression="zstd", compression_level=1)


def abandoned(beside: Path) -> None:
    """Remove what loads that were killed left behind; a load that still runs keeps its folder."""
    for folder in beside.glob(f"{_PREFIX}*"):
        try:
            _locked(folder / _IN_USE, "rb").close()
        except OSError:
            continue  # in use, or just begun, or not ours to look into
        shutil.rmtree(folder, ignore_errors=True)


def _locked(path: Path, mode: str = "wb") -> IO[bytes]:
    """Return an open file that no other process has locked; `OSError` if one has."""
    file: IO[bytes] = path.open(mode)
    try:
        import fcntl
    except ImportError:  # no such locks on Windows, where an open file cannot be removed anyway
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def table(rows: Iterable[Any], schema: pa.Schema) -> pa.Table:
    """Return structs as an Arrow table."""
    listed = list(rows)
    columns = [
        pa.array([getattr(row, field.name) for row in listed], field.type) for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
