"""What a contact's entries tell at once is what the finders say one by one."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.features.facts import ADDRESSES, EMAIL, FINDERS, LINKS, PROFILES, READS, Fact
from counterpitch.indicators.contactfacts import contact_facts
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Link, Message
from counterpitch.rulebook.book import rulebook

NAMES = (*FINDERS, "5:3")
COMPANIES = st.sampled_from(["", " ", "Alder Marine", "Müller & Söhne", "Northlight", "-"])
MAILBOXES = st.sampled_from([
    None, "", "kim@aldermarine.example", "kim@gmail.com", "kim@north1ight.example", "no address",
    "info@mueller-soehne.example",
])  # fmt: skip
PAGES = st.lists(
    st.sampled_from([
        "https://bit.ly/3x", "http://192.0.2.7/a", "https://xn--80ak6aa92e.example", "no page",
        "https://north1ight.example", "https://aldermarine.example",
    ]),
    max_size=3,
).map(tuple)  # fmt: skip


def told_by_finders(conversation: Conversation, name: str) -> list[Fact]:
    """Return what the finder of one fact yields."""
    return list(FINDERS[name](conversation, rulebook()))


@settings(deadline=None)  # the first company or host reads lists
@given(COMPANIES, MAILBOXES, PAGES)
def test_without_links_in_messages_all_that_is_read_from_entries_is_told(
    company: str, email: str | None, links: tuple[str, ...]
) -> None:
    """Where only mailbox and pages are there, every answer is what its finder yields."""
    message = Message(sender="contact", text="Dear Kim, a short call?")
    contact = Contact(company=company, email=email, links=links)
    conversation = Conversation("c", "linkedin", (message,), contact)
    answers = contact_facts(NAMES, rulebook())(conversation, EMAIL | PROFILES)
    for name, answer in zip(NAMES, answers, strict=True):
        if READS.get(name, 0) & (EMAIL | PROFILES):
            assert answer is not None
            assert list(answer) == told_by_finders(conversation, name)
        else:
            assert answer is None


@pytest.mark.parametrize("written", [LINKS, ADDRESSES, LINKS | ADDRESSES])
def test_where_messages_hold_links_finders_that_read_them_are_to_be_asked(written: int) -> None:
    """A link beside or in a message can add to what is read from links; the mailbox stays told."""
    links = (Link("https://bit.ly/3x", "here"),)
    message = Message(sender="contact", text="See https://bit.ly/4y", links=links)
    contact = Contact(company="Northlight", email="kim@north1ight.example")
    conversation = Conversation("c", "linkedin", (message,), contact)
    find = contact_facts(NAMES, rulebook())
    answers = dict(zip(NAMES, find(conversation, EMAIL | written), strict=True))
    assert [name for name, answer in answers.items() if answer is not None] == [
        "mail.freemail-for-company", "mail.domain-not-company", "mail.domain-is-company",
    ]  # fmt: skip
    told = answers["mail.domain-not-company"]
    assert told is not None
    assert list(told) == told_by_finders(conversation, "mail.domain-not-company")


def test_another_contact_gets_its_own_answers() -> None:
    """What is kept of one contact is never told of another."""
    find = contact_facts(NAMES, rulebook())
    at = NAMES.index("mail.freemail-for-company")
    message = Message(sender="contact", text="Dear Kim")
    private = Conversation(
        "c", "linkedin", (message,), Contact(company="Northlight", email="kim@gmail.com")
    )
    own = msgspec.structs.replace(
        private, contact=Contact(company="Northlight", email="kim@northlight.example")
    )
    assert find(private, EMAIL)[at] == (Fact(0, 0, 0, "kim@gmail.com for Northlight"),)
    assert find(own, EMAIL)[at] == ()
    assert find(private, EMAIL)[at] == (Fact(0, 0, 0, "kim@gmail.com for Northlight"),)
