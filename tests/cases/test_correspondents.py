"""Whom an approach went to, told from its contact and from whom the owner wrote to."""

from counterpitch.cases.correspondents import approached, contacts, correspondents
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import MailHeaders, Message

JANE = "Jane Roe <jane@tides.example>"
FIRST = Message(
    "contact", "Hello", headers=MailHeaders(
        "helen@ledger.example", "Helen", "desk@ostermoor.example",
        recipients=(JANE, "bo@tides.example", "desk@ostermoor.example"),
    ),
)  # fmt: skip
ANSWER = Message(
    "owner", "Dodgy?", headers=MailHeaders(
        "cy@tides.example", "Cy Dane", recipients=("security@tides.example",)
    ),
)  # fmt: skip


def mail(*messages: Message, owner: str = "") -> Conversation:
    """Return a conversation with Helen."""
    contact = Contact("Helen", email="helen@ledger.example")
    return Conversation("x", "email", messages, contact, Owner(name=owner))


def test_recipients_and_who_answered_were_approached() -> None:
    """Expect To and Cc of the contact's mails and the owner's own address; neither the contact's
    second mailbox nor whom the owner asked.
    """
    words = mail(FIRST, ANSWER, owner="Cy Dane")
    assert approached(words) == (
        ("Jane Roe", "jane@tides.example"), ("", "bo@tides.example"), ("Cy Dane", "cy@tides.example")
    )  # fmt: skip
    assert contacts(words) == {"helen@ledger.example", "desk@ostermoor.example"}
    assert ("", "security@tides.example") in set(correspondents(words))


def test_without_mails_it_is_the_owner() -> None:
    """Expect the name that an export gives its owner, and nobody where it gives none."""
    words = mail(Message("contact", "Hello"), owner="Tess Marlow")
    assert approached(words) == (("Tess Marlow", ""),)
    assert approached(mail(Message("contact", "Hello"))) == ()


def test_a_platform_that_sent_a_mail_is_nobody() -> None:
    """Expect the recipient alone: who asks that the platform be erased erases no approach."""
    headers = MailHeaders(
        "hit-reply@linkedin.com", "Mei via LinkedIn", relay="linkedin", recipients=(JANE,)
    )
    words = mail(Message("contact", "Hello", headers=headers))
    assert set(correspondents(words)) == {("Jane Roe", "jane@tides.example")}
