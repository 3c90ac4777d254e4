"""Pasted or piped text: guesses who says what, and asks nothing.

Speakers are recognised by labels that recur or look like names and begin most
blocks; mail by its header lines. Without two speakers the whole text is one
message by the contact.
"""

from collections.abc import Iterator
from contextlib import suppress

from counterpitch.errors import UnreadableInput
from counterpitch.intake.chatlog.order import oldest_first
from counterpitch.intake.encoding import decode_head
from counterpitch.intake.identity import stable_id
from counterpitch.intake.lines import text_lines
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.pasted import elsewhere
from counterpitch.intake.pasted.labels import (
    is_first_person,
    is_interface_text,
    is_second_person,
    is_time_alone,
    says_who_sent,
)
from counterpitch.intake.pasted.mails import PastedMail, split_mails
from counterpitch.intake.pasted.stamps import moment
from counterpitch.intake.pasted.turns import Turn, Turns, split_turns
from counterpitch.intake.pasted.webpage import is_page, of_page, read_page
from counterpitch.intake.reader import Reader
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import MailHeaders, Message, Side

name = "plaintext"
TEXT_LIMIT = 8 * 1024 * 1024
"""Characters read of a text; no chat that a person pastes is longer."""
PASTED = "pasted text"
_HEAD_LINES = 3
_HEAD_LENGTH = 300
"""Lines and characters that a page shows of a contact: pronouns, position, company."""
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？")
"""A line that ends so was said by somebody, above what was copied of the page."""

_BINARY = (
    b"PK\x03\x04",
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
)
_CONTROL_SHARE = 0.01


def identify(origin: Origin) -> bool:
    """Tell whether ``origin`` is text that people write: decodable, and not a program's data."""
    head = origin.head
    if not head.strip() or head.startswith(_BINARY) or elsewhere.is_data(origin):
        return False
    text = decode_head(head)
    odd = sum((each < " " and each not in "\t\n\r\f\x1b") or each == "\ufffd" for each in text)
    controls = sum("\x7f" <= each <= "\x9f" for each in text)
    return bool(text.strip()) and odd + controls <= max(2, len(text) * _CONTROL_SHARE)


