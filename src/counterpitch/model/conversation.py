"""A conversation between the owner and one contact."""

from typing import Literal

import msgspec

from counterpitch.model.message import Message

Channel = Literal[
    "linkedin", "email", "whatsapp", "telegram", "signal", "xing",
    "researchgate", "upwork", "phone-notes", "text", "other",
]  # fmt: skip


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the contact says about themselves, and what the source knows of them."""

    name: str = ""
    headline: str = ""
    company: str = ""
    location: str = ""
    email: str | None = None
    links: tuple[str, ...] = ()
    profile_url: str = ""


class Owner(msgspec.Struct, frozen=True, omit_defaults=True):
    """The person approached. For display and masking; never an input of a score."""

    role: str = ""
    organisation: str = ""
    sector: str = ""
    name: str = ""


class Conversation(msgspec.Struct, frozen=True, omit_defaults=True):
    """Messages between the owner and one contact, oldest first.

    ``extra`` keeps unknown keys of an interchange file (labels of a corpus, say)
    as they were; nothing there is ever an input of a score.
    """

    id: str
    channel: Channel
    messages: tuple[Message, ...]
    contact: Contact = Contact()
    owner: Owner = Owner()
    language: str = ""
    title: str = ""
    extra: dict[str, object] = {}
