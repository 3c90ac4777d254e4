import pytest

from counterpitch.campaigns.identifiers.approach import keys_of
from counterpitch.campaigns.identifiers.identify import identifiers
from counterpitch.campaigns.identifiers.lookalike import skeleton
from counterpitch.campaigns.identifiers.supplied import Fact, Supplied
from counterpitch.campaigns.keys import Key, schema
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Attachment, Link, Locator, MailHeaders, Message


def conversation(*messages: Message, **contact: object) -> Conversation:
    """Return a conversation with the id ``a``."""
    return Conversation("a", "email", messages, contact=Contact(**contact))  # type: ignore[arg-type]


def of(kind: str, keys: list[Key]) -> list[str]:
    """Return the values of one kind."""
    return [key.value for key in keys if key.kind == kind]


def test_words_of_the_contact_count_and_those_of_the_owner_do_not() -> None:
    """What the owner writes first is the owner's own, also when the contact repeats it."""
    keys = keys_of(
        conversation(
            Message("owner", "I am me@own.example, +44 7700 900001"),
            Message("contact", "So you are me@own.example. I am it@their.example"),
            Message("owner", "thank you, it@their.example"),
        )
    )
    assert of("email", keys) == ["it@their.example"]
    assert of("domain", keys) == ["their.example"]
    assert of("phone", keys) == []


def test_the_owners_mailbox_is_never_a_key() -> None:
    """An address that the owner mails from is left out wherever it stands."""
    keys = keys_of(
        conversation(
            Message("contact", "Found you at me@own.example"),
            Message("owner", "Who are you?", headers=MailHeaders(from_address="Me@own.example")),
        )
    )
    assert of("email", keys) == []
    assert of("domain", keys) == []


def test_quoted_lines_are_not_the_writers() -> None:
    """What stands behind > was written by somebody else."""
    text = "see it@their.example\n> from old@other.example\n>> x\nbye at@end.example"
    assert of("email", keys_of(conversation(Message("contact", text)))) == [
        "it@their.example",
        "at@end.example",
    ]


@pytest.mark.parametrize(
    "quotation",
    [
        "On Mon, 3 Mar 2025 at 10:04, Sam Reed <sam@office.example> wrote:\n> Thanks",
        "On Mon, 3 Mar 2025 at 10:04, Sam Reed\n<sam@office.example> wrote:\n\n> Thanks",
        "Am 03.03.25 um 10:04 schrieb Sam Reed <sam@office.example>:\nDanke",
        "-----Original Message-----\nFrom: Sam <sam@office.example>\nTo: you\n\nThanks",
    ],
)
def test_whom_a_contact_answers_is_not_the_contact(quotation: str) -> None:
    """The address in the line above a quotation is that of who was approached: it ties nobody."""
    text = f"Write to it@their.example: soon\n\n{quotation}\n\nor to me@end.example"
    keys = keys_of(conversation(Message("contact", text)))
    assert of("email", keys) == ["it@their.example", "me@end.example"]
    assert "office.example" not in of("domain", keys)


def test_headers_links_files_and_card_count() -> None:
    """Every part of an approach gives its keys; a relay's address is nobody's."""
    digest = "ab" * 32
    message = Message(
        "contact", "hello",
        links=(Link("https://a.example/x?utm_source=1"),),
        attachments=(Attachment("cv.pdf", "application/pdf", 5000, digest), Attachment("x.gif", "", 43, "cd" * 32)),
        headers=MailHeaders(from_address="It@Their.example", reply_to="other@else.example"),
    )  # fmt: skip
    keys = keys_of(
        conversation(message, company="Ledger & Vale Ltd", profile_url="https://github.com/helena")
    )
    assert of("email", keys) == ["it@their.example", "other@else.example"]
    assert of("url", keys) == ["a.example/x"]
    assert of("attachment", keys) == [digest]
    assert of("company", keys) == ["ledger vale"]
    assert of("profile", keys) == ["github.com/helena"]
    relayed = Message(
        "contact", "x", headers=MailHeaders(from_address="a@relay.example", relay="linkedin")
    )
    assert of("email", keys_of(conversation(relayed))) == []


def test_places_quote_the_message() -> None:
    """A key says where it stands, so that a person sees the words."""
    text = "Write to HELEN[at]Ledger[.]example please"
    key = next(
        k
        for k in keys_of(conversation(Message("contact", "x"), Message("contact", text)))
        if k.kind == "email"
    )
    assert key.place.message == 1
    assert text[key.place.start : key.place.end] == "HELEN[at]Ledger[.]example"


def test_what_a_machine_read_is_less_sure() -> None:
    """An address from a screenshot weighs less, and meets the clear one in a weak key."""
    read = Message("contact", "Telegram: linxue88", locator=Locator("0" * 64, "shot.PNG", row=1))
    clear = Message("contact", "Telegram: @linxue_88")
    shot, plain = keys_of(conversation(read)), keys_of(conversation(clear))
    assert next(k for k in shot if k.kind == "handle").certainty <= 0.5
    assert of("lookalike", shot) == of("lookalike", plain) != []


def test_confusions_of_reading_machines_share_a_skeleton() -> None:
    """Blanks, underscores, 0 and o, 1 and l, rn and m, macrons and look-alike letters are one."""
    for one, other in (
        ("linxue_88", "linxue 88"), ("corp-advisory.example", "corp\u00adadvisory.example".replace("\u00ad", "")),
        ("paypal", "paypa1"), ("office", "0ff1ce"), ("modern", "modem"), ("corp", "cōrp"), ("сorp", "corp"),
    ):  # fmt: skip
        assert skeleton(one) == skeleton(other)
    assert skeleton("helen") != skeleton("helga")


def test_supplied_facts_join_the_domain() -> None:
    """What a user knows of a domain becomes a key of every approach that names it, at its place."""
    facts = Supplied({"their.example": (Fact("mail-host", "mx.host.example", "own", 2),)})
    keys = keys_of(conversation(Message("contact", "see www.their.example now")), facts)
    domain = next(key for key in keys if key.kind == "domain")
    assert of("mail-host", keys) == ["mx.host.example"]
    assert next(key for key in keys if key.kind == "mail-host").place == domain.place


def test_the_verb_gives_a_table_of_keys() -> None:
    """Conversations in, one Arrow table of the shared schema out; none in, none out."""
    table = identifiers([conversation(Message("contact", "it@their.example"))])
    assert table.schema == schema()
    assert set(table["kind"].to_pylist()) == {"email", "email-loose", "domain", "lookalike"}
    assert identifiers([]).num_rows == 0
