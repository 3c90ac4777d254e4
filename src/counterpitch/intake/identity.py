"""Identifiers that stay the same when the same export is read again."""

import hashlib


def stable_id(prefix: str, *parts: str) -> str:
    """Return ``prefix-`` and 12 hex digits that depend on ``parts`` alone."""
    joined = "\x1f".join(parts).encode("utf-8", "replace")
    return f"{prefix}-{hashlib.sha256(joined).hexdigest()[:12]}"
