"""Undoes what keeps an identifier from being read: defanging, invisible marks, wide letters."""

import re
from typing import Final

from counterpitch.features.fold import Text

_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms of ASCII: one for one."""
_NOT_ASCII: Final = re.compile("[\uff01-\uff5e]")
_STOP: Final = re.compile("(?<=[A-Za-z0-9])\u3002(?=[A-Za-z0-9])")
"""The Chinese full stop where a browser takes it for a dot: between Latin letters."""
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)
_DEFANGED: Final = re.compile(
    r"hxxp|h\*\*p|[\[({](?:\.|dot|punkt|point)[\])}]|[\[({](?:@|at)[\])}]|\[:(?://)?\]|\[//?\]",
    re.I,
)
_AROUND: Final = re.compile(
    r"[ \t]?[\[({](?P<dot>\.|dot|punkt|point)[\])}][ \t]?"
    r"|[ \t]?[\[({](?P<at>@|at)[\])}][ \t]?"
    r"|\[(?P<plain>:(?://)?|//?)\]"
    r"|(?P<scheme>h(?:xx|\*\*)p)(?=s?(?:\[?:|:))",
    re.I,
)


def cleaned(text: str) -> Text:
    """Return ``text`` in plain letters; a traced text where offsets had to change.

    Nothing is taken away but marks that cannot be seen.
    """
    plain = text
    if not text.isascii():
        if _NOT_ASCII.search(plain):
            plain = plain.translate(_WIDE)
        if "\u3002" in plain:
            plain = _STOP.sub(".", plain)
        hidden = _INVISIBLE.search(plain) is not None
    else:
        hidden = False
    defanged = _could_be_defanged(plain) and _DEFANGED.search(plain) is not None
    if not hidden and not defanged:
        return Text(plain)
    traced = Text(plain, traced=True)
    if hidden:
        traced.sub(_INVISIBLE, "")
    if defanged:
        traced.sub(_AROUND, _refanged)
    return traced


def _could_be_defanged(text: str) -> bool:
    return any(mark in text for mark in ("[", "(", "{", "xxp", "XXP", "Xxp", "**"))


def _refanged(match: re.Match[str]) -> str:
    if match["dot"]:
        return "."
    if match["at"]:
        return "@"
    return match["plain"] or "http"


def place(text: Text, start: int, end: int) -> tuple[int, int]:
    """Return where ``start`` to ``end`` of a cleaned text stood in the text as received."""
    if text.starts is None or text.ends is None or end <= start:
        return start, end
    return text.starts[start], text.ends[end - 1]
