"""Secrets that are handed out once and kept as digests only."""

import hashlib
import secrets


def new_id() -> str:
    """Return a short random id: 96 bits as hexadecimal."""
    return secrets.token_hex(12)


def new_secret() -> str:
    """Return a random secret of 256 bits, safe in addresses and cookies."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 (hex) of a random secret.

    A slow hash would protect a guessable secret; these have 256 random bits.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
