"""A synthetic corpus: varied conversations recombined from the development sets.

Sentences are drawn from all sets (so honest, covert and scam moves mix as they come), with
fresh digits and words, so that no two messages are alike and no cache is flattered.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from counterpitch.intake.jsonl import read
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message

MEAN_LENGTH = 565
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")


def development(folder: Path) -> list[Conversation]:
    """Return the conversations of the development sets."""
    found: list[Conversation] = []
    for path in sorted(folder.glob("*.jsonl")):
        if not path.stem.endswith("evidence"):
            found += list(read(Origin.of_file(path), Notices()))
    return found


def synthetic(base: list[Conversation], count: int, seed: int = 1) -> Iterator[Conversation]:
    """Yield ``count`` varied conversations of one to six messages of about 565 characters."""
    draw = random.Random(seed)
    pools: dict[str, list[str]] = {}
    for conversation in base:
        for message in conversation.messages:
            pools.setdefault(conversation.language, []).extend(
                filter(None, _SENTENCE.split(message.text))
            )
    for number in range(count):
        origin = draw.choice(base)
        messages = tuple(
            Message(
                "owner" if n % 2 else "contact",
                _text(draw, pools[origin.language], origin.language),
            )
            for n in range(draw.choice((1, 1, 2, 3, 3, 4, 6)))
        )
        yield Conversation(f"bench-{number:06d}", origin.channel, messages, origin.contact)


def _text(draw: random.Random, pool: list[str], language: str) -> str:
    wanted = max(40, draw.gauss(MEAN_LENGTH, 220)) / (2.5 if language == "zh" else 1)
    parts: list[str] = []
    size = 0
    while size < wanted:
        sentence = _varied(draw, draw.choice(pool))
        parts.append(sentence)
        size += len(sentence) + 1
    return ("" if language == "zh" else " ").join(parts)


def _varied(draw: random.Random, sentence: str) -> str:
    """Return a sentence with other digits, and a word less or a word more."""
    fresh = re.sub(r"\d", lambda _: str(draw.randrange(10)), sentence)
    words = fresh.split(" ")
    if len(words) > 3:
        at = draw.randrange(len(words))
        if draw.random() < 0.5:
            del words[at]
        else:
            words.insert(at, draw.choice(words))
    return " ".join(words)
