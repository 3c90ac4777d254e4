"""Bytes to text, where the declared character set may be absent, unknown or a lie."""

import codecs
import re
from functools import lru_cache

_SUPERSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "hz-gb-2312": "hz",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "big5": "big5hkscs", "shift_jis": "cp932",
    "utf8mb4": "utf-8", "utf-8-bom": "utf-8", "unicode-1-1-utf-7": "utf-7", "x-sjis": "cp932",
    "iso-8859-8-i": "iso8859-8", "win-1251": "cp1251", "x-mac-roman": "mac-roman",
}  # fmt: skip
# Codecs of the standard library that are character sets; others are encodings of
# something else, some of them slow on hostile input.
_SETS = ("utf", "iso8859", "iso2022", "cp", "koi8", "gb", "big5", "euc", "shift", "mac", "tis",
         "hz", "johab", "kz1048", "ptcp154", "latin", "hp-roman8")  # fmt: skip
_MANY_BYTES = ("gb", "big5", "euc", "shift", "cp932", "cp949", "cp950", "johab", "utf-16", "utf-32")
_SEVEN_BITS = ("iso2022", "hz", "utf-7")
_NO_SET = ("", "ascii", "us-ascii", "ansi_x3.4-1968", "unknown-8bit", "8bit", "default", "utf-8")

_LOOK = 65_536
_HANZI = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_COMMON_HANZI = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|\xa3[\xa1-\xfe]|\xa1[\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")
_CYRILLIC_1251 = re.compile(rb"[\xe0-\xff]")
_CYRILLIC_KOI8 = re.compile(rb"[\xc0-\xdf]")
_LETTERS = re.compile(rb"[A-Za-z]")


@lru_cache(maxsize=256)
def codec_name(declared: str) -> str:
    """Return the codec for a declared character set, "" if there is none."""
    name = declared.strip().strip("\"'").lower()[:60]
    if name in _NO_SET:
        return ""
    try:
        found = codecs.lookup(_SUPERSETS.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    return found if found.startswith(_SETS) else ""


def decode(data: bytes, declared: str = "") -> tuple[str, bool]:
    """Return ``data`` as text, and whether the character set had to be guessed.

    Never fails: bytes that fit nothing become the replacement character.
    """
    name = codec_name(declared)
    if name.startswith(_SEVEN_BITS) or (data.isascii() and b"\x1b$" not in data):
        text = data.decode(name or "ascii", "replace")
        # UTF-7 lets half characters through, which cannot be written down again.
        return text.encode("utf-8", "replace").decode("utf-8"), False
    if not name and b"\x1b$" in data:
        return data.decode("iso2022_jp", "replace"), True
    order = [name, "utf-8"] if name.startswith(_MANY_BYTES) else ["utf-8", name]
    for each in filter(None, order):
        try:
            return data.decode(each), False
        except UnicodeError:
            continue
    if name:
        # A few damaged bytes are likelier than a wrong declaration.
        text = data.decode(name, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return text, True
    return data.decode(guess(data), "replace"), True


def guess(data: bytes) -> str:
    """Return the codec that 8-bit data, not UTF-8, most likely is in."""
    sample = data[:_LOOK]
    high = len(_HIGH.findall(sample))
    pairs = _HANZI.findall(sample)
    if (
        2 * len(pairs) >= 0.95 * high
        and len(_COMMON_HANZI.findall(b"".join(pairs))) > len(pairs) / 2
    ):
        return "gb18030"
    if high > len(_LETTERS.findall(sample)) / 3 and high > 8:
        windows, koi = (len(each.findall(sample)) for each in (_CYRILLIC_1251, _CYRILLIC_KOI8))
        if max(windows, koi) > high * 0.6:
            return "cp1251" if windows >= koi else "koi8_r"
    return "cp1252"
