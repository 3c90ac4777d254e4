"""What goes wrong, told as one sentence: what happened, where, what to do next."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    INTERNAL = 70


class CounterpitchError(Exception):
    """An error that a user can understand and act on.

    ``message`` says what happened, ``where`` names the file and place, and
    ``hint`` says what to do next. Printed as one sentence, never as a traceback.
    """

    exit_code: ExitCode = ExitCode.USAGE

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"


class UnreadableInput(CounterpitchError):
    """The input exists but nothing in it can be read."""

    exit_code = ExitCode.UNREADABLE


class RulebookError(CounterpitchError):
    """One or more rule files are faulty; the message lists all of them."""


class UsageError(CounterpitchError):
    """The command was called with words that make no sense together."""
