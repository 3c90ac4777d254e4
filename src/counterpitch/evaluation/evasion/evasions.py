"""The evasions, each a change of what the contact wrote; the owner's words stay."""

import random
from collections.abc import Callable
from typing import Final

import msgspec

from counterpitch.evaluation.evasion.letters import look_alikes, typos, zero_width
from counterpitch.evaluation.evasion.padding import compliance, small_talk
from counterpitch.evaluation.evasion.words import reworded
from counterpitch.evaluation.sentences import Sentences
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message

Change = Callable[[Conversation, random.Random], Conversation]


def _each(change: Callable[[str, random.Random], str]) -> Change:
    """Return a change of every message of the contact."""

    def changed(conversation: Conversation, chance: random.Random) -> Conversation:
        return _with(
            conversation,
            [
                _worded(m, change(m.text, chance)) if m.sender == "contact" else m
                for m in conversation.messages
            ],
        )

    return changed


def _synonyms(conversation: Conversation, chance: random.Random) -> Conversation:
    language = conversation.language
    return _each(lambda text, _: reworded(text, language))(conversation, chance)


def _compliance(conversation: Conversation, chance: random.Random) -> Conversation:
    return _beside(conversation, compliance(conversation.language), last=True)


def _appended(conversation: Conversation, chance: random.Random) -> Conversation:
    return _beside(conversation, small_talk(conversation.language, chance), last=True)


def _prepended(conversation: Conversation, chance: random.Random) -> Conversation:
    return _beside(conversation, small_talk(conversation.language, chance), last=False)


def _split(conversation: Conversation, chance: random.Random) -> Conversation:
    """Cut each message of the contact at its sentence ends."""
    messages: list[Message] = []
    for message in conversation.messages:
        if message.sender != "contact":
            messages.append(message)
            continue
        spans = Sentences(message.text).spans()
        pieces = [message.text[start:end].strip() for start, end in spans]
        messages += [_worded(message, piece) for piece in pieces if piece]
    return _with(conversation, messages)


def _together(conversation: Conversation, chance: random.Random) -> Conversation:
    for change in (_synonyms, _each(typos), _compliance, _split):
        conversation = change(conversation, chance)
    return conversation


EVASIONS: Final[dict[str, Change]] = {
    "typos, 1 word in 12": _each(typos),
    "look-alike letters": _each(look_alikes),
    "zero-width characters": _each(zero_width),
    "synonyms": _synonyms,
    "compliance paragraph": _compliance,
    "2,000 words after": _appended,
    "2,000 words before": _prepended,
    "split at sentence ends": _split,
    "synonyms, typos, compliance, split": _together,
}
"""What is tried, in the order of the table."""


def evaded(conversation: Conversation, name: str, seed: int) -> Conversation:
    """Return ``conversation`` with the evasion ``name`` applied; the same for the same seed."""
    chance = random.Random(f"{seed}/{name}/{conversation.id}")  # noqa: S311 - no secrets  # nosec B311
    return EVASIONS[name](conversation, chance)


def _beside(conversation: Conversation, words: str, *, last: bool) -> Conversation:
    """Return ``conversation`` with ``words`` in the contact's last or first message."""
    places = [at for at, m in enumerate(conversation.messages) if m.sender == "contact"]
    if not places:
        return conversation
    messages = list(conversation.messages)
    at = places[-1 if last else 0]
    text = messages[at].text
    messages[at] = _worded(messages[at], f"{text}\n\n{words}" if last else f"{words}\n\n{text}")
    return _with(conversation, messages)


def _worded(message: Message, text: str) -> Message:
    return msgspec.structs.replace(message, text=text)


def _with(conversation: Conversation, messages: list[Message]) -> Conversation:
    return msgspec.structs.replace(conversation, messages=tuple(messages))
