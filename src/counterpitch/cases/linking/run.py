"""A run: what came since the last one is read and linked with everything before."""

import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.campaigns.link import link
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.state import JUDGEMENTS, State, is_state, open_or_make, open_state
from counterpitch.campaigns.supply import Supply
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.linking.place import STATE, at_work, folder_of, replace, working
from counterpitch.cases.linking.stream import Mark, conversations, mark
from counterpitch.cases.store import Store
from counterpitch.errors import CounterpitchError
from counterpitch.intake import parquet
from counterpitch.intake.notices import Notices

LINKED: Final = "linked"
"""The word of the journal for a run and for a judgement about campaigns."""
STARTING: Final = "starting"
STARTING_SECONDS: Final = 60
"""How long a process may take until it holds the folder."""
_RUN: Final = "run.json"
_MARK: Final = "mark.json"


class Run(msgspec.Struct, frozen=True):
    """A run: who began it and when, what it does now or found, and what went wrong."""

    started: datetime
    by: str
    step: str = ""
    finished: datetime | None = None
    seconds: float = 0.0
    added: int = 0
    approaches: int = 0
    in_campaigns: int = 0
    campaigns: int = 0
    trouble: str = ""
    running: bool = False


def link_store(
    store: Store,
    *,
    actor: str,
    facts: Path | None = None,
    firms: Path | None = None,
    jobs: int = 1,
    notices: Notices | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Run:
    """Link what is new in the store; return what was found. The journal notes the run.

    Where words that were linked have changed or were erased since, everything is linked anew; the
    judgements hold. Raises ``Busy`` where a run is under way.
    """
    with working(store) as folder:
        run = Run(store.clock(), actor)
        began = time.monotonic()

        def step(words: str) -> None:
            say(words)
            note(folder, msgspec.structs.replace(run, step=words))

        try:
            supply = Supply(facts, firms)
            run = _linked(store, folder, run, supply, jobs, notices or Notices(), step)
        except Exception as error:
            told = str(error) if isinstance(error, CounterpitchError) else "a defect; see the log"
            note(folder, msgspec.structs.replace(run, trouble=told, finished=store.clock()))
            raise
        run = msgspec.structs.replace(
            run, finished=store.clock(), seconds=round(time.monotonic() - began, 2)
        )
        _journal(store, run)
        note(folder, run)
    return run


def _linked(
    store: Store, folder: Path, run: Run, supply: Supply, jobs: int, notices: Notices,
    say: Callable[[str], None],
) -> Run:  # fmt: skip
    say("reading")
    before = _known(folder, store)
    now = mark(store)
    coming = folder / "coming.parquet"
    try:
        added = parquet.write(conversations(store, before.last, now.last), coming)
        if not added and not is_state(folder / STATE):
            return run
        _ready(folder)
        state = link([coming] if added else [], folder / STATE, notices, jobs=jobs, say=say,
                     supply=supply)  # fmt: skip
    finally:
        coming.unlink(missing_ok=True)
    replace(folder / _MARK, msgspec.json.encode(_Held(now, len(state.manifest.parts))))
    found = Linked(state)
    return msgspec.structs.replace(
        run, added=added, approaches=state.manifest.approaches, campaigns=len(found.members),
        in_campaigns=len(found.campaign_of),
    )  # fmt: skip


class _Held(msgspec.Struct, frozen=True):
    """What the state holds: the store up to ``mark``, in so many parts."""

    mark: Mark
    parts: int


def _known(folder: Path, store: Store) -> Mark:
    """Return how far the state goes; empty it first where it is not what the store holds."""
    held = _held(folder)
    there = is_state(folder / STATE) and opened_state(store) is not None
    if there and held == _Held(mark(store, held.mark.last), _parts(folder)):
        return held.mark
    _empty(folder)
    return Mark()


def _parts(folder: Path) -> int:
    return len(open_state(folder / STATE).manifest.parts)


def _held(folder: Path) -> _Held:
    try:
        return msgspec.json.decode((folder / _MARK).read_bytes(), type=_Held)
    except (OSError, msgspec.MsgspecError):
        return _Held(Mark(), -1)


def _empty(folder: Path) -> None:
    """Take away what was linked; judgements are kept aside until there is something new."""
    held = folder / STATE / JUDGEMENTS
    if held.is_file():
        held.replace(folder / JUDGEMENTS)
    (folder / _MARK).unlink(missing_ok=True)
    shutil.rmtree(folder / STATE, ignore_errors=True)


def _ready(folder: Path) -> None:
    """Make the state where there is none; judgements that were kept aside go back to it."""
    if is_state(folder / STATE):
        return
    state = open_or_make(folder / STATE, ("text", "identifiers", "personas"))
    aside = folder / JUDGEMENTS
    if aside.is_file():
        aside.replace(state.judgements)


def forgotten(folder: Path) -> None:
    """Take away every word that was linked; the next run reads what the store still has."""
    _empty(folder)


def note(folder: Path, run: Run) -> None:
    """Say how a run goes, for the page that waits for it."""
    replace(folder / _RUN, msgspec.json.encode(run))


def _journal(store: Store, run: Run) -> None:
    payload = {"added": run.added, "approaches": run.approaches, "campaigns": run.campaigns,
               "in_campaigns": run.in_campaigns}  # fmt: skip
    with store.write() as connection:
        append(connection, store.clock(), run.by, [Event(LINKED, "store", payload)])


def last_run(store: Store) -> Run | None:
    """Return the last run, or the one that is under way; None before the first."""
    try:
        found = msgspec.json.decode((folder_of(store) / _RUN).read_bytes(), type=Run)
    except (OSError, msgspec.MsgspecError):
        return None
    if found.finished is not None:
        return found
    young = (store.clock() - found.started).total_seconds() < STARTING_SECONDS
    if at_work(store) or (found.step == STARTING and young):
        return msgspec.structs.replace(found, running=True)
    return msgspec.structs.replace(
        found, trouble="the run was cut off; nothing was lost.", finished=found.started
    )


def waiting(store: Store) -> int:
    """Return how many approaches came since the last run; -1 where all must be read anew."""
    before, now = _held(folder_of(store)).mark, mark(store)
    if before.last and before != mark(store, before.last):
        return -1
    return now.last - before.last


def opened_state(store: Store) -> State | None:
    """Return the linked state; None where nothing was linked, or by another version."""
    folder = folder_of(store) / STATE
    try:
        return open_state(folder) if is_state(folder) else None
    except CounterpitchError:
        return None
