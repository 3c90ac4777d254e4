"""The entry point: commands are loaded when they are called."""

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from counterpitch import __version__
from counterpitch.cli.groups import Group
from counterpitch.errors import CounterpitchError, ExitCode

_SECTIONS: Final = {
    "Recognise": {
        "scan": "scan",
        "check": "explain",
        "explain": "explain",
        "convert": "convert",
    },
    "Link": {
        "link": "linking.link",
        "campaigns": "linking.campaigns",
        "campaign": "linking.campaigns",
        "why": "linking.campaigns",
        "same": "linking.judgements",
        "different": "linking.judgements",
        "split": "linking.judgements",
        "merge": "linking.judgements",
        "undo": "linking.judgements",
        "identifiers": "identifiers",
        "seen": "seen",
    },
    "Ownership": {"own": "own"},
    "The desk": {
        "desk": "desk",
        "report": "report",
        "outcome": "report",
        "unread": "unread",
        "queue": "queue",
        "show": "queue",
        "judge": "queue",
        "case": "casefile",
        "trends": "trends",
        "journal": "journal",
        "due": "duties",
        "erase": "duties",
        "export-person": "duties",
    },
    "Knowledge": {"rules": "rules", "evaluate": "evaluate", "train": "train"},
}
"""Every command, under the heading it has in the help, and the module of ``cli`` that holds it."""

_COMMANDS: Final = {name: module for part in _SECTIONS.values() for name, module in part.items()}


class _Lazy(Group):
    """A group that imports a command's module only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"counterpitch.cli.{_COMMANDS[cmd_name]}")
        command: Any = getattr(module, cmd_name.replace("-", "_"))
        return command  # type: ignore[no-any-return]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, commands in _SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, self.told(ctx, name)) for name in commands])

    def told(self, ctx: click.Context, name: str) -> str:
        try:
            return super().told(ctx, name)
        except ModuleNotFoundError as error:
            return f"(needs {error.name}, which is not installed)"


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
    except ModuleNotFoundError as error:
        click.echo(_missing(error), err=True)
        sys.exit(ExitCode.USAGE)
    except OSError as error:
        if error.filename is None or os.environ.get("COUNTERPITCH_DEBUG"):
            raise
        click.echo(f"counterpitch: {_file_fault(error)}", err=True)
        sys.exit(ExitCode.USAGE)
    except Exception as error:
        if os.environ.get("COUNTERPITCH_DEBUG"):
            raise
        click.echo(
            f"counterpitch: an unexpected error ({type(error).__name__}: {str(error)[:200]})."
            " Please report it; COUNTERPITCH_DEBUG=1 shows where it happened.",
            err=True,
        )
        sys.exit(ExitCode.INTERNAL)


def _file_fault(error: OSError) -> str:
    """Return what to do about a file or folder that the system does not let the program use."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
    return f"{name}: {error.strerror}. Check the name, its folder, and whether you may use it."


def _missing(error: ModuleNotFoundError) -> str:
    """Return what to do where a part of the program that is optional was not installed."""
    return (
        f"counterpitch: this command needs the Python package {error.name}, which is not installed."
        " Install every part with: pip install 'counterpitch[all]'"
    )
