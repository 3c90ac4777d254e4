"""What a load may not do unasked: end interests by a damaged file, end most, go back in time.

A source that is loaded again ends what its newer files lack. That is right only if they are whole
and newer, which is looked at here before the register is changed.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.intake.notices import Notices
from counterpitch.ownership.register import Loaded, Register

_INCOMPLETE: Final = {
    "truncated", "bomb", "damaged-member", "encrypted", "unreadable", "too-many-members",
    "too-many-files",
}  # fmt: skip
"""Kinds of notices that tell that something of a file was not read."""

_MOST: Final = 0.5


class Ending(NamedTuple):
    """How many interests of a source a load would end, of how many that are on file."""

    source: str
    gone: int
    held: int


def refuse_incomplete(notices: Notices, loaded: Sequence[Loaded], earlier: Register) -> None:
    """Raise UnreadableInput if a file was not read whole and its source is on file already.

    What such a file lacks cannot be told from what is gone.
    """
    if not _again(loaded, earlier):
        return
    paths = list(dict.fromkeys(path for kind, path in notices.counts if kind in _INCOMPLETE))
    if paths:
        more = f", and {len(paths) - 1:,} more such files" if len(paths) > 1 else ""
        raise UnreadableInput(
            f"it breaks off, is damaged or could not be read whole{more}: what it lacks would count"
            " as gone. Nothing was changed.",
            where=paths[0],
            hint="Download it again, or take what it has with --add, which ends nothing.",
        )


def refuse_older(snapshot: date, loaded: Sequence[Loaded], earlier: Register) -> None:
    """Raise UsageError if a source is on file already as of a later day than ``snapshot``."""
    for before in _again(loaded, earlier):
        if before.snapshot and before.snapshot > snapshot:
            raise UsageError(
                f"{before.reader} is on file as of {before.snapshot}; what is as of {snapshot}"
                " would overwrite it. Nothing was changed.",
                where=str(earlier.folder),
                hint="Load snapshots in the order of their days, the oldest into a new folder"
                " (--to).",
            )


def refuse_most(endings: Iterable[Ending]) -> None:
    """Raise UsageError if a load would end more than half of what is on file of a source."""
    for source, gone, held in endings:
        if gone > _MOST * held:
            raise UsageError(
                f"this would end {gone:,} of the {held:,} interests of {source} that are on file"
                f" ({100 * gone / held:.0f} %). Nothing was changed.",
                hint="Look whether the file is whole and the right one. If it holds changes only,"
                " use --add; if so many are gone, --end-most.",
            )


def _again(loaded: Sequence[Loaded], earlier: Register) -> list[Loaded]:
    """Return the earlier loads of the sources that are loaded again."""
    sources = {entry.reader for entry in loaded}
    return [entry for entry in earlier.manifest.loaded if entry.reader in sources]
