"""Names cut into lines that fit a box; how wide a text is, nearly."""

import re
import unicodedata
from typing import Final

from counterpitch.render.plain import one_line

PER_LINE: Final = 23
MOST_LINES: Final = 3
SLANTED: Final = 18
"""As much stands on a line between slanted sides, where there is a line more for it."""

_NARROW: Final = frozenset("iljtfrI.,:;'|!() ")
_BROAD: Final = frozenset("mwMW@%&—")

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str, most: int = 160) -> str:
    """Return ``text`` on one line, without what shows nothing or what XML cannot hold."""
    return one_line(_NO_XML.sub("·", text), most)


def width_of(text: str) -> float:
    """Return how wide ``text`` is, in usual small letters; no font is asked."""
    return sum(map(_wide, text))


def _wide(letter: str) -> float:
    if letter in _NARROW:
        return 0.6
    if unicodedata.east_asian_width(letter) in "WF":
        return 2.0
    if letter in _BROAD:
        return 1.5
    return 1.25 if letter.isupper() else 1.1 if letter.isdigit() else 1.0


def lines_of(name: str, slanted: bool = False) -> tuple[str, ...]:
    """Return ``name`` on at most ``MOST_LINES`` lines; what does not fit ends in "…"."""
    wide, most = (SLANTED, MOST_LINES + 1) if slanted else (PER_LINE, MOST_LINES)
    words = _broken(safe(name, 300).split(" "), wide)
    lines: list[str] = [""]
    for word in words:
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined) <= wide:
            lines[-1] = joined
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = _cut(lines[-1], wide)
            break
    return tuple(line for line in lines if line) or ("(no name)",)


def _broken(words: list[str], wide: int) -> list[str]:
    """Return ``words`` with those that fill more than a line cut into pieces."""
    pieces: list[str] = []
    for word in words:
        piece = ""
        for letter in word:
            if width_of(piece + letter) > wide:
                pieces.append(piece)
                piece = ""
            piece += letter
        pieces.append(piece)
    return pieces


def _cut(line: str, wide: int) -> str:
    while width_of(line) > wide - 1:
        line = line[:-1]
    return f"{line.rstrip()}…"
