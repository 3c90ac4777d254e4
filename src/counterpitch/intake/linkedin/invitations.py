"""Notes that came with an invitation to connect."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterpitch.intake.csvrows import CsvRow, csv_rows
from counterpitch.intake.linkedin.dated import dater
from counterpitch.intake.linkedin.export import Part
from counterpitch.intake.linkedin.people import Party
from counterpitch.intake.notices import Notices
from counterpitch.model.message import Message

MAX_HELD = 64 * 1024 * 1024
"""Characters of notes held; LinkedIn allows 300 in each."""


class Note(NamedTuple):
    """An invitation's note: the owner's side of it, the other's, and the message."""

    owner: Party
    contact: Party
    message: Message


class Invitations:
    """All notes, and who the owner is according to them."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.owners: dict[Party, int] = {}

    @classmethod
    def of(cls, parts: Iterable[Part], notices: Notices) -> "Invitations":
        """Read the files of invitations."""
        made = cls()
        for part in parts:
            made._read(part, notices)
        return made

    def _read(self, part: Part, notices: Notices) -> None:
        held = left_out = 0
        for note in _notes(part, notices):
            if len(self.owners) < 1_000 or note.owner in self.owners:
                self.owners[note.owner] = self.owners.get(note.owner, 0) + 1
            held += len(note.message.text)
            if not note.message.text:
                continue  # an invitation without a note
            if held > MAX_HELD:
                left_out += 1
                continue
            self.notes.append(note)
        if left_out:
            notices.add(
                "too-many-invitations",
                f"{left_out:,} notes of invitations were left out, as the file holds more text"
                " than LinkedIn can have written.",
                part.origin.path,
            )


def _notes(part: Part, notices: Notices) -> Iterator[Note]:
    dated = dater(part, "sent at", notices)
    for row in csv_rows(part.origin, part.header, notices):
        direction = row.cells["direction"].strip().upper()
        if direction not in ("INCOMING", "OUTGOING"):
            notices.add(
                "damaged-row",
                f"Row {row.number} says neither INCOMING nor OUTGOING and was left out.",
                part.origin.path,
                row=row.number,
            )
            continue
        inviter = Party(_cell(row, "from"), _cell(row, "inviterprofileurl"))
        invitee = Party(_cell(row, "to"), _cell(row, "inviteeprofileurl"))
        incoming = direction == "INCOMING"
        when = dated(row)
        message = Message(
            sender="contact" if incoming else "owner",
            text=row.cells["message"].strip(),
            sent_at=when.at if when else None,
            zone_assumed=bool(when and when.zone_assumed),
            author=inviter.name,
            folder="INVITATION",
            locator=part.origin.at(row=row.number),
        )
        yield Note(*((invitee, inviter) if incoming else (inviter, invitee)), message)


def _cell(row: CsvRow, column: str) -> str:
    return row.cells.get(column, "").strip()[:2_000]
