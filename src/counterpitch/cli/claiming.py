"""``--register``: what a loaded register says about the company that a contact claims."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from counterpitch.ownership.claim import Claims

Command = TypeVar("Command", bound=Callable[..., Any])


def register_option(command: Command) -> Command:
    """Add the option that says against which register claims are held."""
    return click.option(
        "--register",
        "folder",
        type=click.Path(path_type=Path),
        help="A register (own load): what it says of the company claimed.",
    )(command)


def claims_of(folder: Path | None) -> "Claims | None":
    """Return what answers for conversations; None without a register."""
    if folder is None:
        return None
    from counterpitch.ownership.claim import claims_in
    from counterpitch.ownership.register import Register

    return claims_in(Register.open(folder), date.today())


def documents(claims: "Claims | None", conversation: Any) -> list[dict[str, Any]] | None:
    """Return the claims of a conversation as JSON; None without a register."""
    if claims is None:
        return None
    from counterpitch.ownership.claim import documents as written

    return written(claims(conversation))


def print_claims(claims: "Claims | None", conversation: Any, console: Any) -> None:
    """Print the section about the claimed company, if there is one."""
    found = claims(conversation) if claims is not None else ()
    if found:
        from counterpitch.ownership.terminal.claim import screen

        console.print(screen(found))
