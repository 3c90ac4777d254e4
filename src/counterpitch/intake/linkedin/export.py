"""Which file of an export holds what, told by its columns and not by its name."""

from enum import Enum

from counterpitch.intake.csvrows import Header, find_header
from counterpitch.intake.origin import Origin

MAX_SIBLINGS = 500
"""How many files of a folder are looked at."""


class Kind(Enum):
    """The files of an export that are read: columns that each era has, and the date's."""

    MESSAGES = (("conversation id", "from", "to", "date", "content"), "date")
    INVITATIONS = (("from", "to", "sent at", "message", "direction"), "sent at")
    CONNECTIONS = (("first name", "last name", "company", "position", "connected on"), "")
    PROFILE = (("first name", "last name", "maiden name", "headline"), "")
    POSITIONS = (("company name", "title", "started on", "finished on"), "")


class Part:
    """One CSV of an export: its origin, what it holds, and its header."""

    def __init__(self, origin: Origin, kind: Kind, header: Header) -> None:
        self.origin = origin
        self.kind = kind
        self.header = header

    @property
    def with_people(self) -> bool:
        """Tell whether its messages are exchanged with people, not with an assistant."""
        name = self.origin.name.lower()
        return not name.startswith(("guide_", "learning_", "coach_"))


def part_of(origin: Origin) -> Part | None:
    """Return what ``origin`` holds, None if it is no part of an export that is read."""
    head = origin.head
    if b"," not in head and b";" not in head and b"\t" not in head:
        return None
    for kind in Kind:
        columns, anchor = kind.value
        header = find_header(head, columns, anchor)
        if header is not None:
            return Part(origin, kind, header)
    return None


def identify(origin: Origin) -> bool:
    """Tell whether ``origin`` is a CSV of LinkedIn's export that this reader knows."""
    return part_of(origin) is not None


class Export:
    """The parts that belong together: a file and its siblings."""

    def __init__(self, origin: Origin) -> None:
        own = part_of(origin)
        self.parts = [own] if own else []
        self.own = own
        for name in sorted(origin.siblings)[:MAX_SIBLINGS]:
            sibling = origin.siblings[name]
            if sibling.path != origin.path and name.endswith(".csv"):
                part = part_of(sibling)
                if part is not None and part.with_people:
                    self.parts.append(part)
        self.parts.sort(key=lambda part: part.origin.path)

    def of(self, kind: Kind) -> list[Part]:
        """Return the parts of ``kind``, ordered by path."""
        return [part for part in self.parts if part.kind is kind]

    def leads(self) -> bool:
        """Tell whether the own file yields the export's conversations.

        Each file of messages yields its own; the invitations go with the first
        of them, or stand for themselves if there is none.
        """
        if self.own is None:
            return False
        if self.own.kind is Kind.MESSAGES:
            return True
        return (
            self.own.kind is Kind.INVITATIONS
            and not self.of(Kind.MESSAGES)
            and self.of(Kind.INVITATIONS)[0] is self.own
        )

    def invitations(self) -> list[Part]:
        """Return the invitations that the own file yields as well."""
        messages = self.of(Kind.MESSAGES)
        if messages and messages[0] is not self.own:
            return []
        return self.of(Kind.INVITATIONS)
