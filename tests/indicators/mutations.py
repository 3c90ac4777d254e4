"""Texts damaged and disguised at random, to compare the two cores on more than fair writing."""

import random
from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from counterpitch.model.conversation import Conversation

_ODD: Final = (
    "\x00\x1e\n\r\t.!?§$€£'’`_@:/-+ \u200b\u200d\u202e\u00ad\ufeff\u2028\u0301\u00a0İıſßŒﬁⅫ½٣１７千万元"
    "аеорсхΑοк中上海王女士한がヶ\ud800\udfff\U0001f600𝓬𝗱abcXYZ0189"
)
_SLICES: Final = ("\n\n", " . ", "www.acme.example ", "a@b.example ", "+44 7700 900123 ", "€5,000 ",
                  "5 тыс. руб. ", "d a t a ", "3 500 euros ", "中 文 ", "раyment ", "Dr. ")  # fmt: skip


def _flip(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice(_ODD) + text[at + draw.randrange(2) :]


def _splice(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice(_SLICES) + text[at:]


def _swap(draw: random.Random, text: str) -> str:
    a, b = sorted(draw.randrange(len(text) + 1) for _ in range(2))
    return text[b:] + text[:a] + text[a:b]


_WAYS: Final[tuple[Callable[[random.Random, str], str], ...]] = (_flip, _flip, _splice, _swap)


def mutated(draw: random.Random, conversation: Conversation) -> Conversation:
    """Return ``conversation`` with a few random changes in each of its texts."""
    messages = []
    for message in conversation.messages:
        text = message.text
        for _ in range(draw.randrange(1, 8)):
            text = draw.choice(_WAYS)(draw, text)
        messages.append(replace(message, text=text))
    return replace(conversation, messages=tuple(messages))
