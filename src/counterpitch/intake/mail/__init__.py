"""Mail: .eml, .mbox (Google Takeout too) and Apple's .emlx, told apart by content."""

from collections.abc import Iterator

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation

name = "mail"


def identify(origin: Origin) -> bool:
    """Tell whether ``origin`` is a mail or a mailbox."""
    from counterpitch.intake.mail import detect

    return detect.identify(origin)


def hint(origin: Origin) -> str | None:
    """Return one sentence for mail formats that must be saved differently, else None."""
    from counterpitch.intake.mail import detect

    return detect.hint(origin)


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield one conversation for each thread; raise UnreadableInput if it holds no mail."""
    from counterpitch.intake.mail import reading

    return reading.read(origin, notices)
