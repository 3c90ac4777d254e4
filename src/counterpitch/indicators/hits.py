"""Where a condition was met."""

from typing import NamedTuple


class Hit(NamedTuple):
    """A stretch of a message's folded text, or a fact about the conversation.

    ``message`` is the index of the message. With a ``fact``, which then says what
    was seen (an address, a file name), ``start`` and ``end`` are 0.
    """

    message: int
    start: int
    end: int
    fact: str = ""


Hits = list[Hit]
