"""Streams ``result.json``: the head of each chat, then its messages one by one."""

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

VALUE_LIMIT = 4_000_000
"""Parse events of one message; a message with more is not read."""


class ChatHead(NamedTuple):
    """What a chat says of itself; ``owner_id`` is the account's, where exported."""

    name: str = ""
    kind: str = ""
    id: str = ""
    owner_id: str = ""


class Entry(NamedTuple):
    """One entry of a chat's messages; ``row`` counts them from 1."""

    row: int
    value: dict[str, Any]


class Damage(NamedTuple):
    """The place where the JSON breaks off."""

    message: str


_CHATS = ("", "chats.list.item", "left_chats.list.item")
_MESSAGES = frozenset(f"{chat}.messages.item".lstrip(".") for chat in _CHATS)
_STARTS = frozenset(f"{chat}.messages".lstrip(".") for chat in _CHATS)
_FIELDS = {
    f"{chat}.{key}".lstrip("."): field
    for chat in _CHATS
    for key, field in (("name", "name"), ("type", "kind"), ("id", "id"))
}


def parts(stream: BinaryIO) -> Iterator[ChatHead | Entry | Damage]:
    """Yield heads and entries in the order of the file, and where it is damaged."""
    import ijson

    try:
        yield from _parts(ijson.parse(stream, use_float=True))
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as error:
        yield Damage(str(error)[:200])


def _parts(events: Iterator[tuple[str, str, Any]]) -> Iterator[ChatHead | Entry]:
    head, row = ChatHead(), 0
    for prefix, event, value in events:
        if prefix in _MESSAGES:
            row += 1
            entry = _build(events, prefix, event, value)
            yield Entry(row, entry if isinstance(entry, dict) else {})
        elif event == "start_array" and prefix in _STARTS:
            row = 0
            yield head
        elif prefix == "personal_information.user_id":
            head = head._replace(owner_id=str(value))
        elif prefix in _CHATS[1:] and event == "start_map":
            head = ChatHead(owner_id=head.owner_id)
        elif prefix in _FIELDS and event in ("string", "number"):
            head = head._replace(**{_FIELDS[prefix]: str(value)})


def _build(events: Iterator[tuple[str, str, Any]], prefix: str, event: str, value: Any) -> Any:
    """Build the value that begins with ``event``; None where it is too large to be a message."""
    from ijson import ObjectBuilder

    if event not in ("start_map", "start_array"):
        return value
    builder = ObjectBuilder()
    builder.event(event, value)
    last = event.replace("start", "end")
    count = 0
    for inner, event, value in events:
        count += 1
        if count <= VALUE_LIMIT:
            builder.event(event, value)
        if inner == prefix and event == last:
            break
    return builder.value if count <= VALUE_LIMIT else None
