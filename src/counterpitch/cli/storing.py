"""What the commands of the desk share: which database, who acts, and how numbers are typed."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from counterpitch.errors import CounterpitchError, UsageError

if TYPE_CHECKING:
    from counterpitch.cases import Store

F = TypeVar("F", bound=Callable[..., Any])


def database_option(command: F) -> F:
    """Add ``--database`` to a command."""
    return click.option(
        "--database", metavar="URL",
        help="postgresql://user@host/name or a file; COUNTERPITCH_DATABASE, or the user's own.",
    )(command)  # fmt: skip


def actor_option(command: F) -> F:
    """Add ``--as`` to a command that writes: who does it."""
    return click.option(
        "--as", "actor", default=user, metavar="NAME",
        help="Who does it, as the journal will say.  [default: your login name]",
    )(command)  # fmt: skip


def user() -> str:
    """Return the login name of whoever runs this program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@contextmanager
def opened(url: str | None, *, make: bool = False) -> "Iterator[Store]":
    """Open the store that a command works on; with ``make`` one is made where none is, and told."""
    try:
        from counterpitch.cases import open_store
    except ModuleNotFoundError as error:
        raise CounterpitchError(
            f"the desk needs a package that is not installed ({error.name}).",
            hint="Install it: pip install 'counterpitch[desk]'.",
        ) from None
    with open_store(url, make=make) as store:
        tell_made(store)
        yield store


def tell_made(store: "Store") -> None:
    """Say that a database is new, so that a mistyped name does not go unseen."""
    if store.made:
        where = store.engine.url.database if store.sqlite else store.where
        click.echo(f"note: a new database of the desk was made: {where}", err=True)


JUDGEMENTS: Final = ("confirmed", "false-alarm", "needs-information", "duplicate")
_WHAT: Final = {"A": "an approach", "C": "a case", "R": "a report"}


class Number(click.ParamType[int]):
    """A number of an approach (``12``, ``A-12``), a case (``C-3``) or a report (``R-7``).

    The letter may be left out; that of something else is an error, so that nobody erases approach
    3 who meant case 3.
    """

    name = "number"

    def __init__(self, letter: str) -> None:
        self._letter = letter

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; a usage error where it is none, or that of something else."""
        if isinstance(value, int):
            return value
        wanted, digits = _WHAT[self._letter], value.strip().upper()
        if digits[1:2] == "-" and digits[:1] in _WHAT:
            if digits[0] != self._letter:
                named = _WHAT[digits[0]]
                self.fail(f"'{value[:40]}' is {named}, and {wanted} is asked for.", param, ctx)
            digits = digits[2:]
        if value in JUDGEMENTS:
            self.fail(f"a judgement is given as: --judgement {value}", param, ctx)
        if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
            self.fail(
                f"'{value[:40]}' is no number of {wanted}, such as {self._letter}-12.", param, ctx
            )
        return int(digits)


APPROACH = Number("A")
CASE = Number("C")
REPORT = Number("R")


def day(value: str | None) -> datetime | None:
    """Return a day as the time at which it begins, in UTC."""
    from datetime import UTC

    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        raise UsageError(f"'{value[:40]}' is no day.", hint="Write it as 2026-11-28.") from None


def known_channel(name: str) -> None:
    """Raise ``UsageError`` where no channel is called so."""
    from typing import get_args

    from counterpitch.model.conversation import Channel

    if name not in get_args(Channel):
        known = ", ".join(get_args(Channel))
        raise UsageError(f"'{name[:40]}' is no channel.", hint=f"One of: {known}.")


def when(moment: datetime | None) -> str:
    """Return a time for a terminal, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "-"


def document(struct: Any) -> bytes:
    """Return structs as one line of JSON; half characters become ``?``."""
    import msgspec

    from counterpitch.cases.bodies import encoded

    if isinstance(struct, msgspec.Struct):
        return encoded(struct)
    return msgspec.json.encode(struct)
