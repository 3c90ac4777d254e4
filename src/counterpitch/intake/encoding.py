"""Turns a byte stream of any usual encoding into UTF-8, chunk by chunk."""

import codecs
import io
import re
from typing import BinaryIO, Final

CHUNK = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def guess_encoding(head: bytes) -> str:
    """Name the encoding that ``head``, the beginning of a text, is written in.

    A byte-order mark decides; then UTF-16 by where its zero bytes stand; then
    UTF-8 if it decodes; then GB 18030 if what is not ASCII is nearly all common
    Chinese characters; else Windows-1252.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if utf16 := _unmarked_utf16(head):
        return utf16
    if _is_utf8(head):
        return "utf-8"
    return "gb18030" if _is_chinese(head) else "cp1252"


def decode_head(head: bytes) -> str:
    """Return ``head`` as text; damaged characters become U+FFFD."""
    return head.decode(guess_encoding(head), "replace")


class Utf8Stream(io.RawIOBase):
    """A readable stream of UTF-8 made from ``source`` in ``encoding``.

    Damaged characters become U+FFFD.
    """

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._pending = b""
        self._ended = False

    def readable(self) -> bool:
        """Return True: it can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill ``buffer`` and return how many bytes were written, 0 at the end."""
        while not self._pending and not self._ended:
            chunk = self._source.read(CHUNK)
            self._ended = not chunk
            text = self._decoder.decode(chunk, final=self._ended)
            self._pending = text.encode("utf-8", "replace")
        part = self._pending[: len(buffer)]
        self._pending = self._pending[len(part) :]
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        """Close this stream and its source."""
        if not self.closed:
            self._source.close()
        super().close()


def utf8(source: BinaryIO, head: bytes) -> BinaryIO:
    """Return ``source`` as a stream of UTF-8 bytes; ``head`` is its beginning."""
    encoding = guess_encoding(head)
    if encoding == "utf-8":
        return source
    return io.BufferedReader(Utf8Stream(source, encoding), CHUNK)


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return False
    return True


_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_COMMON: Final = re.compile(rb"(?:[\xb0-\xd7][\xa1-\xfe]|[\xa1\xa3][\xa1-\xfe])")
"""A character of GB 2312's first level, of its punctuation, or of its wide Latin letters."""
_LEAST_PAIRS: Final = 6


def _is_chinese(head: bytes) -> bool:
    """Tell whether ``head`` is text as Chinese Windows saves it.

    Letters of other old encodings stand alone among ASCII, or in words of any length; here they
    come in pairs only, most of which are the 3,755 most frequent characters.
    """
    runs = _HIGH.findall(head)
    if runs and head[-1] >= 0x80 and len(runs[-1]) % 2:
        # The beginning of a longer text may end within a character.
        runs[-1] = runs[-1][:-1]
    pairs = sum(len(run) // 2 for run in runs)
    if pairs < _LEAST_PAIRS or any(len(run) % 2 for run in runs):
        return False
    common = sum(len(_COMMON.findall(run)) for run in runs)
    return common >= 0.9 * pairs and pairs >= 1.25 * len(runs)


def _unmarked_utf16(head: bytes) -> str:
    sample = head[:512]
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > half * 0.7 and sample[0::2].count(0) == 0:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.7 and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return ""
