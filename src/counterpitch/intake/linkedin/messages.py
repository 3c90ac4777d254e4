"""Rows of messages.csv, and the envelope in which each travels through the spool.

Who sent a message to whom decides its side, but only once the owner is known,
at the end of the file. Until then a row is a ``Message`` whose ``headers`` hold
the envelope; the side it carries meanwhile means nothing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from counterpitch.features.html import html_text, looks_like_html
from counterpitch.intake.csvrows import CsvRow, csv_rows
from counterpitch.intake.linkedin.dated import dater
from counterpitch.intake.linkedin.dates import When
from counterpitch.intake.linkedin.export import Part
from counterpitch.intake.linkedin.people import MAX_URL, Party, slug, split_names, split_urls
from counterpitch.intake.notices import Notices
from counterpitch.intake.spool import Spool
from counterpitch.model.message import Attachment, Link, MailHeaders, Message

SPONSORED = "SPONSORED"
MAX_ATTACHMENTS = 100
MAX_RECIPIENTS = 200
MAX_THREAD = 32 * 1024 * 1024
"""Characters of one conversation held together; a longer one is told in parts."""

_SPINMAIL = '<p class="spinmail'


class Envelope(NamedTuple):
    """Who sent a message to whom."""

    sender: Party
    recipients: tuple[Party, ...]


def envelope(message: Message) -> Envelope:
    """Return the envelope of a message from the spool."""
    headers = message.headers or MailHeaders()
    urls = split_urls(headers.reply_to)[:MAX_RECIPIENTS]
    names = split_names(headers.return_path, len(urls))
    if urls:
        padded = names or [""] * len(urls)
        recipients = tuple(map(Party, padded, urls))
    else:
        recipients = tuple(map(Party, names[:MAX_RECIPIENTS]))
    return Envelope(Party(headers.from_name, headers.from_address), recipients)


def spool_messages(part: Part, spool: Spool, notices: Notices) -> None:
    """Put the messages of ``part`` into ``spool`` by conversation, in the file's order."""
    drafts = 0
    sizes: dict[str, int] = {}
    dated = dater(part, "date", notices)
    for row in csv_rows(part.origin, part.header, notices):
        if _is_draft(row):
            drafts += 1
            continue
        message = _message(row, part, dated(row))
        key = _key(row)
        sizes[key] = sizes.get(key, 0) + len(message.text) + 200
        number = sizes[key] // MAX_THREAD
        if number and sizes[key] % MAX_THREAD < len(message.text) + 200:
            _tell_parts(part, row, notices)
        spool.add(f"{key}\x1f{number}" if number else key, message)
    if drafts:
        said = (
            "1 draft that was never sent was" if drafts == 1 else f"{drafts:,} unsent drafts were"
        )
        notices.add("draft", f"{said} left out.", part.origin.path)


def tell_assistant(part: Part, notices: Notices) -> None:
    """Say that a file of exchanges with LinkedIn's assistants is left out, if it has any."""
    if next(csv_rows(part.origin, part.header, Notices()), None) is not None:
        notices.add(
            "not-with-people",
            f"{part.origin.name} holds exchanges with LinkedIn's own assistants, not with people,"
            " and was left out.",
            part.origin.path,
        )


def _message(row: CsvRow, part: Part, when: When | None) -> Message:
    cells = row.cells
    text, links = _content(cells["content"])
    sender_url = cells.get("sender profile url", "").strip()[:MAX_URL]
    sender_name = cells["from"].strip()[:MAX_URL]
    sponsored = not sender_url and cells["content"].lstrip().startswith(_SPINMAIL)
    return Message(
        sender="contact",
        text=text,
        sent_at=when.at if when else None,
        zone_assumed=bool(when and when.zone_assumed),
        author=sender_name,
        subject=cells.get("subject", "").strip(),
        folder=SPONSORED if sponsored else cells.get("folder", "").strip().upper(),
        links=links,
        attachments=_attachments(cells.get("attachments", "")),
        headers=MailHeaders(
            from_address=sender_url,
            from_name=sender_name,
            reply_to=cells.get("recipient profile urls", "").strip(),
            return_path=cells["to"].strip(),
            message_id=cells.get("conversation title", "").strip(),
        ),
        locator=part.origin.at(row=row.number),
    )


def _content(content: str) -> tuple[str, tuple[Link, ...]]:
    if looks_like_html(content):
        return html_text(content)
    return content.replace("\r\n", "\n").replace("\r", "\n").strip(), ()


def _attachments(cell: str) -> tuple[Attachment, ...]:
    parts = re.split(r"[\s,;]+(?=https?://)|[\r\n;]+", cell.strip())
    names = [part.strip().split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1] for part in parts]
    return tuple(Attachment(name[:255]) for name in names if name)[:MAX_ATTACHMENTS]


def _is_draft(row: CsvRow) -> bool:
    columns = ("is message draft", "is conversation draft")
    said = {row.cells.get(column, "").strip().lower() for column in columns}
    return bool(said & {"yes", "true", "1"}) or "DRAFT" in row.cells.get("folder", "").upper()


def _key(row: CsvRow) -> str:
    """Return the conversation id; where it is missing, who the two sides are."""
    given = row.cells["conversation id"].strip()
    if given:
        return given[:500]
    sides = (
        slug(row.cells.get("sender profile url", "")) or row.cells["from"].strip(),
        slug(row.cells.get("recipient profile urls", "")) or row.cells["to"].strip(),
    )
    return "between\x1f" + "\x1f".join(sorted(sides))[:1_000]


def _tell_parts(part: Part, row: CsvRow, notices: Notices) -> None:
    notices.add(
        "long-conversation",
        f"The conversation in row {row.number} is longer than can be held at once; it is told"
        " in several parts.",
        part.origin.path,
        row=row.number,
    )


def titles(messages: list[Message]) -> Iterator[str]:
    """Yield the titles that the rows of one conversation give it."""
    for message in messages:
        if message.headers and message.headers.message_id:
            yield message.headers.message_id
