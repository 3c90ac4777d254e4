"""A run in a process of its own, so that the pages of a desk do not wait for it."""

import multiprocessing
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from counterpitch.cases.linking.place import at_work, folder_of
from counterpitch.cases.linking.run import STARTING, Run, link_store, note
from counterpitch.cases.store import Store, open_store

_STARTED: Final[list[object]] = []
"""Processes that were started; kept so that they are waited for."""


def begin(store: Store, *, actor: str) -> bool:
    """Start a run; return False where one is under way. The process ends with this one."""
    if at_work(store):
        return False
    folder = folder_of(store)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Said before the process is up, so that the page that is shown next knows of it.
    note(folder, Run(store.clock(), actor, STARTING))
    url = store.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    process = context.Process(
        target=_work, args=(url, store.keys, actor), name="counterpitch-link", daemon=True
    )
    process.start()
    _STARTED[:] = [each for each in _STARTED if each.is_alive()]  # type: ignore[attr-defined]
    _STARTED.append(process)
    return True


def _work(url: str, keys: Path, actor: str) -> None:
    from counterpitch.errors import CounterpitchError

    if url.startswith("sqlite"):
        url = str(sa.make_url(url).database)
    with open_store(url, keys=keys) as store:
        try:
            link_store(store, actor=actor)
        except CounterpitchError:
            # It stands in the note of the run, where the page shows it.
            return
