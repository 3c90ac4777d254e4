"""The file that organisations exchange: a header, and tags in an order that says nothing.

JSON Lines. The first line is the header, each other line one tag in hex. Tags are sorted, which for
keyed hashes is a random order, and filled up with random ones to a power of two: a reader sees
neither how many values there are nor which belong together, nor of which kind they are.
"""

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.campaigns.community.key import CommunityKey
from counterpitch.campaigns.community.tag import SIZE
from counterpitch.errors import UnreadableInput, UsageError

FORMAT: Final = "counterpitch.seen/1"
LEAST: Final = 256
"""Tags in the smallest file."""
LARGEST: Final = 1024 * 1024 * 1024


class Header(msgspec.Struct, frozen=True):
    """What a file says of itself: format, number of the key, sender as they wish to be called."""

    format: str
    key: str
    sender: str = ""
    month: str = ""


class SeenFile(msgspec.Struct, frozen=True):
    """A file as read: its header, its tags, and how many lines were no tag."""

    header: Header
    tags: frozenset[bytes]
    damaged: int = 0


def write_seen(
    path: Path, key: CommunityKey, found: Iterable[bytes], *, sender: str = "", month: str = ""
) -> int:
    """Write ``found`` with padding to ``path``; return how many lines of tags it has."""
    real = set(found)
    size = max(LEAST, 1 << (len(real) - 1).bit_length()) if real else LEAST
    padded = set(real)
    while len(padded) < size:
        padded.add(secrets.token_bytes(SIZE))
    header = Header(FORMAT, key.number, sender, month)
    try:
        with path.open("wb") as stream:
            stream.write(msgspec.json.encode(header) + b"\n")
            stream.writelines(b'"%s"\n' % each.hex().encode() for each in sorted(padded))
    except OSError as error:
        raise UsageError(f"it cannot be written ({error.strerror}).", where=str(path)) from None
    return size


def read_seen(path: Path, key: CommunityKey) -> SeenFile:
    """Return the file at ``path``; raise ``UnreadableInput`` if it is none or of another key."""
    try:
        with path.open("rb") as stream:
            header = _header(stream.readline(65_536), path)
            if header.key != key.number:
                raise UnreadableInput(
                    f"it was made with another key ({header.key[:16]}; yours is {key.number}).",
                    where=str(path),
                    hint="Agree on one key, and ask for the file again.",
                )
            found, damaged = _tags(stream)
    except OSError as error:
        raise UnreadableInput(f"it cannot be read ({error.strerror}).", where=str(path)) from None
    return SeenFile(header, found, damaged)


def _header(line: bytes, path: Path) -> Header:
    try:
        header = msgspec.json.decode(line, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError):
        header = Header("", "")
    if header.format != FORMAT:
        raise UnreadableInput(
            f"this is no file of the form {FORMAT}.", where=str(path), hint="Ask for it again."
        )
    return header


def _tags(stream: Iterable[bytes]) -> tuple[frozenset[bytes], int]:
    found, damaged = set(), 0
    for line in stream:
        text = line.strip().strip(b'"')
        try:
            value = bytes.fromhex(text.decode("ascii"))
        except ValueError:
            value = b""
        if len(value) == SIZE:
            found.add(value)
        elif text:
            damaged += 1
    return frozenset(found), damaged
