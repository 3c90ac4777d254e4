"""What the commands about a register share: its folder, dates, and how an answer is printed."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from counterpitch.errors import UsageError

if TYPE_CHECKING:
    from counterpitch.ownership.register import Register

DEFAULT: Final = Path("register")
register_option = click.option(
    "--in", "folder", type=click.Path(path_type=Path), default=DEFAULT, show_default=True,
    envvar="COUNTERPITCH_REGISTER", help="Folder of the register.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
known_option = click.option("--known", help="By what was on file at this date (YYYY-MM-DD).")


def day_of(text: str) -> date:
    """Return the date that a user gave; an error says how to write one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text[:40]}” is no date.", hint="Write it as 2026-11-28.") from None


def named(register: "Register", id: str) -> str:
    """Return the name of a node with its id."""
    node = register.node(id)
    return f"{node.name or node.kind} [{id}]" if node else id


def print_answer(answer: Any, as_json: bool, lines: Iterable[str]) -> None:
    """Print the answer as JSON, or the lines that tell it."""
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(answer).decode())
        return
    for line in lines:
        click.echo(line)
