"""The strict, fast way between a line and a conversation."""

from datetime import UTC, datetime
from typing import cast

import msgspec

from counterpitch.intake.chatlog.order import in_order
from counterpitch.model.conversation import Channel, Contact, Conversation, Owner
from counterpitch.model.message import (
    Attachment,
    Link,
    Locator,
    MailHeaders,
    Message,
    Side,
)

KNOWN = frozenset({"id", "language", "channel", "owner", "contact", "messages", "title"})
"""Keys of a line that have a field of their own; all others go to ``extra``."""


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    sender: Side = msgspec.field(name="from")
    text: str
    sent_at: datetime | None = None
    zone_assumed: bool = False
    author: str = ""
    subject: str = ""
    folder: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: MailHeaders | None = None
    locator: Locator | None = None


class _Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    name: str = ""
    headline: str = ""
    company: str = ""
    location: str = ""
    email: str | None = None
    links: tuple[str, ...] = ()
    profile_url: str = ""


class _Owner(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    role: str = ""
    organisation: str = ""
    sector: str = ""
    name: str = ""


class _Conversation(msgspec.Struct, frozen=True, gc=False):
    id: str
    channel: Channel
    messages: tuple[_Message, ...]
    contact: _Contact = _Contact()
    owner: _Owner = _Owner()
    language: str = ""
    title: str = ""


class Wire:
    """Decodes a line that keeps the format exactly; None for every other line."""

    def __init__(self) -> None:
        self._whole = msgspec.json.Decoder(_Conversation)
        self._keys = msgspec.json.Decoder(dict[str, msgspec.Raw])

    def decode(self, line: bytes, place: Locator) -> Conversation | None:
        """Return the conversation of ``line``, its messages located at ``place``."""
        try:
            wire = self._whole.decode(line)
            extra = self._extra(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        messages = tuple([_message(each, place) for each in wire.messages])
        if not wire.id or not in_order(messages):
            return None
        contact, owner = wire.contact, wire.owner
        return Conversation(
            wire.id,
            wire.channel,
            messages,
            Contact(
                contact.name,
                contact.headline,
                contact.company,
                contact.location,
                contact.email,
                contact.links,
                contact.profile_url,
            ),
            Owner(owner.role, owner.organisation, owner.sector, owner.name),
            wire.language,
            wire.title,
            extra,
        )

    def _extra(self, line: bytes) -> dict[str, object]:
        raw = self._keys.decode(line)
        return {key: msgspec.json.decode(raw[key]) for key in raw if key not in KNOWN}


def to_wire(conversation: Conversation) -> dict[str, object]:
    """Return ``conversation`` as the object that its line holds."""
    line: dict[str, object] = {
        "id": conversation.id,
        "language": conversation.language,
        "channel": conversation.channel,
    }
    line.update((k, v) for k, v in conversation.extra.items() if k not in KNOWN)
    if conversation.channel == "other" and "channel" in conversation.extra:
        line["channel"] = conversation.extra["channel"]
    if conversation.title:
        line["title"] = conversation.title
    line["owner"] = _fields(conversation.owner, {"role": "", "organisation": "", "sector": ""})
    line["contact"] = _fields(conversation.contact, _CONTACT)
    line["messages"] = [_to_wire_message(message) for message in conversation.messages]
    return line


_CONTACT: dict[str, object] = {
    "name": "",
    "headline": "",
    "company": "",
    "location": "",
    "email": None,
    "links": (),
}


def _fields(struct: msgspec.Struct, always: dict[str, object]) -> dict[str, object]:
    return always | cast(dict[str, object], msgspec.to_builtins(struct))


def _to_wire_message(message: Message) -> dict[str, object]:
    fields = cast(dict[str, object], msgspec.to_builtins(message))
    return {
        "from": fields.pop("sender"),
        "sent_at": fields.pop("sent_at", None),
        "text": fields.pop("text"),
        **fields,
    }


def _message(wire: _Message, place: Locator) -> Message:
    sent_at, assumed = with_zone(wire.sent_at, wire.zone_assumed)
    return Message(
        wire.sender,
        wire.text,
        sent_at,
        assumed,
        wire.author,
        wire.subject,
        wire.folder,
        wire.links,
        wire.attachments,
        wire.headers,
        wire.locator or place,
    )


def with_zone(sent_at: datetime | None, assumed: bool) -> tuple[datetime | None, bool]:
    """Return a time with a zone; where it had none, UTC and True for "assumed"."""
    if sent_at is not None and sent_at.tzinfo is None:
        return sent_at.replace(tzinfo=UTC), True
    return sent_at, assumed
