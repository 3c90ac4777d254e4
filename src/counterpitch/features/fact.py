"""What a fact is, and what finds one."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.rulebook.book import Rulebook


class Fact(NamedTuple):
    """Something seen: in which message, at which place (code points), and its words.

    ``start == end == 0`` where it does not stand in the message's text.
    """

    message: int
    start: int
    end: int
    words: str


Finder = Callable[[Conversation, Rulebook], Iterator[Fact]]


def contact_messages(conversation: Conversation) -> Iterator[tuple[int, Message]]:
    """Yield the contact's messages, each with its number among all."""
    for index, message in enumerate(conversation.messages):
        if message.sender == "contact":
            yield index, message
