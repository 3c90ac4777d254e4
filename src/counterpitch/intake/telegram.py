"""Telegram Desktop's ``result.json``: one chat, or the export of a whole account.

Streamed, so that an export of any size takes the memory of one chat's messages.
"""

from collections import Counter
from collections.abc import Iterator

from counterpitch.errors import UnreadableInput
from counterpitch.intake.chatlog.drafts import (
    MESSAGE_LIMIT,
    Chat,
    Draft,
    conversations,
    say_split,
)
from counterpitch.intake.chatlog.sides import Authors, Sides
from counterpitch.intake.encoding import decode_head, utf8
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.telegrams.messages import author_key, draft_of
from counterpitch.intake.telegrams.stream import ChatHead, Damage, Entry, parts
from counterpitch.model.conversation import Conversation

name = "telegram"


def identify(origin: Origin) -> bool:
    """Tell whether the beginning is a JSON object with Telegram's own keys."""
    text = decode_head(origin.head).lstrip("\ufeff \r\n\t")
    if not text.startswith("{"):
        return False
    if '"personal_information"' in text and '"user_id"' in text:
        return True
    return '"messages"' in text and '"date_unixtime"' in text


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield the conversation of each chat; service messages are counted, not read."""
    reading = _Reading(origin, notices)
    with utf8(origin.open(), origin.head) as stream:
        for part in parts(stream):
            yield from reading.take(part)
    yield from reading.finish()
    reading.report()


class _Reading:
    """Gathers the drafts of the chat at hand and hands over whole conversations."""

    def __init__(self, origin: Origin, notices: Notices) -> None:
        self._origin = origin
        self._notices = notices
        self._head = ChatHead()
        self._drafts: list[Draft] = []
        self._authors = Authors()
        self._sides: Sides | None = None
        self._part = 1
        self._seen = 0
        self._left_out: Counter[str] = Counter()

    def take(self, part: ChatHead | Entry | Damage) -> Iterator[Conversation]:
        """Take the next piece of the file."""
        if isinstance(part, ChatHead):
            yield from self.finish()
            self._head = part
        elif isinstance(part, Damage):
            self._note("damaged-file", "The file is damaged or cut off here; the rest is missing.")
        else:
            yield from self._add(part)

    def finish(self) -> Iterator[Conversation]:
        """Yield what is held of the chat at hand and make ready for the next."""
        if self._drafts:
            yield from self._release()
        self._authors, self._sides, self._part = Authors(), None, 1

    def report(self) -> None:
        """Tell what was left out; raise if there was nothing to read."""
        for kind, count in sorted(self._left_out.items()):
            self._note(
                f"system-{kind}",
                f"1 entry ({kind}) that nobody wrote was left out."
                if count == 1
                else f"{count:,} entries ({kind}) that nobody wrote were left out.",
            )
        if not self._seen:
            raise UnreadableInput(
                "This Telegram export holds no message.",
                where=self._origin.path,
                hint="Export the chat again as “Machine-readable JSON”.",
            )

    def _add(self, entry: Entry) -> Iterator[Conversation]:
        kind = entry.value.get("type")
        if kind != "message":
            self._left_out["service" if kind == "service" else "unknown"] += 1
            return
        draft = draft_of(entry.value, entry.row)
        if draft is None:
            message = f"Entry {entry.row} of the chat is damaged and was left out."
            self._notices.add("damaged-message", message, self._origin.path, row=entry.row)
            return
        if len(self._drafts) >= MESSAGE_LIMIT:
            say_split(self._chat(), draft.row)
            yield from self._release()
            self._part += 1
        self._seen += 1
        self._authors.add(draft.key, stranger=not draft.author)
        self._drafts.append(draft)

    def _release(self) -> Iterator[Conversation]:
        head = self._head
        if self._sides is None:
            personal = head.kind in ("personal_chat", "bot_chat")
            contact = author_key(head.id) if personal or not head.kind else ""
            owner = author_key(head.owner_id)
            self._sides = self._authors.decide(owner=owner, contact=contact)
        yield from conversations(self._chat(), self._drafts, self._sides, self._part)
        self._drafts = []

    def _chat(self) -> Chat:
        return Chat(name, "telegram", self._head.name, self._origin, self._notices)

    def _note(self, kind: str, message: str) -> None:
        self._notices.add(kind, message, self._origin.path, row=1)
