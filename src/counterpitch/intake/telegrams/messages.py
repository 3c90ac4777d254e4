"""One entry of ``result.json`` as a message."""

import re
from datetime import UTC, datetime
from typing import Any

from counterpitch.intake.chatlog.drafts import Draft
from counterpitch.model.message import Attachment, Link

_FILES = ("file", "photo")
_KEY = re.compile(r"(?:user|channel|chat)?(?P<number>-?\d{1,20})$")


def author_key(sender: object) -> str:
    """Return the number of a sender (``user123`` and ``123`` are one account)."""
    text = str(sender) if sender is not None else ""
    found = _KEY.match(text)
    return found["number"] if found else text


def draft_of(entry: dict[str, Any], row: int) -> Draft | None:
    """Return the message of ``entry``, or None where it has no readable text or sender."""
    text, links = _text(entry)
    if text is None:
        return None
    author = _word(entry.get("from"))
    key = author_key(entry.get("from_id")) or author or "deleted account"
    sent_at, assumed = _moment(entry)
    forwarded = _word(entry.get("forwarded_from"))
    shown = f"{author} (forwarded from {forwarded})" if forwarded else author
    return Draft(key, shown, text, sent_at, row, assumed, links, _attachments(entry))


def _text(entry: dict[str, Any]) -> tuple[str | None, tuple[Link, ...]]:
    pieces = entry.get("text", entry.get("text_entities", ""))
    if isinstance(pieces, str):
        entities = entry.get("text_entities")
        return pieces, _links(entities if isinstance(entities, list) else [])
    if not isinstance(pieces, list):
        return None, ()
    return "".join(_piece(piece) for piece in pieces), _links(pieces)


def _piece(piece: object) -> str:
    if isinstance(piece, dict):
        return _word(piece.get("text"))
    return piece if isinstance(piece, str) else ""


def _links(pieces: list[Any]) -> tuple[Link, ...]:
    """Return the links that stand behind other words."""
    return tuple(
        Link(_word(piece.get("href")), _word(piece.get("text")))
        for piece in pieces
        if isinstance(piece, dict) and piece.get("type") == "text_link" and piece.get("href")
    )


def _moment(entry: dict[str, Any]) -> tuple[datetime | None, bool]:
    """Return when a message was sent, and whether its zone had to be assumed."""
    try:
        return datetime.fromtimestamp(int(entry["date_unixtime"]), UTC), False
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        pass
    try:
        local = datetime.fromisoformat(entry["date"])
    except (KeyError, TypeError, ValueError):
        return None, False
    return (local, False) if local.tzinfo else (local.replace(tzinfo=UTC), True)


def _attachments(entry: dict[str, Any]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            _word(entry.get("file_name")) or path.rsplit("/", 1)[-1],
            _word(entry.get("mime_type")),
        )
        for key in _FILES
        if (path := _word(entry.get(key)))
    )


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
