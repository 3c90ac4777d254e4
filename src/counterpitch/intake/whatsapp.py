"""WhatsApp chat exports: the text file of a telephone, or of its ZIP.

Two passes: the first decides from all lines whether the day or the month
stands first and who was approached, the second reads the messages.
"""

import re
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
from counterpitch.intake.chatlog.furniture import split_attachment, system_kind
from counterpitch.intake.chatlog.sides import Authors
from counterpitch.intake.chatlog.stamps import MARKS, DateOrder, Stamp, find_stamp, moment
from counterpitch.intake.encoding import decode_head
from counterpitch.intake.lines import text_lines
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation

name = "whatsapp"
TEXT_LIMIT = 1_048_576
"""Characters kept of one message."""

_AUTHOR = re.compile(r"(?P<name>[^\n]{1,120}?):(?:\s|$)")
_STRANGER = re.compile(r"~[\s\u00a0\u202f]?")
_CHAT_NAME = re.compile(
    r"WhatsApp[ -]Chat (?:with|mit|-) (?P<en>[^/!]{1,120}?)\.(?:txt|zip)"
    r"|Discussion WhatsApp avec (?P<fr>[^/!]{1,120}?)\.(?:txt|zip)"
    r"|Chat de WhatsApp con (?P<es>[^/!]{1,120}?)\.(?:txt|zip)"
    r"|Conversa do WhatsApp com (?P<pt>[^/!]{1,120}?)\.(?:txt|zip)"
    r"|Чат WhatsApp с (?:контактом )?(?P<ru>[^/!]{1,120}?)\.(?:txt|zip)"
    r"|与(?P<zh>[^/!]{1,120}?)的 ?WhatsApp ?聊天[^/!]{0,8}\.(?:txt|zip)"
)


def identify(origin: Origin) -> bool:
    """Tell whether the first lines begin with a date as WhatsApp writes it."""
    lines = [line for line in decode_head(origin.head).splitlines()[:60] if line.strip(MARKS + " ")]
    stamps = [(line, found) for line in lines if (found := find_stamp(line))]
    if not stamps or any(_is_other_format(stamp) for _, stamp in stamps[:3]):
        return False
    spoken = sum(_AUTHOR.match(line[stamp.end :]) is not None for line, stamp in stamps)
    return stamps[0][0] is lines[0] and (spoken > 0 or len(stamps) > 1)


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield the chat as one conversation, or in parts where it is very long."""
    chat_name = name_of_chat(origin.path)
    chat = Chat(name, "whatsapp", chat_name, origin, notices)
    order, authors = _survey(origin)
    if not authors.counts:
        raise UnreadableInput(
            "This chat holds no message that a person wrote.",
            where=origin.path,
            hint="Export the chat again with WhatsApp's “Export chat”.",
        )
    if order.is_ambiguous():
        notices.add(
            "ambiguous-dates",
            "Day and month cannot be told apart in this chat; the day was taken to stand first.",
            origin.path,
            row=1,
        )
    sides = authors.decide(contact=chat_name)
    drafts: list[Draft] = []
    part = 1
    for draft in _drafts(origin, notices, month_first=order.is_month_first()):
        if len(drafts) >= MESSAGE_LIMIT:
            say_split(chat, draft.row)
            yield from conversations(chat, drafts, sides, part)
            drafts, part = [], part + 1
        drafts.append(draft)
    if drafts:
        yield from conversations(chat, drafts, sides, part)


def name_of_chat(path: str) -> str:
    """Return the name that a WhatsApp export's file name holds, or nothing."""
    found = _CHAT_NAME.search(path)
    return next((each for each in found.groups() if each), "").strip() if found else ""


def _is_other_format(stamp: Stamp) -> bool:
    """Signal's export writes ``[2024-03-05, 10:22]``: bracketed, year first, no seconds."""
    return stamp.bracketed and stamp.a > 31 and not stamp.seconds_shown


def _survey(origin: Origin) -> tuple[DateOrder, Authors]:
    order, authors = DateOrder(), Authors()
    for _, line in text_lines(origin, Notices()):
        if stamp := find_stamp(line):
            order.add(stamp)
            author, stranger, text = _split_author(line[stamp.end :])
            if author and not system_kind(text, authored=True):
                authors.add(author, stranger=stranger)
    return order, authors


def _drafts(origin: Origin, notices: Notices, *, month_first: bool) -> Iterator[Draft]:
    left_out: Counter[str] = Counter()
    for row, stamp, text in _entries(origin, notices):
        draft = _draft(row, stamp, text, month_first, left_out)
        if draft is not None:
            if draft.sent_at is None:
                notices.add(
                    "damaged-date",
                    f"Line {row} has a date that does not exist; the message is kept undated.",
                    origin.path,
                    row=row,
                )
            yield draft
    for kind, count in sorted(left_out.items()):
        notices.add(
            f"system-{kind}",
            f"Written by WhatsApp itself ({kind}), {count} in all: left out.",
            origin.path,
            row=1,
        )


def _entries(origin: Origin, notices: Notices) -> Iterator[tuple[int, Stamp, str]]:
    """Yield row, date and text of each entry, its further lines included."""
    stamp: Stamp | None = None
    first, held, length = 0, list[str](), 0
    for row, line in text_lines(origin, notices):
        found = find_stamp(line)
        if found is None:
            length += len(line)
            if stamp is None and line.strip(MARKS + " "):
                _say(notices, "stray-line", f"Line {row} belongs to no message", origin, row)
            elif length <= TEXT_LIMIT:
                held.append(line)
            else:
                _say(
                    notices,
                    "long-message",
                    f"Line {row} belongs to a too long message",
                    origin,
                    row,
                )
            continue
        if stamp is not None:
            yield first, stamp, "\n".join(held)
        stamp, first, held, length = found, row, [line[found.end :]], len(line)
    if stamp is not None:
        yield first, stamp, "\n".join(held)


def _draft(
    row: int, stamp: Stamp, entry: str, month_first: bool, left_out: Counter[str]
) -> Draft | None:
    author, _, text = _split_author(entry)
    kind = system_kind(text if author else entry, authored=bool(author))
    if kind:
        left_out[kind] += 1
        return None
    text, attachments = split_attachment(text.rstrip())
    sent_at = moment(stamp, month_first=month_first)
    return Draft(author, author, text, sent_at, row, sent_at is not None, attachments=attachments)


def _split_author(entry: str) -> tuple[str, bool, str]:
    """Return the author, whether they are a stranger (``~ Name``), and the text."""
    found = _AUTHOR.match(entry)
    if found is None:
        return "", False, entry
    shown = found["name"].strip(MARKS + " ")
    author = _STRANGER.sub("", shown, count=1).strip(MARKS + " \u00a0\u202f")
    return author, shown.startswith("~"), entry[found.end() :]


def _say(notices: Notices, kind: str, what: str, origin: Origin, row: int) -> None:
    notices.add(kind, f"{what} and was left out.", origin.path, row=row)
