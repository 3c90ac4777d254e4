"""Why a second reader gave no opinion."""

from counterpitch.errors import CounterpitchError


class SecondReaderFailed(CounterpitchError):
    """No opinion, and why. The built-in verdict stands; nobody's exit code changes."""


class Refused(SecondReaderFailed):
    """The server answered with an HTTP status other than 200."""

    def __init__(self, status: int, message: str, *, where: str, hint: str) -> None:
        super().__init__(message, where=where, hint=hint)
        self.status = status
