"""One mail becomes the messages it stands for: its own text, or what it forwards."""

from typing import NamedTuple

import msgspec

from counterpitch.intake.mail.body import Body, read_body
from counterpitch.intake.mail.envelope import Headers, parse_head
from counterpitch.intake.mail.quote import Quotation, beyond_signature, inline_forward
from counterpitch.intake.mail.relay import person, relay_of, without_footer
from counterpitch.intake.mail.thread import labels_of
from counterpitch.intake.mail.vocabulary import SPAM_LABELS
from counterpitch.model.message import Locator, MailHeaders, Message, Side

MAX_FORWARDS = 4
"""How deep forwards inside forwards are followed."""
SHOWN_OF_NOTE = 120
"""Characters told of a note by the person who forwarded a mail."""


class Letter(NamedTuple):
    """A mail that was read: its messages and what had to be guessed or left out.

    ``owner`` names the person approached where a note of theirs was left out.
    """

    messages: tuple[Message, ...]
    remarks: tuple[tuple[str, str], ...]
    owner: str = ""


class Desk(NamedTuple):
    """What is known while mails are read: the owner, and whether the file is a mailbox."""

    owners: frozenset[str]
    mailbox: bool


def read_letter(
    data: bytes,
    head: tuple[Headers, int],
    desk: Desk,
    locator: Locator,
    depth: int = 0,
    *,
    cut: bool = False,
) -> Letter:
    """Read the mail in ``data`` with the headers ``head``, whose body begins where that says.

    ``cut`` tells that the end of the mail is missing from ``data``.
    """
    headers, begin = head
    escaped = desk.mailbox and depth == 0
    body = read_body(data, headers, begin, len(data), escaped=escaped, cut=cut)
    plain = _message(headers, body, desk, locator)
    if body.inner and depth < MAX_FORWARDS:
        return _forwarded(headers, body, plain, desk, locator, depth)
    forward = inline_forward(plain.text, plain.subject) if depth < MAX_FORWARDS else None
    if forward and not relay_of(headers):
        return _inline(plain, forward, body, desk, headers.recipients())
    return Letter((plain,), tuple(body.remarks))


def _message(headers: Headers, body: Body, desk: Desk, locator: Locator) -> Message:
    kept = headers.kept()
    sent_at, assumed = headers.sent_at()
    text, author, relay = body.text(), kept.from_name, relay_of(headers)
    if relay:
        kept = msgspec.structs.replace(kept, relay=relay)
        text, author = without_footer(text), person(kept.from_name)
    return Message(
        sender=_side(kept.from_address, desk),
        text=text,
        sent_at=sent_at,
        zone_assumed=assumed,
        author=author,
        subject=headers.text(b"subject")[:500],
        folder=_folder(headers, relay),
        links=tuple(body.links),
        attachments=tuple(body.attachments),
        headers=kept,
        locator=locator,
    )


def _side(address: str, desk: Desk) -> Side:
    return "owner" if address in desk.owners else "contact"


def _folder(headers: Headers, relay: str) -> str:
    if labels_of(headers) & SPAM_LABELS:
        return "SPAM"
    bulk = headers.text(b"precedence").strip().lower() in ("bulk", "list", "junk")
    return "LIST" if not relay and (bulk or headers.raw(b"list-id")) else ""


def _forwarded(
    headers: Headers, body: Body, outer: Message, desk: Desk, locator: Locator, depth: int
) -> Letter:
    forwarder = headers.sender()[1]
    remarks = list(body.remarks)
    messages: list[Message] = []
    inside, owner = desk, ""
    for data in body.inner:
        inner = parse_head(data, 0, len(data))
        inside = _desk_inside(desk, forwarder, inner[0])
        letter = read_letter(data, inner, inside, locator, depth + 1)
        owner = owner or letter.owner
        messages.extend(letter.messages)
        remarks.extend(letter.remarks)
    if beyond_signature(outer.text) or outer.attachments:
        note = msgspec.structs.replace(outer, sender=_side(forwarder, inside))
        if _said_to_another(note, messages, headers.recipients()):
            remarks.append(_beside(note))
            owner = note.author
        else:
            messages.append(note)
    return Letter(tuple(messages), tuple(remarks), owner)


def _said_to_another(note: Message, forwarded: list[Message], recipients: list[str]) -> bool:
    """Tell whether the owner wrote ``note`` to somebody who did not write what is forwarded.

    What a colleague is asked ("is this real?") was never said to the contact: as a message of
    the conversation it would count as asked, or as an answer.
    """
    writers = {
        address
        for each in forwarded
        if each.headers is not None
        for address in (each.headers.from_address, each.headers.reply_to)
    }
    own = note.headers.from_address if note.headers else ""
    return note.sender == "owner" and (writers - {own}).isdisjoint(recipients)


def _beside(note: Message) -> tuple[str, str]:
    """Return the remark that tells the words of a note which is no part of the conversation."""
    names = "".join(f" [{each.name or each.media_type}]" for each in note.attachments[:3])
    words = " ".join(beyond_signature(note.text).split())[:SHOWN_OF_NOTE]
    return (
        "forwarding-note",
        "What the forwarder wrote was not said to the contact and is no part of the conversation:"
        f" “{words}”{names}",
    )


def _desk_inside(desk: Desk, forwarder: str, inner: Headers) -> Desk:
    """Return whose conversation the inner mail is: normally the forwarder's.

    In a mailbox, a stranger who attaches a mail is no owner: only someone to
    whom that mail was sent is.
    """
    to = set(inner.recipients())
    to.update(each for name in (b"delivered-to", b"x-original-to") for each in inner.texts(name))
    if desk.mailbox and forwarder not in desk.owners and forwarder not in to:
        return desk
    return Desk(desk.owners | {forwarder}, desk.mailbox) if forwarder else desk


def _inline(
    outer: Message, forward: Quotation, body: Body, desk: Desk, recipients: list[str]
) -> Letter:
    address = outer.headers.from_address if outer.headers else ""
    owned = not desk.mailbox or address in desk.owners or address in forward.recipients
    inner = Message(
        sender=_side(forward.address, desk) if forward.address != address else "contact",
        text=forward.text,
        sent_at=forward.sent_at,
        zone_assumed=forward.zone_assumed,
        author=forward.author or forward.address,
        subject=forward.subject[:500],
        folder=outer.folder,
        links=outer.links,
        attachments=outer.attachments,
        headers=MailHeaders(
            from_address=forward.address, from_name=forward.author, recipients=forward.recipients
        ),
        locator=outer.locator,
    )
    remark = (
        "inline-forward",
        "A mail was forwarded as text, so its headers are lost: forward it as an attachment.",
    )
    messages, remarks, named = [inner], [*body.remarks, remark], ""
    if beyond_signature(forward.own):
        note = msgspec.structs.replace(
            outer, sender="owner" if owned else "contact", text=forward.own, links=(),
            attachments=(),
        )  # fmt: skip
        if _said_to_another(note, messages, recipients):
            remarks.append(_beside(note))
            named = note.author
        else:
            messages.append(note)
    return Letter(tuple(messages), tuple(remarks), named)
