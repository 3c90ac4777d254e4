"""Letters: how one character is folded, and which letters look alike across scripts."""

import unicodedata
from typing import Final

SENTENCE_END: Final = "\x1e"
_ENDERS: Final = frozenset("!?;。！？；｡⁇⁈⁉‼؟।")
_APOSTROPHES: Final = frozenset("'’‘ʼ`´ʹ＇‛")
_INVISIBLE: Final = frozenset(("Cf", "Mn", "Me", "Cs", "Co"))

_SPECIAL: Final = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
    "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʟ": "l", "ɪ": "i", "ʀ": "r", "ᴀ": "a", "ʙ": "b",
    "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ɢ": "g", "ʜ": "h", "ᴊ": "j", "ᴋ": "k",
    "ᴍ": "m", "ɴ": "n", "ᴏ": "o", "ᴘ": "p", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v",
    "ᴡ": "w", "ʏ": "y", "ᴢ": "z", "օ": "o", "ո": "n", "ս": "u", "հ": "h", "ց": "g",
    "ѐ": "е", "ѝ": "и", "ꭰ": "d", "ꭱ": "r", "ꭲ": "t", "ꮓ": "z",
}  # fmt: skip

_LOOK_ALIKES: Final = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "н": "h", "і": "i", "ї": "i",
    "ј": "j", "к": "k", "ӏ": "l", "м": "m", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t",
    "у": "y", "ѵ": "v", "ԝ": "w", "х": "x", "г": "r", "ь": "b", "п": "n",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
    "τ": "t", "υ": "u", "χ": "x", "ω": "w", "γ": "y", "ς": "c", "ϲ": "c", "ϳ": "j",
}  # fmt: skip

CONFUSABLE_TO_LATIN: Final = {ord(a): b for a, b in _LOOK_ALIKES.items()}
LATIN_TO_CYRILLIC: Final = {
    ord(b): a for a, b in _LOOK_ALIKES.items() if "\u0430" <= a <= "\u044f" and a not in "нпгь"
}


class _FoldTable(dict[int, str | None]):
    """Code point to folded text, worked out once per character on first use."""

    def __missing__(self, code: int) -> str | None:
        # None and not "": it keeps str.translate on its fast path for ASCII.
        folded = self[code] = _fold_character(chr(code)) or None
        return folded


def _fold_character(char: str) -> str:
    if char in _APOSTROPHES:
        return ""
    if char in _ENDERS:
        return SENTENCE_END
    if char in ".\n§":
        return char
    category = unicodedata.category(char)
    if category in _INVISIBLE:
        return ""
    return "".join(_plain(each) for each in _decompose(char))


def _decompose(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).casefold()
    if "\uac00" <= char <= "\ud7a3":
        return plain
    return unicodedata.normalize("NFD", plain)


def _plain(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if unicodedata.category(char) in _INVISIBLE or char in _APOSTROPHES:
        return ""
    if char == "." or char in _ENDERS:
        return "." if char == "." else SENTENCE_END
    return char if char.isalnum() else " "


FOLD_TABLE: Final = _FoldTable()
"""Maps every code point to what it is folded to; for ``str.translate``."""

for _code in range(128):
    FOLD_TABLE[_code]
