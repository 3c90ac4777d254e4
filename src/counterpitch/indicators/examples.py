"""The examples of a rule as conversations, and whether the rule keeps its word."""

from datetime import UTC, datetime

import msgspec

from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.indicator import Example, Indicator
from counterpitch.model.message import Attachment, Link, MailHeaders, Message


class Failure(msgspec.Struct, frozen=True):
    """An example that did not match, or a near miss that did."""

    indicator: str
    kind: str
    number: int
    text: str


def conversation_of(example: Example) -> Conversation:
    """Return an example as a conversation."""
    who = example.contact
    contact = Contact(who.name, who.headline, who.company, "", who.email, who.links)
    return Conversation("example", "other", _messages(example), contact, language=example.language)


def _messages(example: Example) -> tuple[Message, ...]:
    if example.messages:
        return tuple(
            Message(
                "contact" if turn.contact is not None else "owner",
                turn.contact if turn.contact is not None else turn.owner or "",
                _time(turn.at),
            )
            for turn in example.messages
        )
    text = example.text if example.text is not None else example.owner or ""
    who = example.contact
    headers = MailHeaders(
        from_address=who.email or "", from_name=who.name, reply_to=who.reply_to,
        authentication=example.authentication,
    )  # fmt: skip
    return (
        Message(
            "contact" if example.text is not None else "owner",
            text,
            folder=example.folder,
            links=tuple(Link(link["target"], link.get("text", "")) for link in example.links),
            attachments=tuple(Attachment(name) for name in example.attachments),
            headers=headers if who.email else None,
        ),
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def failures(matcher: Matcher, rule: Indicator) -> list[Failure]:
    """Return the examples and near misses on which ``rule`` breaks its word."""
    found: list[Failure] = []
    for kind, examples, wanted in (
        ("example", rule.examples, True),
        ("near miss", rule.near_misses, False),
    ):
        for number, example in enumerate(examples, 1):
            if (rule.name in matcher.names(conversation_of(example))) is not wanted:
                text = example.text or example.owner or str(example.messages[:1])
                found.append(Failure(rule.name, kind, number, text))
    return found
