"""How many pages of a kind are made at a time.

One process has one interpreter lock: eight threads that each ask the database ten times and draw a
page hand it to and fro, and take twice the processor time that two take. So whoever asks for a page
of a group waits for a seat. Groups keep apart what is brief and what may take long, so that a
search never stands in the way of the queue.
"""

from typing import Final, Literal

from anyio import CapacityLimiter

Group = Literal["lists", "search", "figures", "any"]
"""``any``: pages that are rare, or wait for something else; they need no seat of a group."""

SEATS: Final = 2
ANY: Final = 32


class Seats:
    """The seats of a process, by group."""

    def __init__(self, each: int = SEATS) -> None:
        self._groups: dict[Group, CapacityLimiter] = {
            "lists": CapacityLimiter(each),
            "search": CapacityLimiter(each),
            "figures": CapacityLimiter(each),
            "any": CapacityLimiter(ANY),
        }

    def of(self, group: Group) -> CapacityLimiter:
        """Return the seats of a group."""
        return self._groups[group]
