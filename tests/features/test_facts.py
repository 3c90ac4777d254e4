"""Facts about links, addresses and files."""

from typing import Any

import pytest

from counterpitch.features.facts import FINDERS, Fact
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Attachment, Link, MailHeaders, Message
from counterpitch.rulebook.book import read, rules_folder

BOOK, _ = read(rules_folder())


def seen(name: str, *messages: Message, **contact: Any) -> list[Fact]:
    """Return what the feature ``name`` sees in one conversation."""
    return list(FINDERS[name](Conversation("x", "email", messages, Contact(**contact)), BOOK))


def mail(**headers: Any) -> Message:
    """Return a mail of the contact with these headers."""
    return Message("contact", "text", headers=MailHeaders(**headers))


def company(email: str, name: str) -> dict[str, str]:
    """Return a contact's mailbox and company."""
    return {"email": email, "company": name}


@pytest.mark.parametrize(
    ("feature", "message"),
    [
        ("link.shortener", Message("contact", "see https://short.example/x")),
        ("link.raw-address", Message("contact", "see http://198.51.100.7/x")),
        ("link.punycode-mixed", Message("contact", "see https://аcme.example/x")),
        ("file.archive", Message("contact", "", attachments=(Attachment("Offer.ZIP"),))),
        ("file.archive", Message("contact", "https://acme.example/a.rar?x=1")),
        ("file.program", Message("contact", "", attachments=(Attachment("cv.pdf.exe"),))),
        ("file.macro-document", Message("contact", "", attachments=(Attachment("form.docm"),))),
        ("folder.spam", Message("contact", "", folder="spam")),
        (
            "link.text-differs",
            Message("contact", "", links=(Link("https://x.example/", "acme.example"),)),
        ),
        ("mail.authentication-failed", mail(authentication=("mx; spf=pass; dkim=fail",))),
        (
            "mail.reply-to-elsewhere",
            mail(from_address="a@acme.example", reply_to="a@other.example"),
        ),
    ],
)
def test_a_fact_of_the_contact_is_seen_and_the_owner_is_not_judged(
    feature: str, message: Message
) -> None:
    """Every feature of a message counts for the contact and never for the owner."""
    assert len(seen(feature, message)) == 1
    owner = Message(
        "owner", message.text, links=message.links, attachments=message.attachments,
        headers=message.headers, folder=message.folder,
    )  # fmt: skip
    assert seen(feature, owner) == []


@pytest.mark.parametrize(
    ("feature", "message"),
    [
        ("link.shortener", Message("contact", "see https://acme.example/x")),
        ("link.raw-address", Message("contact", "version 1.2.3.4")),
        ("link.text-differs", Message("contact", "", links=(Link("https://a.acme.example/", "acme.example"),))),
        ("link.text-differs", Message("contact", "", links=(Link("https://acme.de/", "acme.co.uk"),))),
        ("link.text-differs", Message("contact", "", links=(Link("https://acme.example/", "click here"),))),
        ("file.archive", Message("contact", "", attachments=(Attachment("zip.pdf"),))),
        ("mail.authentication-failed", mail(authentication=("mx; spf=pass; dkim=pass",))),
        ("mail.reply-to-elsewhere", mail(from_address="a@acme.example", reply_to="b@acme.de")),
        ("mail.reply-to-elsewhere", mail(from_address="a@acme.example", reply_to="")),
    ],
)  # fmt: skip
def test_what_is_no_fact(feature: str, message: Message) -> None:
    """Ordinary mail and links are left alone."""
    assert seen(feature, message) == []


@pytest.mark.parametrize("ending", ["example", "de", "co.uk", "com.cn", "com.ng"])
@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("a@egloff-insight", "Egloff Strategic Insight"), ("a@li-insight", "Li Strategic Insight"),
        ("a@mueller-search", "Müller Search"), ("a@mullersearch", "Müller Search"),
        ("a@rueegger-stettler", "Rüegger Stettler"), ("a@baeeducatief", "Bae Educatief"),
        ("a@delacruzpartners", "de la Cruz Partners"), ("a@nhsd", "Nordic Hydrogen Safety Days"),
        ("a@lutf", "Lu Trade Facilitation"),
    ],
)  # fmt: skip
def test_an_own_domain_carries_the_company_whoever_owns_it(
    email: str, name: str, ending: str
) -> None:
    """Short names, umlauts spelled out and every ending count alike."""
    contact = company(f"{email}.{ending}", name)
    assert seen("mail.domain-is-company", **contact)
    assert not seen("mail.domain-not-company", **contact)
    assert not seen("link.lookalike", **contact)


def test_a_foreign_domain_is_seen() -> None:
    """A domain that shares no word with the company is seen under every ending."""
    for ending in ("example", "co.uk", "ru"):
        contact = company(f"a@zorplex.{ending}", "Harrow Point Advisory")
        assert seen("mail.domain-not-company", **contact)
        assert not seen("mail.domain-is-company", **contact)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("harrowpoint.example", False), ("harrow-point.example", False), ("harowpoint.example", True),
        ("harr0wpoint.example", True), ("zorplex.example", False), ("harrow.example", False),
    ],
)  # fmt: skip
def test_a_lookalike_is_near_and_not_the_same(host: str, expected: bool) -> None:
    """One or two letters off, never the company's own name or a part of it."""
    text = Message("contact", f"https://{host}/x")
    assert bool(seen("link.lookalike", text, company="Harrow Point")) is expected


def test_a_free_mailbox_is_seen_only_with_a_company() -> None:
    """A private person may well use a consumer mailbox."""
    assert seen("mail.freemail-for-company", **company("a@freemail.example", "Acme"))
    assert not seen("mail.freemail-for-company", email="a@freemail.example")


def test_another_name_behind_the_same_mailbox() -> None:
    """A middle name is no other name, another person is."""
    first = mail(from_address="a@x.example", from_name="Dana Reyes")
    assert seen("claim.name-changed", first, mail(from_address="A@x.example", from_name="Kofi Ade"))
    assert not seen(
        "claim.name-changed", first, mail(from_address="a@x.example", from_name="Dana M. Reyes")
    )


def test_garbage_raises_nothing() -> None:
    """Every finder survives what no mail program would write."""
    text = "http://[::1 http://%00/ https://xn--\u0130/ hxxp[://]x www..example " * 3
    message = Message(
        "contact", text, links=(Link("", ""), Link("http://[", "http://]")),
        attachments=(Attachment(""),),
        headers=MailHeaders(from_address="@", reply_to="@@", authentication=("=" * 9_000,)),
    )  # fmt: skip
    for finder in FINDERS:
        seen(finder, message, email="@", company="\u202e", links=("", "http://[", "x" * 5_000))
