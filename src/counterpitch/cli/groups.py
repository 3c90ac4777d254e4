"""Groups of commands: their help tells each command whole, and a mistyped one is helped along."""

import difflib
import os

import click

_WHOLE = 400
"""Characters of a command's first sentence; none is longer."""


class Group(click.Group):
    """A group whose help breaks long lines where click would cut them off."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its first sentence."""
        names = self.list_commands(ctx)
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.told(ctx, name)) for name in names])

    def told(self, ctx: click.Context, name: str) -> str:
        """Return the first sentence of a command's help, whole."""
        command = self.get_command(ctx, name)
        return command.get_short_help_str(_WHOLE) if command else ""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none, say which one may be meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            told = "Did you mean" in error.format_message()
            if told or not (meant := self._meant(ctx, args[0])):
                raise
            raise click.UsageError(f"{error.message} {meant}", error.ctx or ctx) from None

    def _meant(self, ctx: click.Context, word: str) -> str:
        if word == "help":
            return f"Help is shown by: {ctx.command_path} --help"
        close = difflib.get_close_matches(word[:100], self.list_commands(ctx), 1)
        if close:
            return f"Did you mean '{close[0]}'?"
        if ctx.parent is None and ("\n" in word or " " in word or os.path.lexists(word[:4096])):
            return "A message or a file is read by: counterpitch check"
        return ""
