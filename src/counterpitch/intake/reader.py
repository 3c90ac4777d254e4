"""The contract that every reader keeps."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation


@runtime_checkable
class Reader(Protocol):
    """A reader: a module with ``name``, ``identify`` and ``read``.

    ``identify`` looks at the beginning of an origin and says whether it is
    this reader's; it must be False for every other reader's samples. ``read``
    yields whole conversations, oldest message first, with bounded memory, and
    reports what it had to leave out to ``notices`` instead of raising. It raises
    ``UnreadableInput`` only where nothing at all can be read.
    """

    name: str

    def identify(self, origin: Origin) -> bool:
        """Tell from content whether this reader reads ``origin``."""
        ...

    def read(self, origin: Origin, notices: Notices) -> Iterator[Conversation]:
        """Yield the conversations of ``origin``."""
        ...
