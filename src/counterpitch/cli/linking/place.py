"""Where what was linked lies: a folder, or the one beside a database of the desk."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click
from click.core import ParameterSource

from counterpitch.cli.forms import one_form
from counterpitch.cli.storing import opened
from counterpitch.errors import UsageError

if TYPE_CHECKING:
    from counterpitch.campaigns.linked import Linked
    from counterpitch.cases import Store

DEFAULT: Final = "counterpitch-campaigns"
_META: Final = "counterpitch.campaigns.database"
F = TypeVar("F", bound=Callable[..., Any])


def state_options(command: F) -> F:
    """Add ``--state`` and ``--database``: a folder, or the one beside a database of the desk."""

    @wraps(command)
    def inner(*words: Any, folder: Path, database: str | None, **named: Any) -> Any:
        if database is not None:
            context = click.get_current_context()
            chosen = context.get_parameter_source("folder") is ParameterSource.COMMANDLINE
            one_form(state=chosen, database=database)
            folder = _beside(database)
            context.meta[_META] = database
        return command(*words, folder=folder, **named)

    with_state = click.option(
        "--state", "folder", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT,
        envvar="COUNTERPITCH_STATE", show_default=True,
        help="The folder that holds what was linked.",
    )(inner)  # fmt: skip
    return cast(F, click.option(
        "--database", metavar="URL",
        help="What was linked of a database instead: 'desk' (the desk's own), a file, or"
        " postgresql://user@host/name.",
    )(with_state))  # fmt: skip


def database() -> str | None:
    """Return the database that the command now running was given instead of a folder."""
    found: str | None = click.get_current_context().meta.get(_META)
    return found


def opened_store(database: str) -> "AbstractContextManager[Store]":
    """Open a database as ``--database`` names it."""
    return opened(None if database == "desk" else database)


def _beside(database: str) -> Path:
    with opened_store(database) as store:
        from counterpitch.cases.linking.place import state_of

        return state_of(store)


def linked_in(folder: Path) -> "Linked":
    """Return what was linked in ``folder``; an error says what to run first."""
    from counterpitch.campaigns.engines.lean import lean
    from counterpitch.campaigns.linked import Linked
    from counterpitch.campaigns.state import open_state

    state = open_state(folder)
    if not state.manifest.result:
        raise UsageError(
            "linking was begun here and not finished.", where=str(folder),
            hint="Run counterpitch link again first; what was read is kept.",
        )  # fmt: skip
    lean()
    return Linked(state)
