"""Tells texts in a script that no rule covers: what stands in them is not read.

A statement about what was read, never an input of a score. Languages in Latin letters beyond the
five are not told apart.
"""

import itertools
import re
from typing import Final

from counterpitch.model.conversation import Conversation

LOOKED_AT: Final = 2_000
"""Characters of a conversation that decide."""
NOT_READ: Final = "This language is not read; only addresses, links and times are looked at."
_KANA: Final = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_OTHER: Final = (
    "\u0370-\u03ff\u1f00-\u1fff"  # Greek
    "\u0530-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"  # Armenian, Hebrew, Arabic and their neighbours
    "\u0900-\u1c7f"  # Devanagari to Ethiopic and Khmer, Hangul's single letters
    "\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul
)
_UNREAD: Final = re.compile(f"[{_KANA}{_OTHER}]")
_KANA_ONLY: Final = re.compile(f"[{_KANA}]")
_HAN: Final = re.compile("[\u3400-\u9fff]")


def is_unread(conversation: Conversation) -> bool:
    """Tell whether most letters belong to a script that no rule covers.

    Where kana stand among Chinese characters, those are Japanese.
    """
    if all(each.text.isascii() for each in conversation.messages):
        return False
    pieces = itertools.islice(
        itertools.chain.from_iterable(each.text for each in conversation.messages), LOOKED_AT
    )
    text = "".join(pieces)
    if not _UNREAD.search(text):
        return False
    # An address says nothing about the language that it stands in.
    text = " ".join(word for word in text.split() if not (word.isascii() and _is_address(word)))
    unread = len(_UNREAD.findall(text))
    letters = sum(map(str.isalpha, text))
    if len(_KANA_ONLY.findall(text)) * 10 > letters:
        unread += len(_HAN.findall(text))
    return unread * 2 > letters


def _is_address(word: str) -> bool:
    return "://" in word or "@" in word or "/" in word
