"""What the recognisers' lean adds to the findings, sentence by sentence.

A sentence's lean goes to the surest indicator that the sentence carries, or, where it
carries none, to a sign of its own, so that every part of a verdict quotes its words.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Kind
from counterpitch.model.match import Match, Quote
from counterpitch.recognisers.lean import amounts
from counterpitch.recognisers.recogniser import Read

TOWARDS: Final = "reads-like-approach"
AGAINST: Final = "reads-like-honest-contact"


class Leaned(msgspec.Struct, frozen=True):
    """Matches, and the log-odds that leans add to each by name (<= 0 against an approach)."""

    matches: list[Match]
    added: dict[str, float]


def leaned(
    conversation: Conversation, read: Read, weight: float, kinds: Mapping[str, Kind]
) -> Leaned:
    """Return the matches with what leans add; ``kinds`` are those of the indicators."""
    added: dict[str, float] = {}
    signs: dict[str, list[Quote]] = {}
    leans = read.reading.lean.tolist()
    for towards, kind, sign in ((True, "approach", TOWARDS), (False, "benign", AGAINST)):
        factor = weight if towards else -weight
        for number, amount in sorted(amounts(leans, towards=towards).items()):
            own = [n for n in read.context.carried[number] if kinds.get(n) == kind]
            name = own[0] if own else sign
            added[name] = added.get(name, 0.0) + factor * amount
            if not own:
                signs.setdefault(sign, []).append(_quote(conversation, read, number))
    matches = [*read.context.matches, *(Match(n, tuple(q)) for n, q in signs.items())]
    return Leaned(matches, added)


def _quote(conversation: Conversation, read: Read, number: int) -> Quote:
    sentence = read.reading.sentences[number]
    text = conversation.messages[sentence.message].text[sentence.start : sentence.end]
    return Quote(sentence.message, sentence.start, sentence.end, text)
