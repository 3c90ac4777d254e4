"""Reading files of any known format into the staging folder of a load."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Final

from counterpitch.errors import UnreadableInput
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.ownership.archives import origins
from counterpitch.ownership.folders import Given, Leftovers
from counterpitch.ownership.readers import basic, bods, ftm, gleif, psc
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.register import Loaded
from counterpitch.ownership.staging import Staging

_SET_WISE: Final = (psc, basic)
"""Readers that stage whole sets of records by themselves."""

_ROW_WISE: Final = (gleif, bods, ftm)
"""Readers that yield one node or interest after another."""

_TAIL: Final = 4096
"""Bytes at the end of a file in which its last record must end."""


def staged(
    given: Given, staging: Staging, snapshot: date, notices: Notices, left: Leftovers,
    progress: Callable[[str], None],
) -> Iterator[Loaded]:  # fmt: skip
    """Stage what one given file or archive holds; yield what each part of it gave.

    What is of no known format is an entry in ``notices`` if it was named, else in ``left``.
    """
    with ThreadPoolExecutor(1) as beside:
        digest: Future[str] | None = None
        for origin in _origins(given, notices):
            reader = next((r for r in (*_SET_WISE, *_ROW_WISE) if r.identify(origin)), None)
            if reader is None and not given.named:
                left.add(origin.path)
                continue
            if reader is None:
                notices.add("unknown-format", f"{origin.path} is of no known format.", origin.path)
                continue
            progress(f"reading {origin.name} ({reader.NAME})")
            digest = digest or beside.submit(_digest, given.path)
            context = Context(origin, snapshot, notices)
            before = _counts(staging)
            _read(reader, context, staging)
            if _cut(given.path, origin):
                context.warn("truncated", "The file breaks off in the middle of its last line.")
            after = _counts(staging)
            yield Loaded(
                origin.path, reader.NAME, digest.result(), snapshot, after[0] - before[0],
                after[1] - before[1], context.lines, context.damaged,
            )  # fmt: skip


def _read(reader: Any, context: Context, staging: Staging) -> None:
    if reader in _SET_WISE:
        reader.read(context, staging)
        return
    for row in reader.read(context):
        staging.put(row)
    staging.flush()


def _cut(path: Path, origin: Origin) -> bool:
    """Tell whether plain JSON Lines end within a record; packed files are checked by themselves."""
    if origin.path != str(path) or not origin.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        return not stream.read().rstrip(b" \t\r\n,\0").endswith(b"}")


def _origins(given: Given, notices: Notices) -> Iterator[Origin]:
    """Yield what a file holds; one that cannot be read ends the load only if it was named."""
    try:
        yield from origins(given.path, notices)
    except UnreadableInput as error:
        if given.named:
            raise
        notices.add("unreadable", str(error), str(given.path))


def _digest(path: Path) -> str:
    return Origin.of_file(path).digest


def _counts(staging: Staging) -> tuple[int, int]:
    """Return how many interests and nodes are staged."""
    import pyarrow.parquet as pq

    plain = staging.plain.counts() if staging.plain else (0, 0)
    found: list[int] = [
        sum(pq.read_metadata(part).num_rows for part in staging.parts(kind))
        for kind in ("interests", "nodes")
    ]
    return found[0] + plain[0], found[1] + plain[1]
