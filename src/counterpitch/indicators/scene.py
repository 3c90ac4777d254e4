"""A scene: everything that conditions may look at in one conversation."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Final

from counterpitch.features.facts import FINDERS
from counterpitch.features.fold import fold, trace
from counterpitch.features.mask import Masker
from counterpitch.features.money import Currencies, amounts
from counterpitch.indicators.hits import Hit, Hits
from counterpitch.indicators.phrasebook import Phrasebook
from counterpitch.model.conversation import Conversation
from counterpitch.rulebook.book import Rulebook

_STOP: Final = re.compile(r"\.")
Offsets = tuple[list[int], list[int]]
MAX_TEXT = 100_000
"""Characters of one message that are matched: a longer text is matched up to here."""


class Scene:
    """One conversation under observation: folded texts, phrase hits, facts, results."""

    def __init__(
        self,
        conversation: Conversation,
        book: Rulebook,
        phrases: Phrasebook,
        masker: Masker,
        currencies: Currencies,
    ) -> None:
        self.conversation = conversation
        self.book = book
        self.masker = masker
        self._currencies = currencies
        self.texts = [fold(message.text[:MAX_TEXT], masker) for message in conversation.messages]
        self.hits: dict[int, Hits] = {}
        self.results: dict[str, Hits] = {}
        self._facts: dict[str, Hits] = {}
        self._stops: dict[int, list[int]] = {}
        self._written_stops: dict[int, list[int]] = {}
        self._offsets: dict[int, Offsets] = {}
        for index, message in enumerate(conversation.messages):
            for leaf, start, end in phrases.find(self.texts[index], message.sender):
                self.hits.setdefault(leaf, []).append(Hit(index, start, end))

    def sentence(self, hit: Hit) -> int:
        """Return the number of the sentence in which a hit begins."""
        if hit.fact:
            return self._sentence_of_fact(hit)
        stops = self._stops.get(hit.message)
        if stops is None:
            stops = [match.start() for match in _STOP.finditer(self.texts[hit.message])]
            self._stops[hit.message] = stops
        return bisect_right(stops, hit.start)

    def _sentence_of_fact(self, hit: Hit) -> int:
        """Return the sentence in which a fact stands, or -1 if it is not in the text."""
        if hit.end == 0:
            return -1
        stops = self._written_stops.get(hit.message)
        if stops is None:
            starts = self.traced(hit.message)[0]
            folded = self.texts[hit.message]
            stops = [starts[match.start()] for match in _STOP.finditer(folded)]
            self._written_stops[hit.message] = stops
        return bisect_left(stops, hit.start)

    def traced(self, index: int) -> Offsets:
        """Return where every character of a folded text begins and ends in the original."""
        if index not in self._offsets:
            text = self.conversation.messages[index].text[:MAX_TEXT]
            traced = trace(text, self.masker)
            self._offsets[index] = (traced.starts or [], traced.ends or [])
        return self._offsets[index]

    def fact(self, name: str) -> Hits:
        """Return where the feature ``name`` was seen."""
        if name not in self._facts:
            self._facts[name] = [
                Hit(fact.message, fact.start, fact.end, fact.words)
                for fact in FINDERS[name](self.conversation, self.book)
            ]
        return self._facts[name]

    @cached_property
    def money(self) -> list[tuple[float, Hit]]:
        """Return the amounts that the contact names, as facts in their messages."""
        return [
            (
                amount.value,
                Hit(index, amount.start, amount.end, message.text[amount.start : amount.end]),
            )
            for index, message in enumerate(self.conversation.messages)
            if message.sender == "contact"
            for amount in amounts(message.text[:MAX_TEXT], self._currencies)
        ]

    @cached_property
    def contact_order(self) -> dict[int, int]:
        """Return, for each message of the contact, its 1-based number among them."""
        numbers: dict[int, int] = {}
        for index, message in enumerate(self.conversation.messages):
            if message.sender == "contact":
                numbers[index] = len(numbers) + 1
        return numbers
