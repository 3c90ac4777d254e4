"""Are the quoted words there? Only what stands in the text that was sent survives."""

from collections.abc import Sequence
from typing import Final

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Quote
from counterpitch.model.opinion import OpinionReason
from counterpitch.secondreader.answer import GivenReason
from counterpitch.secondreader.masking import MaskedText
from counterpitch.secondreader.nameplaces import PLACEHOLDERS

LEAST: Final = 6
"""Letters that a quote needs besides placeholders: fewer are found in any text."""
LEAST_WIDE: Final = 2
"""The same for scripts that write a word in one sign."""


class _Flat(msgspec.Struct, frozen=True):
    """A text with every run of white space as one blank, and where each character was."""

    text: str
    places: tuple[int, ...]


def checked(
    given: Sequence[GivenReason], texts: Sequence[MaskedText], conversation: Conversation
) -> tuple[OpinionReason, ...]:
    """Return the reasons whose words are there, with their places in the original texts."""
    flat = {text.message: (text, _flattened(text.text)) for text in texts}
    return tuple(
        OpinionReason(reason.title, quote)
        for reason in given
        if (quote := _found(reason, flat, conversation)) is not None
    )


def distinct(reasons: Sequence[OpinionReason]) -> tuple[OpinionReason, ...]:
    """Return the reasons without those that quote the same words again, as small models do."""
    first: dict[Quote, OpinionReason] = {}
    for reason in reasons:
        first.setdefault(reason.quote, reason)
    return tuple(first.values())


def _found(
    reason: GivenReason, flat: dict[int, tuple[MaskedText, _Flat]], conversation: Conversation
) -> Quote | None:
    wanted = " ".join(reason.quote.split())
    if not _says_something(wanted):
        return None
    # Models miscount messages; the words decide, and the named message is looked at first.
    for number in sorted(flat, key=lambda number: (number != reason.message, number)):
        text, told = flat[number]
        at = told.text.find(wanted)
        if at >= 0:
            start, last = told.places[at], told.places[at + len(wanted) - 1]
            start, end = text.original(start, last + 1)
            return Quote(number, start, end, conversation.messages[number].text[start:end])
    return None


def _says_something(quote: str) -> bool:
    for placeholder in PLACEHOLDERS:
        quote = quote.replace(placeholder, " ")
    letters = [char for char in quote if char.isalnum()]
    return len(letters) >= (LEAST_WIDE if any(c > "\u2e7f" for c in letters) else LEAST)


def _flattened(text: str) -> _Flat:
    out: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        if not char.isspace():
            out.append(char)
        elif not out or out[-1] == " ":
            continue
        else:
            out.append(" ")
        places.append(at)
    return _Flat("".join(out), tuple(places))
