"""A thread becomes a conversation: in order, quotations resolved, the contact named."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import msgspec

from counterpitch.intake.mail.quote import Known, Quotation, quotation
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Channel, Contact, Conversation, Owner
from counterpitch.model.message import MailHeaders, Message, Side

MAX_NESTED = 20
"""How many quotations inside quotations are told apart."""


def conversation(
    messages: list[Message], recipient: str, notices: Notices, path: str, known_owner: str = ""
) -> Conversation:
    """Make the conversation of one thread; ``recipient`` if only the owner wrote in it.

    ``known_owner`` names the owner where none of the messages is theirs.
    """
    ordered = in_order(messages)
    resolved = without_quotations(ordered, notices, path)
    first = next((each for each in resolved if each.sender == "contact"), None)
    contact = _contact(first) if first else Contact(email=recipient or None)
    relayed = first is not None and first.headers is not None and bool(first.headers.relay)
    channel: Channel = "linkedin" if relayed else "email"
    owner = next((each.author for each in resolved if each.sender == "owner"), known_owner)
    return Conversation(
        id=f"mail-{_identity(ordered)}",
        channel=channel,
        messages=tuple(resolved),
        contact=contact,
        owner=Owner(name=owner),
        title=next((each.subject for each in resolved if each.subject), ""),
    )


def in_order(messages: list[Message]) -> list[Message]:
    """Return the messages oldest first; one without a date stays after the one before it."""
    last: datetime | None = None
    keyed: list[tuple[float, Message]] = []
    for message in messages:
        last = message.sent_at or last
        keyed.append((last.timestamp() if last else float("-inf"), message))
    keyed.sort(key=lambda pair: pair[0])
    return [message for _, message in keyed]


def without_quotations(messages: list[Message], notices: Notices, path: str) -> list[Message]:
    """Drop what the thread holds already; make messages of quotations it lacks."""
    known = Known()
    resolved: list[Message] = []
    quoting = any(_may_quote(each.text) for each in messages)
    for message in messages:
        if not quoting:
            resolved.append(message)
            continue
        chain = _resolve(message, known, notices, path)
        resolved.extend(chain)
        for each in chain:
            known.add(each.text)
    return resolved


def _may_quote(text: str) -> bool:
    return ">" in text or ":" in text or "：" in text


def _resolve(message: Message, known: Known, notices: Notices, path: str) -> list[Message]:
    """Return ``message`` without its quotations, after the messages recovered from them."""
    chain: list[Message] = []
    current = message
    for _ in range(MAX_NESTED):
        found = quotation(current.text) if _may_quote(current.text) else None
        if found is None:
            break
        if known.holds(found.text):
            if not found.own and current is not message:
                return chain[::-1]
            current = msgspec.structs.replace(current, text=found.own)
            break
        if not (found.author or found.address):
            break
        _tell(message, notices, path)
        chain.append(msgspec.structs.replace(current, text=found.own))
        current = _recovered(found, chain[-1])
    chain.append(current)
    kept = [each for each in chain if each is chain[0] or each.text]
    if len(kept) > 1 and not (kept[0].text or kept[0].attachments or kept[0].links):
        kept = kept[1:]
    return kept[::-1]


def _tell(message: Message, notices: Notices, path: str) -> None:
    notices.add(
        "quoted",
        "A quoted message is missing from the file: it was read from the quotation.",
        path,
        offset=message.locator.offset if message.locator else None,
    )


def _recovered(found: Quotation, quoting: Message) -> Message:
    return Message(
        sender=_quoted_side(found, quoting),
        text=found.text,
        sent_at=found.sent_at,
        zone_assumed=found.zone_assumed,
        author=found.author or found.address,
        subject=found.subject[:500],
        headers=MailHeaders(
            from_address=found.address, from_name=found.author, recipients=found.recipients
        ),
        locator=quoting.locator,
    )


def _quoted_side(found: Quotation, quoting: Message) -> Side:
    """Return who is quoted: the other side, unless the quoting person quotes themselves."""
    headers = quoting.headers
    same = headers is not None and (
        (bool(found.address) and found.address == headers.from_address)
        or (not found.address and found.author.casefold() == quoting.author.casefold())
    )
    if same:
        return quoting.sender
    return "owner" if quoting.sender == "contact" else "contact"


def _contact(first: Message) -> Contact:
    headers = first.headers or MailHeaders()
    if headers.relay:
        return Contact(name=first.author)
    return Contact(name=headers.from_name or first.author, email=headers.from_address or None)


def _identity(messages: Iterable[Message]) -> str:
    first = next(iter(messages))
    headers = first.headers or MailHeaders()
    named = headers.message_id
    if not named:
        when = first.sent_at.isoformat() if first.sent_at else ""
        named = "\n".join((headers.from_address, when, first.subject, first.text))
    return sha256(named.encode("utf-8", "replace")).hexdigest()[:12]
