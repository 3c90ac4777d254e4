"""What goes wrong on the way to a page, each with its HTTP status."""

from typing import ClassVar

from counterpitch.errors import CounterpitchError


class Fault(CounterpitchError):
    """A refusal with an HTTP status and a title; the message is shown as it is."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = "That did not work"


class Missing(Fault):
    """There is nothing at this address, or nothing that this person may see."""

    status = 404
    title = "Nothing here"

    def __init__(self, what: str = "page") -> None:
        super().__init__(
            f"There is no such {what}, or not for you.", hint="Go back, or look in the queue."
        )


class Forbidden(Fault):
    """The person's role does not include this."""

    status = 403
    title = "Not for your role"

    def __init__(self, message: str = "Your role does not include this.") -> None:
        super().__init__(message, hint="A lead of this desk can change roles.")


class Stale(Fault):
    """A form came without the sign that this desk's own page sent it."""

    status = 403
    title = "This form has expired"

    def __init__(self) -> None:
        super().__init__(
            "The form was not sent from a page of this session, so nothing was done.",
            hint="Open the page again and repeat it.",
        )


class LoginNeeded(Fault):
    """Nobody is logged in."""

    status = 401
    title = "Please log in"

    def __init__(self) -> None:
        super().__init__("This needs somebody who is logged in.", hint="Log in first.")


class TooLarge(Fault):
    """The request brings more than is taken."""

    status = 413
    title = "Too large"


class TooOften(Fault):
    """Too many requests of one kind from one address."""

    status = 429
    title = "Too often"

    def __init__(self, wait: int) -> None:
        super().__init__(
            "This was asked too often from your address.", hint=f"Try again in {wait} seconds."
        )
        self.wait = wait


def status_of(error: CounterpitchError) -> int:
    """Return the HTTP status that fits an error of any layer."""
    if isinstance(error, Fault):
        return error.status
    return 429 if hasattr(error, "wait") else int(getattr(error, "status", 400))


def title_of(error: CounterpitchError) -> str:
    """Return the title of the page that tells of an error."""
    return error.title if isinstance(error, Fault) else Fault.title
