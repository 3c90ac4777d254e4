"""What the recognisers' lean adds to the findings, sentence by sentence.

A sentence's lean goes to the surest indicator that the sentence carries or almost
carries, so that every part of a verdict quotes its words and says why. Where there is none it
does not count: nobody could be told what it stands for (decision 0021).
"""

from collections.abc import Container, Mapping, Sequence

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Kind
from counterpitch.model.match import Match, Quote
from counterpitch.recognisers.lean import amounts
from counterpitch.recognisers.recogniser import Read
from counterpitch.recognisers.sentences import Sentence


class Leaned(msgspec.Struct, frozen=True):
    """Matches with the log-odds that leans add to each (<= 0 against an approach).

    ``bare`` are those that only a lean found: they weigh what it adds and no more.
    """

    matches: list[Match]
    added: dict[str, float]
    bare: frozenset[str]


def leaned(
    conversation: Conversation, read: Read, weight: float, kinds: Mapping[str, Kind]
) -> Leaned:
    """Return the matches with what leans add; ``kinds`` are those of the indicators."""
    known = {match.indicator: match for match in read.context.matches}
    added: dict[str, float] = {}
    quotes: dict[str, list[Quote]] = {}
    leans = counted(read, kinds)
    for towards in (True, False):
        factor = weight if towards else -weight
        for number, amount in sorted(amounts(leans, towards=towards).items()):
            name = _name(number, read, kinds, towards=towards)
            if name is None:  # never: ``counted`` leaves no lean without a name
                continue
            added[name] = added.get(name, 0.0) + factor * amount
            quotes.setdefault(name, []).append(_quote(conversation, read, number))
    bare = [Match(name, tuple(own)) for name, own in quotes.items() if name not in known]
    joined = [_joined(match, quotes.get(match.indicator, ())) for match in known.values()]
    return Leaned([*joined, *bare], added, frozenset(match.indicator for match in bare))


def counted(read: Read, kinds: Mapping[str, Kind]) -> list[float]:
    """Return the leans that count, 0 for the others; ``kinds`` are those of the indicators.

    What the owner says never counts, nor what speaks against an approach far from what is asked,
    nor what has no name.
    """
    pairs = zip(read.reading.sentences, read.reading.lean.tolist(), strict=True)
    return [
        lean if sentence.sender == "contact" and _counts(lean, number, read, kinds) else 0.0
        for number, (sentence, lean) in enumerate(pairs)
    ]


def _counts(lean: float, number: int, read: Read, kinds: Mapping[str, Kind]) -> bool:
    if lean < 0.0 and number in read.reading.far:
        return False
    return _name(number, read, kinds, towards=lean > 0.0) is not None


def _name(number: int, read: Read, kinds: Mapping[str, Kind], *, towards: bool) -> str | None:
    """Return the surest indicator of the right kind that a sentence carries or almost carries."""
    kind = "approach" if towards else "benign"
    return next((name for name in read.context.near[number] if kinds.get(name) == kind), None)


def loose(matches: Sequence[Match], read: Read, asserted: Container[str]) -> frozenset[str]:
    """Return the matches that count within the narrow bound if they are counter-evidence.

    They are merely ``asserted``, or every quote stands far from what was read again.
    """
    far = [read.reading.sentences[number] for number in sorted(read.reading.far)]
    return frozenset(
        match.indicator
        for match in matches
        if match.indicator in asserted or _all_in(match.quotes, far)
    )


def _all_in(quotes: Sequence[Quote], sentences: Sequence[Sentence]) -> bool:
    return bool(sentences) and all(
        any(s.message == q.message and s.start < q.end and q.start < s.end for s in sentences)
        for q in quotes
    )


def _joined(match: Match, more: Sequence[Quote]) -> Match:
    """Return a match with the sentences that it did not quote yet, behind its own."""
    new = [
        quote
        for quote in more
        if not any(
            own.message == quote.message and own.start < quote.end and quote.start < own.end
            for own in match.quotes
        )
    ]
    if not new:
        return match
    # What carries the indicator is told before what only leans towards it.
    return Match(match.indicator, (*match.quotes, *new))


def _quote(conversation: Conversation, read: Read, number: int) -> Quote:
    sentence = read.reading.sentences[number]
    text = conversation.messages[sentence.message].text[sentence.start : sentence.end]
    return Quote(sentence.message, sentence.start, sentence.end, text)
