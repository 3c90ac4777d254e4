"""Where a text names a person: the whole name as given, and not a part of other words.

"Ann" stands in "planned" and "Joanna" too; who erases or exports one person must not touch
others. Where words are written without blanks, as in Chinese, a name may stand beside anything.
"""

import re
from typing import Final

from counterpitch.cases.text import folded

_SPACED: Final = "\u0530"
"""Below it lie the Latin, Greek and Cyrillic letters, between whose words something stands."""


def named(text: str, person: str) -> bool:
    """Tell whether ``text`` names ``person``, in whatever case or width of letters."""
    wanted = folded(person.strip())
    return bool(wanted) and _alone(wanted).search(folded(text)) is not None


def without(text: str, person: str, gone: str) -> str:
    """Return ``text`` with ``gone`` where it names ``person`` in letters as given, in any case."""
    name = person.strip()
    return _alone(name).sub(gone.replace("\\", r"\\"), text) if name else text


def _alone(name: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if _is_word(name[0]) else ""
    after = r"(?!\w)" if _is_word(name[-1]) else ""
    return re.compile(before + re.escape(name) + after, re.IGNORECASE)


def _is_word(letter: str) -> bool:
    return letter < _SPACED and (letter.isalnum() or letter == "_")
