"""The commands of ``counterpitch own``, one file a group, loaded when they are called."""

from importlib import import_module
from typing import Any, Final

import click

from counterpitch.cli.groups import Group

_MODULES: Final = {
    "at": "trace",
    "controls": "holdings",
    "diff": "diff",
    "load": "load",
    "match": "merges",
    "path": "holdings",
    "screen": "screen",
    "split": "merges",
    "trace": "trace",
    "verify": "verify",
    "chart": "chart",
    "page": "page",
    "signals": "signals",
    "questions": "questions",
    "sheet": "sheet",
    "what-if": "whatif",
    "areas": "areas",
}
"""Every command in the order of the help, and the module of this package that holds it."""


class Commands(Group):
    """A group that imports the module of a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called ``cmd_name``."""
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"{__name__}.{_MODULES[cmd_name]}")
        command: Any = getattr(module, cmd_name.replace("-", "_"))
        return command  # type: ignore[no-any-return]
