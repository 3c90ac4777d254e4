"""Signal chats as signal-export and chat viewers write them.

Each message begins ``[2024-03-05, 10:22] Name: text``; further lines follow as
they are. The owner is called ``Me``.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from counterpitch.errors import UnreadableInput
from counterpitch.intake.chatlog.drafts import (
    MESSAGE_LIMIT,
    Chat,
    Draft,
    conversations,
    say_split,
)
from counterpitch.intake.chatlog.sides import Authors
from counterpitch.intake.encoding import decode_head
from counterpitch.intake.lines import text_lines
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Attachment

name = "signal"
TEXT_LIMIT = 1_048_576
"""Characters kept of one message."""

_HEAD = re.compile(
    r"\ufeff?\[(?P<date>\d{4}-\d{2}-\d{2}),? (?P<time>\d{2}:\d{2})\] (?P<name>[^:\n]{1,120}): ?"
)
_MEDIA = re.compile(r"!?\[(?P<name>[^\[\]\n]{0,200})\]\((?:\./)?media/(?P<path>[^()\n]{1,300})\)")
_REACTIONS = re.compile(r"\n?\(- [^\n()]{1,300} -\)\s*$")


def identify(origin: Origin) -> bool:
    """Tell whether the first line begins with a date and name as Signal exports write them."""
    lines = (line for line in decode_head(origin.head).splitlines() if line.strip("\ufeff \t"))
    return _HEAD.match(next(lines, "")[:200]) is not None


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield the chat as one conversation, or in parts where it is very long."""
    authors = Authors()
    for _, line in text_lines(origin, Notices()):
        if found := _HEAD.match(line[:200]):
            authors.add(found["name"].strip())
    if not authors.counts:
        raise UnreadableInput(
            "This chat holds no message.",
            where=origin.path,
            hint="Each message must begin with its date in brackets and a name.",
        )
    chat = Chat(name, "signal", "", origin, notices)
    sides = authors.decide()
    drafts: list[Draft] = []
    part = 1
    for draft in _drafts(origin, notices):
        if len(drafts) >= MESSAGE_LIMIT:
            say_split(chat, draft.row)
            yield from conversations(chat, drafts, sides, part)
            drafts, part = [], part + 1
        drafts.append(draft)
    yield from conversations(chat, drafts, sides, part)


def _drafts(origin: Origin, notices: Notices) -> Iterator[Draft]:
    found: re.Match[str] | None = None
    first, held, length = 0, list[str](), 0
    for row, line in text_lines(origin, notices):
        start = _HEAD.match(line[:200])
        if start is None:
            length += len(line)
            if found is not None and length <= TEXT_LIMIT:
                held.append(line)
            elif line.strip():
                message = f"Line {row} belongs to no message or to a too long one; left out."
                notices.add("stray-line", message, origin.path, row=row)
            continue
        if found is not None:
            yield _draft(first, found, held)
        found, first, held, length = start, row, [line[start.end() :]], len(line)
    if found is not None:
        yield _draft(first, found, held)


def _draft(row: int, found: re.Match[str], lines: list[str]) -> Draft:
    text = "\n".join(lines).strip()
    text = text[:-400] + _REACTIONS.sub("", text[-400:])
    attachments = tuple(
        Attachment(media["name"] or media["path"]) for media in _MEDIA.finditer(text)
    )
    author = found["name"].strip()
    sent_at = _moment(found)
    return Draft(
        author,
        author,
        _MEDIA.sub("", text).strip(),
        sent_at,
        row,
        sent_at is not None,
        attachments=attachments,
    )


def _moment(found: re.Match[str]) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(f"{found['date']}T{found['time']}")
    except ValueError:
        return None
    return parsed.replace(tzinfo=UTC)
