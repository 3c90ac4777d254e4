"""Letters: what of a character counts when texts are compared, and how much it weighs.

Case, accents, compatibility forms, look-alike letters, invisible marks, digits, blanks and
punctuation are what senders vary; none of them counts. A window is measured in units, so that it
holds about as much text in every script: a syllable or ideograph counts three, a letter one.

The table is data, not worked out anew: so a text has the same number under every version of
Python, whose own tables of characters differ, and a process starts a fifth of a second sooner.
"""

import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LETTER_UNITS: Final = 1
SYLLABLE_UNITS: Final = 3
FILE: Final = "data/letters.bin"
_TABLED: Final = 0x20000
_LAST: Final = 0x32400
_SYLLABLES: Final = (
    (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
    (0x20000, _LAST - 1),
)  # fmt: skip


@cache
def letter_table() -> "NDArray[np.uint32]":
    """Return, for each code point, the letter it counts as and (from bit 24 on) its units; 0 for
    none.

    Code points beyond the table count for nothing.
    """
    import numpy as np

    raw = zlib.decompress(files("counterpitch.campaigns").joinpath(FILE).read_bytes())
    moved, units = np.frombuffer(raw, "<i4", _LAST), np.frombuffer(raw, np.uint8, _LAST, 4 * _LAST)
    letter = np.where(units > 0, np.arange(_LAST) + moved, 0)
    return letter.astype(np.uint32) | units.astype(np.uint32) << np.uint32(24)


def derived_table() -> "NDArray[np.uint32]":
    """Work the table out from the rules of folding and this Python's tables of characters."""
    import numpy as np

    from counterpitch.features.letters import CONFUSABLE_TO_LATIN, FOLD_TABLE

    table = np.zeros(_LAST, np.uint32)
    for code in range(_TABLED):
        folded = FOLD_TABLE[code]
        if folded and folded[0].isalpha():
            table[code] = ord(CONFUSABLE_TO_LATIN.get(ord(folded[0]), folded[0]))
    table[_TABLED:] = np.arange(_TABLED, _LAST)
    units = np.full(_LAST, LETTER_UNITS, np.uint32)
    for first, last in _SYLLABLES:
        units[first : last + 1] = SYLLABLE_UNITS
    table[table > 0] |= units[table > 0] << np.uint32(24)
    return table


def packed(table: "NDArray[np.uint32]") -> bytes:
    """Return ``table`` as the file holds it: by how much each letter is moved, then its units."""
    import numpy as np

    letter = (table & np.uint32(0xFFFFFF)).astype(np.int64)
    moved = np.where(table > 0, letter - np.arange(len(table)), 0).astype("<i4")
    units = (table >> np.uint32(24)).astype(np.uint8)
    return zlib.compress(moved.tobytes() + units.tobytes(), 9)


def letters(text: str) -> str:
    """Return the letters of ``text`` that count, as a text of their own."""
    table = letter_table()
    entries = (int(table[code]) for code in map(ord, text) if code < len(table))
    return "".join(chr(entry & 0xFFFFFF) for entry in entries if entry)
