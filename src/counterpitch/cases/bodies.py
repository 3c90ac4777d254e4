"""Conversations and verdicts as they are kept: JSON of their structs, with a SHA-256."""

import hashlib
from typing import Any, Final

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict

_ENCODE: Final = msgspec.json.Encoder().encode
_CONVERSATION: Final = msgspec.json.Decoder(Conversation)
_VERDICT: Final = msgspec.json.Decoder(Verdict)


def encoded(struct: msgspec.Struct) -> bytes:
    """Return a struct as JSON; half a character, which no encoding can write, becomes ``?``."""
    try:
        return _ENCODE(struct)
    except UnicodeEncodeError:
        return _ENCODE(_writable(msgspec.to_builtins(struct)))


def conversation(body: bytes | None) -> Conversation | None:
    """Return the conversation that was kept; None after erasure."""
    return None if body is None else _CONVERSATION.decode(body)


def verdict(body: bytes | None) -> Verdict | None:
    """Return the verdict that was kept; None after erasure."""
    return None if body is None else _VERDICT.decode(body)


def sha256(body: bytes) -> str:
    """Return the SHA-256 (hex) of what is kept."""
    return hashlib.sha256(body).hexdigest()


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_writable(key): _writable(each) for key, each in value.items()}
    return [_writable(each) for each in value] if isinstance(value, list | tuple) else value
