"""Loading: files of any known format into a register, wholly or not at all.

A new generation is written beside the one in use and takes its place at the end. A source that
is loaded again replaces what it said before: what stays keeps its ``known_from``, what is gone is
closed on the second clock (``known_until``) and kept, so that the register still answers what was
known on an earlier day.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.ownership.archives import origins
from counterpitch.ownership.database import engine
from counterpitch.ownership.folders import Given, Leftovers, files
from counterpitch.ownership.readers import basic, bods, ftm, gleif, psc
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.register import FORMAT, MANIFEST, Loaded, Manifest, Register
from counterpitch.ownership.staging import Staging

_SET_WISE: Final = (psc, basic)
_ROW_WISE: Final = (gleif, bods, ftm)


class Outcome(NamedTuple):
    """What a load did: the register, what each file gave, and what was told on the way."""

    register: Register
    loaded: tuple[Loaded, ...]
    notices: Notices
    gone: int
    """Interests of an earlier load that the newer files no longer hold."""


def load(
    paths: Sequence[Path],
    folder: Path,
    snapshot: date,
    *,
    add: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Load ``paths`` into the register in ``folder`` as known on ``snapshot``.

    A folder among them is walked; what is of no register there is counted, not an error.
    ``add`` keeps what the same sources said before, for files that are changes only.
    """
    try:
        return _load(paths, folder, snapshot, add, progress)
    except OSError as error:
        raise _storage(error, folder) from None
    except (engine().IOException, engine().OutOfMemoryException) as error:
        raise _storage(error, folder) from None


def _storage(error: Exception, folder: Path) -> CounterpitchError:
    full = "no space" in str(error).lower() or getattr(error, "errno", 0) == 28
    said = "the disk is full" if full else f"it could not be written ({str(error)[:160]})"
    return UnreadableInput(
        f"{said}; nothing was changed, the register is as it was.",
        where=str(folder),
        hint="Make room, or name another folder." if full else "Check the folder and the files.",
    )


def _load(
    paths: Sequence[Path], folder: Path, snapshot: date, add: bool, progress: Callable[[str], None]
) -> Outcome:
    notices = Notices()
    earlier = Register.open(folder) if (folder / MANIFEST).exists() else None
    left = Leftovers()
    with Staging(folder) as staging:
        loaded = [
            entry
            for given in files(paths, folder, notices)
            for entry in _stage(given, staging, snapshot, notices, left, progress)
        ]
        staging.flush()
        left.tell(notices)
        if not loaded:
            raise UnreadableInput(
                "no file is of a format that is known.",
                where=", ".join(map(str, paths))[:200],
                hint="Known are: Companies House PSC and BasicCompanyData, GLEIF, BODS,"
                " FollowTheMoney, each plain, gzipped or in a ZIP.",
            )
        progress("putting the register in order")
        from counterpitch.ownership.assemble import assemble

        sources = () if add else tuple(sorted({entry.reader for entry in loaded}))
        generation, gone = assemble(staging, folder, earlier, sources, snapshot)
        register = _exchange(folder, earlier, generation, loaded, snapshot)
    return Outcome(register, tuple(loaded), notices, gone)


def _stage(
    given: Given, staging: Staging, snapshot: date, notices: Notices, left: Leftovers,
    progress: Callable[[str], None],
) -> Iterable[Loaded]:  # fmt: skip
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


def _origins(given: Given, notices: Notices) -> Iterator[Origin]:
    """Yield what a file holds; one that cannot be read ends the load only if it was named."""
    try:
        yield from origins(given.path, notices)
    except UnreadableInput as error:
        if given.named:
            raise
        notices.add("unreadable", str(error), str(given.path))


def rebuild(register: Register) -> Register:
    """Compute the snapshot anew after decisions about merges; return the register as it is now."""
    from counterpitch.ownership.assemble import rebuild as generation

    with Staging(register.folder) as staging:
        made = generation(staging, register)
        today = register.manifest.newest or date.min
        return _exchange(register.folder, register, made, [], today)


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


def _exchange(
    folder: Path, earlier: Register | None, generation: Path, loaded: list[Loaded], snapshot: date
) -> Register:
    """Put the new generation in place; the one before stays for whoever still reads it."""
    old = earlier.manifest if earlier else None
    number = int(old.generation.rpartition("-")[2]) + 1 if old else 1
    name = f"generation-{number:05}"
    target = folder / name
    if target.exists():
        shutil.rmtree(target)
    generation.rename(target)
    newest = max(filter(None, (snapshot, old.newest if old else None)))
    manifest = Manifest(FORMAT, name, (*(old.loaded if old else ()), *loaded), newest)
    temporary = folder / f".{MANIFEST}.new"
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    os.replace(temporary, folder / MANIFEST)
    keep = {name, old.generation if old else ""}
    for path in folder.glob("generation-*"):
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
    return Register(folder, manifest)


def snapshot_date(text: str | None, today: date) -> date:
    """Return the date of a snapshot as the user gave it, else today."""
    if text is None:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text[:40]}” is no date.", hint="Write it as 2026-11-28.") from None


__all__: Any = ["Outcome", "load", "snapshot_date"]
