"""The patient way from an odd line to a conversation: what is readable is read."""

import json
import re
from typing import TypeVar, cast, get_args

import msgspec

from counterpitch.intake.chatlog.order import in_order, oldest_first
from counterpitch.intake.identity import stable_id
from counterpitch.intake.interchange.wire import KNOWN, with_zone
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Channel, Contact, Conversation, Owner
from counterpitch.model.message import Locator, Message, Side

T = TypeVar("T", bound=msgspec.Struct)
CHANNELS = frozenset(get_args(Channel))
_SIDE = re.compile(r'"from"\s*:\s*"(?:contact|owner)"')
_DROP_SURROGATES = re.compile("[\ud800-\udfff]")


class Lenient:
    """Decodes lines that stray from the format; every repair becomes a notice."""

    def __init__(self, origin: Origin, notices: Notices, unit: str = "Line") -> None:
        self._unit = unit
        self._origin = origin
        self._notices = notices
        self._row = 0

    def decode(self, line: bytes, place: Locator) -> Conversation | None:
        """Return what can be read of ``line``, or None if it is no conversation."""
        self._row = place.row or 0
        if b"\x00" in line:
            line = line.replace(b"\x00", b"")
            self._note("zero-bytes", "holds zero bytes, which were left out")
            if not line.strip():
                return None
        value = parse(line)
        if value is None:
            self._note("damaged-row", "is no JSON object and was left out")
            return None
        return self.build(value, place, stable_id("line", line.decode("utf-8", "replace")))

    def build(self, value: dict[str, object], place: Locator, name: str) -> Conversation | None:
        """Return the conversation of a decoded object; ``name`` stands in for a missing id."""
        self._row = place.row or 0
        entries = value.get("messages")
        if not isinstance(entries, list):
            self._note("damaged-row", "has no list of messages and was left out")
            return None
        extra = {key: each for key, each in value.items() if key not in KNOWN}
        return Conversation(
            self._word(value, "id") or name,
            self._channel(value, extra),
            self._messages(entries, place),
            self._struct(Contact, value.get("contact"), "contact"),
            self._struct(Owner, value.get("owner"), "owner"),
            self._word(value, "language"),
            self._word(value, "title"),
            extra,
        )

    def _channel(self, value: dict[str, object], extra: dict[str, object]) -> Channel:
        channel = value.get("channel")
        if channel in CHANNELS:
            return cast(Channel, channel)
        if channel is not None:
            extra["channel"] = channel
            self._note(
                "unknown-channel", f"names the unknown channel {channel!r:.40}; kept as other"
            )
        return "other"

    def _word(self, value: dict[str, object], key: str) -> str:
        word = value.get(key)
        if word is None or isinstance(word, str):
            return word or ""
        if isinstance(word, int | float):
            return str(word)
        self._note("wrong-type", f"has no text as its {key}, which was left empty")
        return ""

    def _messages(self, entries: list[object], place: Locator) -> tuple[Message, ...]:
        read = (self._message(entry, place) for entry in entries)
        messages = tuple(message for message in read if message is not None)
        if in_order(messages):
            return messages
        self._note("out-of-order", "has messages out of order; they were sorted by date")
        return oldest_first(messages)

    def _message(self, entry: object, place: Locator) -> Message | None:
        if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
            self._note("damaged-message", "holds a message without text, left out")
            return None
        side = entry.get("from")
        if side not in get_args(Side):
            self._note(
                "unknown-sender",
                f"holds a message from {side!r:.40}, neither contact nor owner, left out",
            )
            return None
        fields = {key: each for key, each in entry.items() if key != "from"}
        message = self._struct(Message, fields | {"sender": side}, "message")
        sent_at, assumed = with_zone(message.sent_at, message.zone_assumed)
        return msgspec.structs.replace(
            message, sent_at=sent_at, zone_assumed=assumed, locator=message.locator or place
        )

    def _struct(self, kind: type[T], value: object, what: str) -> T:
        """Return ``value`` as ``kind``, without the fields that have another type."""
        entries = value if isinstance(value, dict) else {}
        if value is not None and not isinstance(value, dict):
            self._note("wrong-type", f"has a {what} that is no object, left out")
        kept: dict[str, object] = {}
        for field in msgspec.structs.fields(kind):
            each = entries.get(field.encode_name)
            if each is None:
                continue
            try:
                kept[field.name] = msgspec.convert(each, field.type)
            except (msgspec.ValidationError, ValueError):
                self._note("wrong-type", f"has a {what} whose {field.name} has the wrong type")
        self._unknown(kind, entries, what)
        return kind(**kept)

    def _unknown(self, kind: type[msgspec.Struct], entries: dict[str, object], what: str) -> None:
        unknown = sorted(entries.keys() - set(kind.__struct_encode_fields__))
        if unknown:
            keys = ", ".join(unknown)[:80]
            self._note("unknown-key", f"has a {what} with unknown keys ({keys}), left out")

    def _note(self, kind: str, what: str) -> None:
        message = f"{self._unit} {self._row} {what}."
        self._notices.add(kind, message, self._origin.path, row=self._row)


def parse(line: bytes) -> dict[str, object] | None:
    """Return the object that ``line`` holds, or None; lone surrogates become U+FFFD."""
    text = line.decode("utf-8-sig", "replace")
    try:
        value = json.loads(text, parse_int=_number, parse_constant=lambda _: None, strict=False)
    except (ValueError, RecursionError):
        return None
    return _clean(value) if isinstance(value, dict) else None


def looks_like_conversation(line: str) -> bool:
    """Tell whether ``line``, possibly cut off, is a conversation of this format."""
    if not line.lstrip().startswith("{") or '"messages"' not in line:
        return False
    if _SIDE.search(line):
        return True
    value = parse(line.encode("utf-8", "replace")) or {}
    return value.get("messages") == [] and {"id", "channel"} <= value.keys()


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) < 19 else float(digits)


def _clean(value: dict[str, object]) -> dict[str, object]:
    try:
        encoded = json.dumps(value, ensure_ascii=False)
        if not _DROP_SURROGATES.search(encoded):
            return value
        return cast(dict[str, object], json.loads(_DROP_SURROGATES.sub("\ufffd", encoded)))
    except (ValueError, RecursionError):
        return {}
