"""Texts without the names in them, for showing excerpts to others."""

import re
from typing import Final

from counterpitch.features.greetings import greeted
from counterpitch.model.conversation import Conversation

BLANK: Final = "▮▮▮"
_ADDRESS: Final = re.compile(r"[\w.+-]{1,80}@[\w.-]{1,120}|https?://[^\s<>]{1,500}", re.IGNORECASE)
_PIECE: Final = re.compile(r"[^\W\d_][\w'’-]*")
_HAN: Final = re.compile("[\u3400-\u9fff]")


class Nameless:
    """Blanks out the names of the two people of one conversation, and all addresses."""

    def __init__(self, conversation: Conversation) -> None:
        names = [conversation.contact.name, conversation.owner.name]
        names += [message.author for message in conversation.messages]
        for message in conversation.messages:
            names += greeted(message.text)
        words = {word for name in names for word in _PIECE.findall(name) if _tells(word)}
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        options = (
            re.escape(word) if _HAN.search(word) else rf"\b{re.escape(word)}\b"
            for word in longest_first
        )
        self._names = re.compile("|".join(options) or "(?!)")

    def shown(self, text: str) -> str:
        """Return ``text`` with names and addresses as blanks."""
        return self._names.sub(BLANK, _ADDRESS.sub(BLANK, text))


def _tells(word: str) -> bool:
    """Tell whether a word of a name is worth blanking: no initials and no particles."""
    return len(word) > 1 if _HAN.search(word) else len(word) > 2 and word[0].isupper()
