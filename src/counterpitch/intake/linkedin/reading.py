"""Joins the files of an export into conversations."""

from collections.abc import Iterator
from datetime import datetime

from counterpitch.intake.identity import stable_id
from counterpitch.intake.linkedin.export import Export, Kind
from counterpitch.intake.linkedin.invitations import Invitations, Note
from counterpitch.intake.linkedin.messages import spool_messages, tell_assistant, titles
from counterpitch.intake.linkedin.owner import Self, Survey, owner_noun, recognise
from counterpitch.intake.linkedin.people import Connections, Party, folded
from counterpitch.intake.linkedin.threads import Thread, in_order, thread
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.spool import Spool
from counterpitch.model.conversation import Conversation, Owner
from counterpitch.model.message import Message


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield the conversations of the export that ``origin`` leads.

    The file of messages leads, or the invitations where there is none; the
    other files of the same export are read with it and yield nothing.
    """
    export = Export(origin)
    own = export.own
    if own is None:
        return
    if own.kind is Kind.MESSAGES and not own.with_people:
        tell_assistant(own, notices)
    elif export.leads():
        yield from _Joined(export, notices).conversations()
    elif not export.of(Kind.MESSAGES) and not export.of(Kind.INVITATIONS):
        notices.add(
            "no-messages",
            f"{origin.name} holds no messages; give the whole export (the ZIP), or"
            " messages.csv as well.",
            origin.path,
        )


class _Joined:
    """The files of one export, read together."""

    def __init__(self, export: Export, notices: Notices) -> None:
        self._export = export
        self._notices = notices
        self._path = export.own.origin.path if export.own else ""
        self._connections = Connections.of(export.of(Kind.CONNECTIONS), notices)
        self._invitations = Invitations.of(export.invitations(), notices)
        self._noun = owner_noun(export, notices)
        self._self = Self()

    def conversations(self) -> Iterator[Conversation]:
        """Yield all conversations, then the invitations that belong to none."""
        own = self._export.own
        with Spool() as spool:
            if own and own.kind is Kind.MESSAGES:
                spool_messages(own, spool, self._notices)
            self._recognise(spool)
            placed = self._place(spool)
            used: set[int] = set()
            for key, rows in spool.groups():
                found = thread(rows, self._self)
                notes = placed.get(key, [])
                used.update(map(id, notes))
                title = next(titles(rows), "")
                yield self._conversation(stable_id("linkedin", key), found, notes, title)
        left = [note for note in self._invitations.notes if id(note) not in used]
        yield from self._alone(left)

    def _recognise(self, spool: Spool) -> None:
        survey = Survey(spool.groups())
        invited = self._invitations.owners
        self._self = recognise(self._noun.name, invited, survey, self._notices, self._path)

    def _place(self, spool: Spool) -> dict[str, list[Note]]:
        """Return the notes by the conversation that they open: the contact's oldest."""
        by_contact = self._notes_by_contact()
        oldest: dict[str, tuple[datetime, str]] = {}
        for key, rows in spool.groups() if by_contact else ():
            found = thread(rows, self._self)
            if found.others <= 1:
                for name in _names_of(found.contact):
                    if name in by_contact:
                        oldest[name] = min(
                            oldest.get(name, (found.begins, key)), (found.begins, key)
                        )
        placed: dict[str, list[Note]] = {}
        for name, (_, key) in oldest.items():
            placed.setdefault(key, []).extend(by_contact[name])
        return placed

    def _notes_by_contact(self) -> dict[str, list[Note]]:
        grouped: dict[str, list[Note]] = {}
        for note in self._invitations.notes:
            grouped.setdefault(note.contact.key, []).append(note)
        return grouped

    def _alone(self, notes: list[Note]) -> Iterator[Conversation]:
        grouped: dict[str, list[Note]] = {}
        for note in notes:
            grouped.setdefault(note.contact.key, []).append(note)
        for key, group in grouped.items():
            identifier = stable_id("linkedin", "invitation", key)
            yield self._conversation(identifier, Thread(group[0].contact, (), 1), group, "")

    def _conversation(
        self, identifier: str, found: Thread, notes: list[Note], title: str
    ) -> Conversation:
        messages = _with_notes(found.messages, [note.message for note in notes])
        party = found.contact
        if not party.url:
            party = party._replace(url=next((n.contact.url for n in notes if n.contact.url), ""))
        return Conversation(
            id=identifier,
            channel="linkedin",
            messages=messages,
            contact=self._connections.contact(party),
            owner=self._owner(),
            title=title[:500],
        )

    def _owner(self) -> Owner:
        if self._noun.name:
            return self._noun
        return Owner(self._noun.role, self._noun.organisation, self._noun.sector, self._self.name)


def _names_of(contact: Party) -> tuple[str, ...]:
    """Return the keys under which a note may know ``contact``."""
    return tuple(dict.fromkeys((contact.key, "name:" + folded(contact.name))))


def _with_notes(messages: tuple[Message, ...], notes: list[Message]) -> tuple[Message, ...]:
    """Add notes to messages; one that the conversation holds already is not added again."""
    held = {(each.sender, " ".join(each.text.split())) for each in messages}
    new = [note for note in notes if (note.sender, " ".join(note.text.split())) not in held]
    if not new:
        return messages
    return in_order([*reversed(messages), *reversed(in_order(new))])
