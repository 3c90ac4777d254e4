"""Who must not be recognisable: every field and every message that names somebody."""

from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import MailHeaders, Message
from counterpitch.secondreader.identities import identities


def test_fields_headers_and_messages_name_people() -> None:
    """Names, addresses, profile pages, greetings, signatures; each on its side."""
    headers = MailHeaders("dana.okafor@brightmoor.example", "Dana O.", "desk@quorndon.example")
    messages = (
        Message("contact", "Dear Ines,\nhello.\nBest,\nDee", headers=headers, author="Dana"),
        Message("owner", "Hi Danny,\nno.\nIssy", author="Me"),
    )
    contact = Contact(
        "Dana Okafor", "Partner at Brightmoor Partners", "Brightmoor Partners Group",
        email="d.okafor@brightmoor.example", profile_url="https://linkedin.com/in/dana-oka-1a2b",
    )  # fmt: skip
    owner = Owner(name="Ines Roth", organisation="Tarnbeck")
    who = identities(Conversation("t", "email", messages, contact, owner))
    assert {"Dana Okafor", "Dee", "Danny", "Dana O.", "okafor", "oka"} <= set(who.contact)
    assert {"Ines Roth", "Ines", "Issy"} <= set(who.owner)
    assert {"Brightmoor Partners Group", "BPG", "Tarnbeck", "brightmoor", "quorndon"} <= set(
        who.companies
    )
    assert "Me" not in (*who.contact, *who.owner)


def test_a_field_may_hold_a_name_that_is_a_word() -> None:
    """Somebody may be called Du; only the words of exports for the two sides are nobody."""
    assert "Du" in identities(Conversation("t", "text", (), Contact("Du"))).contact
    assert identities(Conversation("t", "text", (), Contact("You"))).contact == ()
