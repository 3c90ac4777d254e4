"""Further commands of ``counterpitch own``, one file each, loaded when they are called."""

from importlib import import_module
from typing import Any, Final

import click

from counterpitch.cli.groups import Group

_COMMANDS: Final = {
    "chart": ("counterpitch.cli.owning.chart", "chart"),
    "page": ("counterpitch.cli.owning.page", "page"),
    "signals": ("counterpitch.cli.owning.signals", "signals"),
    "questions": ("counterpitch.cli.owning.questions", "questions"),
    "sheet": ("counterpitch.cli.owning.sheet", "sheet"),
    "what-if": ("counterpitch.cli.owning.whatif", "what_if"),
    "areas": ("counterpitch.cli.owning.areas", "areas"),
}


class WithMore(Group):
    """A group that holds its own commands, and imports the further ones when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [*super().list_commands(ctx), *_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called ``cmd_name``."""
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = _COMMANDS[cmd_name]
        command: Any = getattr(import_module(module), name)
        return command  # type: ignore[no-any-return]
