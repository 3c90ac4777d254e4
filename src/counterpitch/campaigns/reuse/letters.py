"""Letters: what of a character counts when texts are compared, and how much it weighs.

Case, accents, compatibility forms, look-alike letters, invisible marks, digits, blanks and
punctuation are what senders vary; none of them counts. A window is measured in units, so that it
holds about as much text in every script: a syllable or ideograph counts three, a letter one.
"""

from functools import cache
from typing import TYPE_CHECKING, Final

from counterpitch.features.letters import CONFUSABLE_TO_LATIN, FOLD_TABLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LETTER_UNITS: Final = 1
SYLLABLE_UNITS: Final = 3
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

    table = np.zeros(_LAST, np.uint32)
    for code in range(_TABLED):
        folded = FOLD_TABLE[code]
        if folded and folded[0].isalpha():
            table[code] = ord(CONFUSABLE_TO_LATIN.get(ord(folded[0]), folded[0]))
    table[_TABLED:] = np.arange(_TABLED, _LAST)
    units = np.full(_LAST, LETTER_UNITS, np.uint32)
    for first, last in _SYLLABLES:
        units[first : last + 1] = SYLLABLE_UNITS
    table[table > 0] |= units[table[table > 0]] << np.uint32(24)
    return table


def letters(text: str) -> str:
    """Return the letters of ``text`` that count, as a text of their own."""
    table = letter_table()
    entries = (int(table[code]) for code in map(ord, text) if code < len(table))
    return "".join(chr(entry & 0xFFFFFF) for entry in entries if entry)
