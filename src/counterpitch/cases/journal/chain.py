"""How an entry is hashed, so that a stranger can do it with any language's JSON and SHA-256.

An entry's hash is the SHA-256 of its canonical JSON: the keys ``action``, ``actor``, ``at``,
``payload_sha256``, ``previous``, ``seq`` and ``subject`` in this order, no white space, UTF-8
without escapes for what is not ASCII. ``at`` is ISO 8601 in UTC, microseconds included. What an
entry says is hashed apart, with 16 random bytes before it: once erased, nobody can guess it from
the hash. The first entry's ``previous`` is 64 zeros.
"""

import hashlib
import json
from datetime import datetime
from typing import Any, Final

import msgspec

GENESIS: Final = "0" * 64
SALT_BYTES: Final = 16

_PAYLOAD: Final = msgspec.json.Encoder(order="sorted")


def moment(at: datetime) -> str:
    """Return a time in UTC as entries hold it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_hash(
    seq: int, at: datetime, actor: str, action: str, subject: str, payload: str, previous: str
) -> str:
    """Return the hash of an entry; ``payload`` and ``previous`` are hashes (hex)."""
    document = {
        "action": action,
        "actor": actor,
        "at": moment(at),
        "payload_sha256": payload,
        "previous": previous,
        "seq": seq,
        "subject": subject,
    }
    return hashlib.sha256(canonical(document)).hexdigest()


def canonical(document: dict[str, Any]) -> bytes:
    """Return canonical JSON: sorted keys, no white space, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "replace")


def payload_text(payload: dict[str, Any]) -> str:
    """Return what an entry says as it is kept."""
    return _PAYLOAD.encode(payload).decode("utf-8")


def payload_hash(salt: bytes, text: str) -> str:
    """Return the salted hash of what an entry says."""
    return hashlib.sha256(salt + text.encode("utf-8")).hexdigest()
