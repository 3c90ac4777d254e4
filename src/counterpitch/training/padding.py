"""Padded copies: what costs a contact nothing must not change how the rest reads.

Some conversations are learned a second time with strange sentences among their own, twins in
the same way: words of compliance that other contacts merely asserted, or a run of sentences
from an ordinary conversation. So the network learns that these speak for nobody.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.recognisers.sentences import Sentence
from counterpitch.training.corpus import Example

SHARE: Final = 0.25
"""Share of the conversations (twins together) of which a padded copy is learned."""
WEIGHT: Final = 0.5
ASSERTED: Final = (2, 6)
"""Sentences of compliance that are added, at least and at most."""
WORDS: Final = (40, 120)
"""Words of ordinary talk that are added, at least and at most."""
_NOWHERE: Final = -1
"""Message of an added sentence: no mark of the conversation stands in it."""


class _Donors(msgspec.Struct):
    """Where sentences are taken from, by language."""

    asserted: dict[str, list[Sentence]]
    talk: dict[str, list[list[Sentence]]]


def padded(examples: Sequence[Example], asserted: frozenset[str], seed: int) -> list[Example]:
    """Return padded copies of some ``examples``; ``asserted`` are indicators that cost nothing."""
    draw = random.Random(seed)  # noqa: S311 - reproducible, not secret  # nosec B311
    donors = _donors(examples, asserted)
    groups = sorted({example.group for example in examples if example.weight >= 1.0})
    ways = {group: draw.choice(("asserted", "talk")) for group in groups if draw.random() < SHARE}
    return [
        copy
        for example in examples
        if example.group in ways
        for copy in _copy(example, ways[example.group], donors, draw)
    ]


def _copy(example: Example, way: str, donors: _Donors, draw: random.Random) -> Iterator[Example]:
    language = example.conversation.language
    added = (
        _some(donors.asserted.get(language, []), draw)
        if way == "asserted"
        else _run(donors.talk.get(language, []), draw)
    )
    own = [n for n, s in enumerate(example.sentences) if s.sender == "contact"]
    if not added or not own:
        return
    at = draw.choice((own[0], own[-1] + 1, draw.choice(own) + 1))
    sentences = [*example.sentences[:at], *map(_strange, added), *example.sentences[at:]]
    own_id = msgspec.structs.replace(example.conversation, id=f"{example.id}/padded")
    yield msgspec.structs.replace(
        example, conversation=own_id, sentences=sentences, group=f"padded/{example.group}",
        weight=example.weight * WEIGHT, marked=False,
    )  # fmt: skip


def _strange(sentence: Sentence) -> Sentence:
    return msgspec.structs.replace(sentence, message=_NOWHERE, sender="contact")


def _some(sentences: list[Sentence], draw: random.Random) -> list[Sentence]:
    return draw.sample(sentences, min(len(sentences), draw.randint(*ASSERTED)))


def _run(talks: list[list[Sentence]], draw: random.Random) -> list[Sentence]:
    if not talks:
        return []
    talk, least = draw.choice(talks), draw.randint(*WORDS)
    begin = draw.randrange(len(talk))
    run: list[Sentence] = []
    words = 0
    for sentence in talk[begin:]:
        words += len(sentence.words.split())
        if words > WORDS[1]:
            break
        run.append(sentence)
        if words >= least:
            break
    return run


def _donors(examples: Sequence[Example], asserted: frozenset[str]) -> _Donors:
    donors = _Donors({}, {})
    for example in examples:
        language = example.conversation.language
        for number in sorted({n for n, name in example.evidence() if name in asserted}):
            if example.sentences[number].sender == "contact":
                donors.asserted.setdefault(language, []).append(example.sentences[number])
        if example.label == "legitimate" and not example.marked:
            talk = [s for s in example.sentences if s.sender == "contact"]
            if talk:
                donors.talk.setdefault(language, []).append(talk)
    return donors
