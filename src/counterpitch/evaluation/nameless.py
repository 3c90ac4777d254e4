"""Texts without the names in them, for showing excerpts to others."""

import re
from typing import Final

from counterpitch.features.greetings import greeted
from counterpitch.model.conversation import Conversation

BLANK: Final = "▮▮▮"
_ADDRESS: Final = re.compile(r"[\w.+-]{1,80}@[\w.-]{1,120}|https?://[^\s<>]{1,500}", re.IGNORECASE)
_PIECE: Final = re.compile(r"[^\W\d_]+")
_HAN: Final = re.compile("[\u3400-\u9fff]")
HAN_NAMES: Final = 200
"""Chinese names of one conversation that are blanked: each is sought by itself."""


class Nameless:
    """Blanks out the names of the two people of one conversation, and all addresses."""

    def __init__(self, conversation: Conversation) -> None:
        names = [conversation.contact.name, conversation.owner.name]
        names += [message.author for message in conversation.messages]
        for message in conversation.messages:
            names += greeted(message.text)
        words = {word for name in names for word in _PIECE.findall(name)}
        han = sorted(word for word in words if _HAN.search(word) and len(word) > 1)
        # Initials and particles tell nobody's name, and are words of every text.
        self._words = {word for word in words if len(word) > 2 and word[0].isupper()}
        self._han = re.compile("|".join(map(re.escape, han[:HAN_NAMES])) or "(?!)")

    def shown(self, text: str) -> str:
        """Return ``text`` with names and addresses as blanks."""
        text = self._han.sub(BLANK, _ADDRESS.sub(BLANK, text))
        return _PIECE.sub(lambda match: BLANK if match[0] in self._words else match[0], text)
