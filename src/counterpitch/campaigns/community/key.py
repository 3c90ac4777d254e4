"""The key of a community: 32 random bytes that its members share and nobody else."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.errors import UsageError

FORMAT: Final = "counterpitch-community-key 1"
BYTES: Final = 32


class CommunityKey(msgspec.Struct, frozen=True):
    """A key. ``repr`` shows its public number only."""

    secret: bytes

    @property
    def number(self) -> str:
        """Return 16 hex digits that tell keys apart and reveal nothing of the secret."""
        return hmac.digest(self.secret, b"counterpitch.seen/1 key number", "sha256").hex()[:16]

    def __repr__(self) -> str:
        return f"CommunityKey({self.number})"


def new_key(path: Path) -> CommunityKey:
    """Write a new random key to ``path``, readable by its owner alone; never over a file."""
    key = CommunityKey(secrets.token_bytes(BYTES))
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(
            "there is a file of that name.", where=str(path), hint="A key is never overwritten."
        ) from None
    except OSError as error:
        raise UsageError(f"it cannot be written ({error.strerror}).", where=str(path)) from None
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(f"{FORMAT}\n{key.secret.hex()}\n")
    return key


def read_key(path: Path) -> CommunityKey:
    """Return the key in ``path``; raise ``UsageError`` where there is none."""
    try:
        with path.open("rb") as stream:
            words = stream.read(1024).decode("ascii", "replace").split("\n")
    except OSError as error:
        raise UsageError(f"the key cannot be read ({error.strerror}).", where=str(path)) from None
    try:
        secret = bytes.fromhex(words[1].strip()) if words[0].strip() == FORMAT else b""
    except (IndexError, ValueError):
        secret = b""
    if len(secret) != BYTES:
        raise UsageError(
            "this is no community key.",
            where=str(path),
            hint="Make one with 'counterpitch seen new-key', or ask a member for theirs.",
        )
    return CommunityKey(secret)


def subkey(key: CommunityKey, kind: str) -> bytes:
    """Return the key for one kind of value, so that equal values of two kinds never meet."""
    label = f"counterpitch.seen/1 kind {kind}".encode()
    return hmac.digest(key.secret, label, hashlib.sha256)
