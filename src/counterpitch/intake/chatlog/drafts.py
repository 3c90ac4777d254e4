"""Collects the messages of one chat until it is known who was approached."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from counterpitch.intake.chatlog.order import oldest_first
from counterpitch.intake.chatlog.sides import Sides, is_owner_word
from counterpitch.intake.identity import stable_id
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Channel, Contact, Conversation, Owner
from counterpitch.model.message import Attachment, Link, Message

MESSAGE_LIMIT = 50_000
"""Messages of one conversation; a longer chat is split."""


class Draft(NamedTuple):
    """A message before its side is known; ``key`` tells authors apart."""

    key: str
    author: str
    text: str
    sent_at: datetime | None
    row: int
    zone_assumed: bool = False
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class Chat(NamedTuple):
    """What is known of a chat beside its messages."""

    prefix: str
    channel: Channel
    name: str
    origin: Origin
    notices: Notices


def conversations(
    chat: Chat, drafts: list[Draft], sides: Sides, part: int = 1
) -> Iterator[Conversation]:
    """Yield the conversation of ``drafts``, the ``part``-th of its chat."""
    if part == 1 and sides.guessed:
        _say_guessed(chat, drafts, sides)
    names = {draft.key: draft.author for draft in reversed(drafts)}
    messages = oldest_first(tuple(_message(draft, sides, chat.origin) for draft in drafts))
    first = messages[0].text if messages else ""
    yield Conversation(
        stable_id(chat.prefix, chat.name, first),
        chat.channel,
        messages,
        Contact(name=names.get(sides.contact, sides.contact)),
        Owner(name="" if is_owner_word(sides.owner) else names.get(sides.owner, "")),
        title=chat.name,
    )


def say_split(chat: Chat, row: int) -> None:
    """Tell that a chat is longer than ``MESSAGE_LIMIT`` and is split at ``row``."""
    chat.notices.add(
        "chat-split",
        f"The chat has more than {MESSAGE_LIMIT:,} messages and was read in parts.",
        chat.origin.path,
        row=row,
    )


def _say_guessed(chat: Chat, drafts: list[Draft], sides: Sides) -> None:
    owner = next((draft.author for draft in drafts if draft.key == sides.owner), sides.owner)
    chat.notices.add(
        "owner-guessed",
        f"The export does not say whose it is; “{owner[:60]}” was taken as the person approached.",
        chat.origin.path,
        row=drafts[0].row if drafts else 1,
    )


def _message(draft: Draft, sides: Sides, origin: Origin) -> Message:
    return Message(
        "owner" if draft.key == sides.owner else "contact",
        draft.text,
        draft.sent_at,
        draft.zone_assumed,
        draft.author,
        links=draft.links,
        attachments=draft.attachments,
        locator=origin.at(row=draft.row),
    )
