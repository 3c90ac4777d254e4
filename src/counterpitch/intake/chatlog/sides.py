"""Who of a chat's authors was approached, and who approaches."""

import re
from collections import Counter
from typing import NamedTuple

from counterpitch.intake.pasted.vocabulary import FIRST_PERSON, SECOND_PERSON

AUTHOR_LIMIT = 10_000
"""Authors counted; a file with more is no chat."""

_NUMBER = re.compile(r"\+?[\d\s().-]{6,24}$")


class Sides(NamedTuple):
    """The author who was approached and the main one who was not; ``guessed`` if unsure."""

    owner: str
    contact: str
    guessed: bool


class Authors:
    """Counts the messages of each author, in order of first appearance."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.strangers: set[str] = set()

    def add(self, author: str, *, stranger: bool = False) -> None:
        """Count a message; ``stranger`` marks an author not in the owner's address book."""
        if author not in self.counts and len(self.counts) >= AUTHOR_LIMIT:
            return
        self.counts[author] += 1
        if stranger or _NUMBER.match(author):
            self.strangers.add(author)

    def decide(self, *, owner: str = "", contact: str = "") -> Sides:
        """Return the sides; ``owner`` and ``contact`` are what the source says of them.

        Else words such as "You" decide, then the chat's name, then who is
        missing from the address book. Else the first to write is the contact.
        """
        authors = list(self.counts)
        known = owner if owner in self.counts else next(filter(is_owner_word, authors), "")
        if known or len(authors) < 2:
            return Sides(known, self._contact(known, contact), False)
        if len(authors) == 2:
            named = [author for author in authors if author == contact]
            strangers = [author for author in authors if author in self.strangers]
            certain = named or (strangers if len(strangers) == 1 else [])
            other = certain[0] if certain else authors[0]
            return Sides(authors[other == authors[0]], other, not certain)
        return self._guess(authors)

    def _guess(self, authors: list[str]) -> Sides:
        """In a group, take the second to write whom the address book knows as the owner."""
        familiar = [each for each in authors if each not in self.strangers] or authors
        owner = familiar[1] if len(familiar) > 1 and familiar[0] == authors[0] else familiar[0]
        return Sides(owner, self._contact(owner, ""), True)

    def _contact(self, owner: str, contact: str) -> str:
        others = {name: count for name, count in self.counts.items() if name != owner}
        if contact in others or not others:
            return contact
        return max(others, key=lambda name: others[name])


def is_owner_word(author: str) -> bool:
    """Tell whether ``author`` is a word such as "Me" or "You"."""
    return author.casefold() in FIRST_PERSON | SECOND_PERSON
