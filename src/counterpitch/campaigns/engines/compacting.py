"""Compacting: what many small runs left becomes few files, and says the same.

As in a log-structured merge tree (O'Neil and others 1996), size-tiered: where the last ``SEVERAL``
parts are of one size or smaller, they are merged into one; so the number of parts grows with the
logarithm of what was read, and everything is copied a few times in its life. A text that an
earlier unit holds already is left out, which spares looking for it in every later run.

The merged part and a result that fits it are written beside what is there, and the manifest names
them in one step: a run that is killed leaves the state as it was before or as it is after.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from counterpitch.campaigns.engines.comparing import LATER, PAIRS
from counterpitch.campaigns.engines.database import Database, listed, parquet
from counterpitch.campaigns.engines.unit import PARTITIONS, write_index
from counterpitch.campaigns.source.known import merged as merged_marks
from counterpitch.campaigns.state import State

SEVERAL: Final = 8
SMALLEST: Final = 1 << 20
"""Bytes up to which all sizes count as one."""
LARGEST: Final = 1 << 29
"""Bytes from which a part is left as it is: few of those fit on any disk."""
_LATER: Final = {"text": "BIGINT", "unit": "INT"}


def compacted(state: State) -> State:
    """Merge what is small in ``state``, if there is much of it; return the state that then is."""
    parts = [state.folder / name for name in state.manifest.parts]
    pairs = sorted(state.result.glob(f"{PAIRS}.*.parquet"))
    few, several = _many(parts), _many(pairs)
    if not (few or several) or not (state.result / LATER).is_file():
        return state
    target = state.fresh("result")
    kept = [name for name in state.manifest.parts if state.folder / name not in few]
    with Database(target) as db:
        db.table("later", f"SELECT * FROM {parquet([str(state.result / LATER)], _LATER)}")
        if few:
            kept.append(_merged(db, state, few))
        if several:
            query = f"SELECT a, b, sum(n)::BIGINT AS n FROM read_parquet({_names(several)})"
            db.write(f"{query} GROUP BY a, b HAVING sum(n) <> 0", target / several[0].name)
        db.write("SELECT text, unit FROM later", target / LATER)
    for path in state.result.iterdir():
        if path.name != LATER and path not in several:
            os.link(path, target / path.name)
    made = state.commit(parts=tuple(kept), result=target.name)
    made.clear()
    return made


def _many(paths: Sequence[Path]) -> list[Path]:
    """Return the last of ``paths`` that are to be one, none where they are few.

    All that is smaller counts as one: nothing large is copied for a few that are small.
    """
    sizes = [_size(path) for path in paths]
    first = below = len(sizes)
    bound = SMALLEST
    while bound <= LARGEST:
        start = next((at for at in range(len(sizes), 0, -1) if sizes[at - 1] > bound), 0)
        if below - start + (below < len(sizes)) >= SEVERAL:
            first = start
        below, bound = start, bound * SEVERAL
    return list(paths[first:])


def _size(path: Path) -> int:
    files = path.iterdir() if path.is_dir() else (path,)
    return sum(each.stat().st_size for each in files)


def _merged(db: Database, state: State, parts: Sequence[Path]) -> str:
    """Write one part, of one unit, that holds what ``parts`` hold; return its name.

    ``later`` loses what need not be looked up any more.
    """
    old = State(
        state.folder,
        msgspec.structs.replace(state.manifest, parts=tuple(each.name for each in parts)),
    )
    units = sorted({int(each.name.split(".")[1]) for part in parts for each in part.glob("*.*.*")})
    folder = state.fresh("part")

    def path(name: str, suffix: str) -> Path:
        return folder / f"{name}.{units[0]:06}.{suffix}"

    _texts(db, old, units[0], path)
    _rows(old, path)
    for name in ("uses", "identifiers"):
        if files := old.files(name):
            db.write(f"SELECT * FROM read_parquet({listed(files)})", path(name, "parquet"))
    if files := old.files("personas", "msgpack"):
        raw = [each for file in files for each in _raw(Path(file).read_bytes())]
        path("personas", "msgpack").write_bytes(msgspec.msgpack.encode(raw))
    merged_marks(old.files("marks", "npy"), path("marks", "npy"))
    db.run(f"DELETE FROM later WHERE unit IN ({', '.join(map(str, units))})")
    return folder.name


_raw: Final = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_Path = Callable[[str, str], Path]


def _texts(db: Database, old: State, unit: int, path: _Path) -> None:
    """Write signatures and passages, each text once, as those of unit ``unit``."""
    import pyarrow as pa

    once = f"SELECT * REPLACE ({unit}::INT AS unit) FROM {{}} ANTI JOIN later USING (text, unit)"
    if files := old.files("texts", "arrow"):
        db.give("signed", pa.concat_tables(map(_mapped, files)))
        texts = db.rows(once.format("signed")).cast(_mapped(files[0]).schema)
        _write(path("texts", "arrow"), [texts])
    for part in range(PARTITIONS):
        if files := old.files(f"passages-{part:02}"):
            query = once.format(f"read_parquet({listed(files)})")
            db.write(query, path(f"passages-{part:02}", "parquet"))


def _rows(old: State, path: _Path) -> None:
    """Write approaches and messages, as they are."""
    for name in ("approaches", "messages"):
        tables = [_mapped(each) for each in old.files(name, "arrow")]
        _write(path(name, "arrow"), tables)
        if name == "messages":
            write_index(path(name, "npy"), [each["node"].to_numpy() for each in tables])


def _mapped(path: str) -> Any:
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(path)).read_all()


def _write(path: Path, tables: Sequence[Any]) -> None:
    import pyarrow as pa

    if not tables:
        return
    with pa.ipc.new_file(str(path), tables[0].schema) as writer:
        for each in tables:
            writer.write_table(each)


def _names(paths: Sequence[Path]) -> str:
    return listed([str(path) for path in paths])
