"""Loading: files of any known format into a register, wholly or not at all.

A new generation is written beside the one in use and takes its place at the end. A source that
is loaded again replaces what it said before: what stays keeps its ``known_from``, what is gone is
closed on the second clock (``known_until``) and kept, so that the register still answers what was
known on an earlier day.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from counterpitch.errors import CounterpitchError, UnreadableInput
from counterpitch.intake.notices import Notices
from counterpitch.ownership.caution import refuse_incomplete, refuse_older
from counterpitch.ownership.database import engine
from counterpitch.ownership.exchange import exchange
from counterpitch.ownership.folders import Leftovers, files
from counterpitch.ownership.reading import staged
from counterpitch.ownership.register import MANIFEST, Loaded, Register
from counterpitch.ownership.staging import Staging


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
    end_most: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Load ``paths`` into the register in ``folder`` as known on ``snapshot``.

    A folder among them is walked; what is of no register there is counted, not an error.
    ``add`` keeps what the same sources said before, for files that are changes only; ``end_most``
    lets a load end more than half of what is on file of a source. Raises UnreadableInput or
    UsageError where it would end what it should not (`caution`); nothing is changed then.
    """
    try:
        return _load(paths, folder, snapshot, _Ends(add, end_most), progress)
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


class _Ends(NamedTuple):
    """What a load may end: nothing (``add``), or even most of a source."""

    add: bool
    most: bool


def _load(
    paths: Sequence[Path], folder: Path, snapshot: date, ends: _Ends,
    progress: Callable[[str], None],
) -> Outcome:  # fmt: skip
    notices = Notices()
    earlier = Register.open(folder) if (folder / MANIFEST).exists() else None
    left = Leftovers()
    with Staging(folder) as staging:
        loaded = [
            entry
            for given in files(paths, folder, notices)
            for entry in staged(given, staging, snapshot, notices, left, progress)
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
        if earlier is not None:
            refuse_older(snapshot, loaded, earlier)
            if not ends.add:
                refuse_incomplete(notices, loaded, earlier)
        progress("putting the register in order")
        from counterpitch.ownership.assemble import assemble

        sources = () if ends.add else tuple(sorted({entry.reader for entry in loaded}))
        generation, gone = assemble(staging, folder, earlier, sources, snapshot, end_most=ends.most)
        register = exchange(folder, earlier, generation, loaded, snapshot)
    return Outcome(register, tuple(loaded), notices, gone)


def rebuild(register: Register) -> Register:
    """Compute the snapshot anew after decisions about merges; return the register as it is now."""
    from counterpitch.ownership.assemble import rebuild as generation

    with Staging(register.folder) as staging:
        made = generation(staging, register)
        today = register.manifest.newest or date.min
        return exchange(register.folder, register, made, [], today)
