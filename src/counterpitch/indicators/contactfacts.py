"""Facts that a contact's own entries tell, for all of a conversation's questions at once.

Most conversations ask for the same few facts: whether the mailbox fits the company, whether the
contact's own pages are what they seem. They say the same whatever was written, so they are found
once for a contact and not anew, by one finder after the other, for each conversation.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from counterpitch.features.facts import ADDRESSES, EMAIL, FINDERS, LINKS, PROFILES, READS, Fact
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.rulebook.book import Rulebook

Answers = Sequence[tuple[Fact, ...] | None]
"""By the number of a fact: where it was seen, or None if its finder must be asked."""
ContactFacts = Callable[[Conversation, int], Answers]

_CONTACT: Final = EMAIL | PROFILES
_WRITTEN: Final = LINKS | ADDRESSES
_KEPT: Final = 4096
"""Contacts whose answers are kept; each is a dozen short texts at most."""


def contact_facts(names: Sequence[str], book: Rulebook) -> ContactFacts:
    """Return what answers for the facts ``names`` that a contact's entries tell.

    It is called with a conversation and the kinds of facts that are possible there (``READS``).
    A finder is given the contact's entries alone; so where messages hold links or addresses,
    those that read links too have to be asked.
    """
    kinds = [READS.get(name, 0) for name in names]

    @lru_cache(maxsize=_KEPT)
    def known(email: str | None, company: str, links: tuple[str, ...], written: bool) -> Answers:
        contact = Contact(email=email, company=company, links=links)
        alone = Conversation("", "other", (), contact)
        return tuple(
            tuple(FINDERS[name](alone, book))
            if kind & _CONTACT and not (written and kind & _WRITTEN)
            else None
            for name, kind in zip(names, kinds, strict=True)
        )

    def answers(conversation: Conversation, possible: int) -> Answers:
        contact = conversation.contact
        return known(contact.email, contact.company, contact.links, possible & _WRITTEN != 0)

    return answers
