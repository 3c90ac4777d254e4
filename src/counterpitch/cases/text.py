"""Text on its way into a column or an index."""

import re
import unicodedata
from typing import Final

_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")


def plain(text: str, most: int = 2_000) -> str:
    """Return ``text`` as a database takes it: no zero byte, no half character, bounded."""
    if text.isascii() and "\x00" not in text:
        return text[:most]
    return _UNKEPT.sub("\ufffd", text)[:most]


def folded(text: str) -> str:
    """Return ``text`` as it is searched: compatibility forms as one, one case."""
    kept = _UNKEPT.sub(" ", text)
    # ASCII is its own compatibility form, and has no other lower case.
    if kept.isascii():
        return kept.lower()
    return unicodedata.normalize("NFKC", kept).casefold()
