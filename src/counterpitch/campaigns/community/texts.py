"""Text signatures as keys: the same wording, whatever stands between the letters."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final

from counterpitch.campaigns.keys import Key, Place
from counterpitch.features.fold import fold
from counterpitch.model.conversation import Conversation

WORDS: Final = 12
"""Words of a passage; shorter ones are said by strangers."""
SIGNS: Final = 24
"""Letters of a passage in a script without blanks."""
KEPT: Final = 32
"""Passages kept of one message: those with the smallest digests, so that copies keep the same."""
_MASK: Final = "§"
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def text_keys(conversations: Iterable[Conversation]) -> Iterator[Key]:
    """Yield ``text-passage`` keys of the contacts' messages.

    A passage is 12 folded words (24 signs in scripts without blanks); addresses and numbers are
    masked, so a passage that holds one differs from none by it. Passages are sampled by smallest
    digest (bottom-k), so that two copies with some sentences changed still meet.
    """
    for conversation in conversations:
        for index, message in enumerate(conversation.messages):
            if message.sender == "contact":
                for digest in passages(message.text):
                    yield Key(conversation.id, "text-passage", digest, Place(index))


def passages(text: str) -> list[str]:
    """Return the digests of the sampled passages of ``text``; none if it is too short."""
    folded = fold(text[:100_000]).replace(" . ", " ")
    unspaced = len(_UNSPACED.findall(folded)) * 2 > len(folded)
    parts = list(folded.replace(" ", "")) if unspaced else folded.split()
    size, glue = (SIGNS, "") if unspaced else (WORDS, " ")
    found = {
        hashlib.sha256(glue.join(parts[at : at + size]).encode("utf-8", "replace")).hexdigest()
        for at in range(len(parts) - size + 1)
    }
    return sorted(found)[:KEPT]
