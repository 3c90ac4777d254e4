"""A saved web page, or the HTML body of a mail saved as a file: read as a browser shows it."""

import re
from typing import Final

from counterpitch.features.html import MAX_HTML, html_text, looks_like_html
from counterpitch.intake.encoding import decode_head, guess_encoding
from counterpitch.intake.mail.charset import decode
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Link, Message

_BEGINS: Final = re.compile(
    r"[\ufeff\s]{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--[^>]{0,400}-->\s{0,200})?"
    r"<(?:!doctype\s{1,20}html|html|head|body)\b",
    re.IGNORECASE,
)
_ENDINGS: Final = (".html", ".htm", ".xhtml")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_MOST_BYTES: Final = 4 * MAX_HTML


def is_page(origin: Origin) -> bool:
    """Tell whether ``origin`` is HTML: it begins as a page does, or is named and looks like one."""
    text = decode_head(origin.head)
    named = origin.name.lower().endswith(_ENDINGS)
    return _BEGINS.match(text) is not None or (named and looks_like_html(text))


def read_page(origin: Origin, notices: Notices) -> tuple[list[str], tuple[Link, ...]]:
    """Return the lines that a reader of the page sees, and its links; what is cut off is told."""
    with origin.open() as stream:
        data = stream.read(_MOST_BYTES + 1)
    markup = _decoded(data[:_MOST_BYTES], origin)
    if len(data) > _MOST_BYTES or len(markup) > MAX_HTML:
        notices.add(
            "text-cut",
            f"The page is longer than {MAX_HTML:,} characters; look at its end by hand.",
            origin.path,
        )
    text, links = html_text(markup)
    return text.replace("\0", "").split("\n"), links


def _decoded(data: bytes, origin: Origin) -> str:
    marked = guess_encoding(origin.head)
    if marked.startswith("utf-16") or marked == "utf-8-sig":
        return data.decode(marked, "replace")
    declared = _CHARSET.search(data[:4096])
    return decode(data, declared[1].decode("ascii", "replace") if declared else "")[0]


def of_page(conversation: Conversation, links: tuple[Link, ...], origin: Origin) -> Conversation:
    """Return ``conversation`` as one of a page: with its links, and without rows.

    A row of what a browser shows is none of the file. A link goes to the first message that
    shows its words, else to the first of all.
    """
    from msgspec.structs import replace

    held: dict[int, list[Link]] = {}
    for link in links:
        held.setdefault(_shows(conversation.messages, link), []).append(link)
    messages = tuple(
        replace(message, locator=origin.at(), links=tuple(held.get(at, ())))
        for at, message in enumerate(conversation.messages)
    )
    return replace(conversation, messages=messages)


def _shows(messages: tuple[Message, ...], link: Link) -> int:
    if len(messages) < 2 or not link.text.strip():
        return 0
    return next((at for at, each in enumerate(messages) if link.text in each.text), 0)
