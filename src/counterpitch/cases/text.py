"""Text on its way into a column or an index."""

import re
import unicodedata
from typing import Final

_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")


def plain(text: str, most: int = 2_000) -> str:
    """Return ``text`` as a database takes it: no zero byte, no half character, bounded."""
    return _UNKEPT.sub("\ufffd", text)[:most]


def folded(text: str) -> str:
    """Return ``text`` as it is searched: compatibility forms as one, one case."""
    return unicodedata.normalize("NFKC", _UNKEPT.sub(" ", text)).casefold()