def hint(origin: Origin) -> str | None:
    """Return one sentence for files whose message must become text first, else None."""
    return elsewhere.hint(origin)


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield the one conversation of a text; of a web page, that which a browser shows."""
    page = is_page(origin)
    lines, links = read_page(origin, notices) if page else (_lines(origin, notices), ())
    if not any(line.strip() for line in lines):
        raise UnreadableInput(
            "There is no text in this file.", where=origin.path, hint="Paste the messages into it."
        )
    found = _conversation(lines, origin, notices)
    yield of_page(found, links, origin) if page else found


def _lines(origin: Origin, notices: Notices) -> list[str]:
    lines, length = list[str](), 0
    for row, line in text_lines(origin, notices):
        length += len(line) + 1
        if length > TEXT_LIMIT:
            notices.add(
                "text-cut",
                f"The text is longer than {TEXT_LIMIT:,} characters and was read up to line {row}.",
                origin.path,
                row=row,
            )
            break
        lines.append(line)
    return lines


def read_text(text: str, notices: Notices) -> Conversation:
    """Return the conversation of ``text``, a chat copied from a telephone included.

    Raises UnreadableInput where it is blank.
    """
    from counterpitch.intake import signal, whatsapp

    origin = Origin.of_bytes(PASTED, text.strip().encode("utf-8", "replace"))
    readers: tuple[Reader, ...] = (whatsapp, signal)
    for reader in readers:
        if reader.identify(origin):
            with suppress(UnreadableInput):
                return next(reader.read(origin, notices))
    return next(read(origin, notices))


def _conversation(lines: list[str], origin: Origin, notices: Notices) -> Conversation:
    lines = [line.lstrip("\ufeff") for line in lines]
    if mails := split_mails(lines):
        return _from_mails(mails, origin)
    if turns := split_turns(lines):
        headline, turns = _page_head(turns) if any(map(says_who_sent, lines)) else ("", turns)
        return _from_turns(turns, headline, origin, notices)
    if any(map(_of_a_chat, lines)):
        notices.add(
            "speakers-unknown",
            "This looks like a chat, but who says what could not be told: all of it was read as"
            " one message of the contact. Put a name and a colon before each message.",
            origin.path,
            row=1,
        )
    first = next(row for row, line in enumerate(lines, 1) if line.strip())
    message = Message("contact", "\n".join(lines).strip(), locator=origin.at(row=first))
    return _finish((message,), Contact(), Owner())


def _of_a_chat(line: str) -> bool:
    return is_interface_text(line) or is_time_alone(line) or says_who_sent(line)


def _page_head(split: Turns) -> tuple[str, Turns]:
    """Return what a page shows of the contact above the first message, and the turns after it."""
    first = split.turns[0]
    lines = [line.strip() for line in first.text.split("\n") if line.strip()]
    if (
        first.speaker
        or len(lines) > _HEAD_LINES
        or len(first.text) > _HEAD_LENGTH
        or len(split.turns) < 2
        or any(line.endswith(_SENTENCE_ENDS) for line in lines)
    ):
        return "", split
    return " · ".join(lines), split._replace(turns=split.turns[1:])


def _from_turns(split: Turns, headline: str, origin: Origin, notices: Notices) -> Conversation:
    turns = split.turns
    owner = _owner_label(turns, origin, notices)
    contact = next((t.speaker for t in turns if t.speaker not in (owner, "")), "")
    messages = tuple(
        Message(
            _side(turn.speaker, owner),
            turn.text,
            moment(turn.stamp),
            zone_assumed=moment(turn.stamp) is not None,
            author=turn.speaker,
            locator=origin.at(row=turn.row),
        )
        for turn in turns
    )
    if split.interface_lines:
        lines = "1 line" if split.interface_lines == 1 else f"{split.interface_lines:,} lines"
        notices.add(
            "interface-text",
            f"Buttons and captions that were copied along are left out ({lines}).",
            origin.path,
            row=1,
        )
    shown = "" if is_first_person(owner) or is_second_person(owner) else owner
    return _finish(messages, Contact(contact, headline), Owner(name=shown))


def _owner_label(turns: list[Turn], origin: Origin, notices: Notices) -> str:
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    for is_owner in (is_first_person, is_second_person):
        if found := next(filter(is_owner, speakers), None):
            return found
    if len(speakers) < 2:
        return ""
    notices.add(
        "owner-guessed",
        f"Nothing says who was approached; “{speakers[1][:60]}”, the second to speak, was taken.",
        origin.path,
        row=turns[0].row,
    )
    return speakers[1]


def _from_mails(mails: list[PastedMail], origin: Origin) -> Conversation:
    contact = next((mail for mail in mails if not is_first_person(mail.author)), mails[0])
    if not contact.author and not contact.address:
        contact = _answered(mails) or contact
        mails = [contact._replace(row=mails[0].row, text=mails[0].text), *mails[1:]]
    sides = _mail_sides(mails, contact)
    messages = tuple(
        Message(
            sides[mail.row],
            mail.text,
            mail.sent_at,
            author=mail.author,
            subject=mail.subject,
            headers=MailHeaders(mail.address, mail.author) if mail.address else None,
            locator=origin.at(row=mail.row),
        )
        for mail in _oldest_first(mails)
        if mail.text
    )
    owner = next((mail.author for mail in mails if sides[mail.row] == "owner" and mail.author), "")
    person = Contact(name=contact.author, email=contact.address or None)
    return _finish(messages, person, Owner(name=owner))


def _answered(mails: list[PastedMail]) -> PastedMail | None:
    """Return who wrote a mail without a header, if an older mail of theirs is quoted below.

    The mail answers the first one that it quotes; the first of somebody else is by its writer.
    """
    quoted = [mail for mail in mails[1:] if mail.author or mail.address]
    return next((mail for mail in quoted if not _same_author(mail, quoted[0])), None)


def _mail_sides(mails: list[PastedMail], contact: PastedMail) -> dict[int, Side]:
    """Return the side of each mail by row; an unnamed quote is the other side of its reply."""
    sides: dict[int, Side] = {}
    side: Side = "owner"
    for mail in mails:
        if mail.author or mail.address or mail is contact:
            side = "contact" if _same_author(mail, contact) else "owner"
        else:
            side = "owner" if side == "contact" else "contact"
        sides[mail.row] = side
    return sides


def _same_author(mail: PastedMail, contact: PastedMail) -> bool:
    if mail.address and contact.address:
        return mail.address.casefold() == contact.address.casefold()
    return mail.author == contact.author


def _oldest_first(mails: list[PastedMail]) -> list[PastedMail]:
    """Order by date where all have one; else newest stand on top, as mail programs quote."""
    dated = [(mail.sent_at, mail) for mail in mails if mail.sent_at is not None]
    if len(dated) == len(mails):
        return [mail for _, mail in sorted(dated, key=lambda each: each[0])]
    return mails[::-1]


def _side(speaker: str, owner: str) -> Side:
    return "owner" if owner and speaker == owner else "contact"


def _finish(messages: tuple[Message, ...], contact: Contact, owner: Owner) -> Conversation:
    messages = oldest_first(messages)
    first = messages[0].text if messages else ""
    return Conversation(stable_id("text", contact.name, first), "text", messages, contact, owner)
