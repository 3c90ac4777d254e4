"""The entry point: commands are loaded when they are called."""

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from counterpitch import __version__
from counterpitch.errors import CounterpitchError, ExitCode

_COMMANDS: Final = {
    "scan": "counterpitch.cli.scan",
    "check": "counterpitch.cli.explain",
    "explain": "counterpitch.cli.explain",
    "convert": "counterpitch.cli.convert",
    "link": "counterpitch.cli.campaigns",
    "campaigns": "counterpitch.cli.campaigns",
    "campaign": "counterpitch.cli.campaigns",
    "why": "counterpitch.cli.campaigns",
    "same": "counterpitch.cli.campaigns",
    "different": "counterpitch.cli.campaigns",
    "split": "counterpitch.cli.campaigns",
    "merge": "counterpitch.cli.campaigns",
    "undo": "counterpitch.cli.campaigns",
    "evaluate": "counterpitch.cli.evaluate",
    "rules": "counterpitch.cli.rules",
    "train": "counterpitch.cli.train",
    "identifiers": "counterpitch.cli.identifiers",
    "seen": "counterpitch.cli.seen",
}


class _Lazy(click.Group):
    """A group that imports a command's module only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: Any = getattr(import_module(_COMMANDS[cmd_name]), cmd_name)
        return command  # type: ignore[no-any-return]


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def program() -> None:
    """Recognise covert approaches made under professional cover, with reasons.

    Nothing is sent anywhere, unless you name a second reader, and no link is ever opened.
    """


def main() -> None:
    """Run the program; an error is one sentence and an exit code."""
    try:
        program.main(standalone_mode=True)
    except CounterpitchError as error:
        click.echo(f"counterpitch: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:
        if os.environ.get("COUNTERPITCH_DEBUG"):
            raise
        click.echo(
            f"counterpitch: an unexpected error ({type(error).__name__}: {str(error)[:200]})."
            " Please report it; COUNTERPITCH_DEBUG=1 shows where it happened.",
            err=True,
        )
        sys.exit(ExitCode.INTERNAL)
