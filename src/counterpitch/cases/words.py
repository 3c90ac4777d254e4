"""The words of a text, as the full-text index keeps them.

A word is a run of letters and digits, as it stands between blanks and signs. What is written
without blanks (Chinese) is kept as every character and every pair of neighbouring ones. A
word over ``LONGEST`` is kept in pieces that overlap, so that any part of it of up to ``PART``
characters lies within one of them.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from operator import add
from typing import Final

from counterpitch import _native

LONGEST: Final = 40
STEP: Final = 20
PART: Final = LONGEST - STEP + 1

_RANGES: Final = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE: Final = re.compile(f"[{_RANGES}]+")
_OTHER: Final = re.compile(rf"[^\W{_RANGES}]+")
PIECE: Final = re.compile(rf"([{_RANGES}]+)|[^\W{_RANGES}]+")
"""A Chinese run (the group is set) or a run of other letters."""
_SIGNS: Final = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00b7\u2022\u20ac\u00a3"
"""What stands between words of European texts; no letter and no digit is among it."""
_APART: Final = bytes(n if chr(n).isalnum() or n == ord("_") else 32 for n in range(128)) + bytes(
    range(128, 256)
)
"""What is no letter and no digit of ASCII, as blanks; bytes of UTF-8."""


def words(text: str) -> set[str]:
    """Return the words of a folded ``text``, each once; none of them holds a blank."""
    for sign in _SIGNS if not text.isascii() else "":
        text = text.replace(sign, " ")
    runs = text.encode("utf-8", "surrogatepass").translate(_APART)
    found = set(runs.decode().split()) if runs.isascii() else _mixed(set(runs.split()))
    if found and max(map(len, found)) > LONGEST:
        long = {word for word in found if len(word) > LONGEST}
        return (found - long).union(*map(_pieces, long))
    return found


def _mixed(runs: set[bytes]) -> set[str]:
    """Return the words of runs of which some have letters beyond ASCII; most have none."""
    plain = {run for run in runs if run.isascii()}
    found = set(b" ".join(plain).decode().split())
    rest = b" ".join(runs - plain).decode("utf-8", "surrogatepass")
    found.update(_OTHER.findall(rest))
    for run in _CHINESE.findall(rest):
        found.update(pairs(run), run)
    return found


def pairs(run: str) -> Iterator[str]:
    """Return every pair of neighbouring characters."""
    return map(add, run, run[1:])


def _pieces(word: str) -> Iterator[str]:
    return (word[at : at + LONGEST] for at in range(0, len(word) - STEP, STEP))


def number(word: str) -> int:
    """Return the number under which PostgreSQL keeps a word.

    One or two characters have one of their own; longer words share one with some other once
    in billions, and what is found by them is compared with the text.
    """
    if len(word) < 3:
        return 1 << 42 | ord(word[0]) << 21 | ord(word[1:] or "\x00")
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def worded(text: str) -> str:
    """Return the ``words`` of a folded ``text`` with blanks between."""
    return " ".join(words(text)) if _native.words is None else _native.words(text)


def numbered(found: str) -> bytes:
    """Return the numbers of words with blanks between as PostgreSQL reads ``bigint[]`` in its
    binary form.
    """
    if _native.numbers is not None:
        return _native.numbers(found)
    elements = b"".join(struct.pack(">iq", 8, number(word)) for word in found.split())
    if not elements:
        return struct.pack(">iii", 0, 0, _BIGINT)
    return struct.pack(">iiiii", 1, 0, _BIGINT, len(elements) // 12, 1) + elements


_BIGINT: Final = 20
