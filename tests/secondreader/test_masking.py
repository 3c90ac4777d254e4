"""What goes out names nobody: neither party, no company, no address, no number."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpitch.features.fold import fold
from counterpitch.indicators.matcher import Matcher
from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import Attachment, MailHeaders, Message
from counterpitch.secondreader.capitals import Capitalised
from counterpitch.secondreader.masking import LONGEST, MOST, MaskingFailed, joined, masked
from counterpitch.secondreader.nameplaces import NamePlaces
from counterpitch.secondreader.prompt import request

ROOT = Path(__file__).parents[2]
SOURCES = [
    ROOT / "examples",
    *sorted(
        path
        for path in (ROOT / "data/conversations/dev").glob("*.jsonl")
        if not path.stem.endswith("-evidence")
    ),
    *(ROOT / "tests/data/intake" / name for name in ("linkedin", "mail", "whatsapp", "telegram",
                                                     "signal", "plaintext", "jsonl")),
]  # fmt: skip
PARTICLES = set("de la las los del da dos di van der den von zu the of and und y et for".split())
MAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]*\w")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"）)]+")
PHONE = re.compile(r"(?<![\d.,/])\+?\d[\d ()\-]{7,20}\d")


def talk(*texts: str, contact: Contact | None = None, owner: Owner | None = None) -> Conversation:
    """Return a conversation in which the contact writes first and the owner answers."""
    messages = tuple(Message("owner" if n % 2 else "contact", text) for n, text in enumerate(texts))
    return Conversation("t", "text", messages, contact or Contact(), owner or Owner())


def sent(conversation: Conversation, matcher: Matcher) -> str:
    """Return what is sent of ``conversation``: the bytes of the request without instructions."""
    body = request(masked(conversation, matcher), "", "json_schema").decode()
    return body.partition("BEGIN CONVERSATION")[2].partition("END CONVERSATION")[0]


def names_of(conversation: Conversation) -> Iterator[str]:
    """Yield what must not go out as a name: people and companies of both sides."""
    contact, owner = conversation.contact, conversation.owner
    yield from (contact.name, owner.name, contact.company, owner.organisation)
    for message in conversation.messages:
        if message.author.lower() not in {"me", "you", "contact", "owner", "ich", "我"}:
            yield message.author
        if message.headers is not None:
            yield message.headers.from_name


def addresses_of(conversation: Conversation) -> Iterator[str]:
    """Yield every address and number that a field or a text holds."""
    contact = conversation.contact
    yield from filter(None, (contact.email, contact.profile_url, *contact.links))
    for message in conversation.messages:
        for pattern in (MAIL, LINK, PHONE):
            yield from pattern.findall(message.text)
        yield from (each.name for each in message.attachments if len(each.name) > 6)
        yield from (link.target for link in message.links if len(link.target) > 8)
        headers = message.headers
        if headers is not None:
            yield from filter(None, (headers.from_address, headers.reply_to, headers.message_id))


def leaks(conversation: Conversation, body: str, vocabulary: frozenset[str]) -> Iterator[str]:
    """Yield what is in ``body`` and must not be; written apart from the code under test."""
    low = body.casefold()
    for address in addresses_of(conversation):
        if address.casefold() in low:
            yield address
    for name in names_of(conversation):
        plain = name.strip()
        if len(plain) > 3 and plain.casefold() in low and len(fold(plain).split()) > 1:
            yield plain
        if re.search("[\u3400-\u9fff]{2}", plain) and plain in body:
            yield plain
        for word in re.findall(r"[^\W\d_]{3,}", plain):
            if word.casefold() in PARTICLES or re.search("[\u3400-\u9fff]", word):
                continue
            # An ordinary word ("will") is a name only where it is written like one ("Will").
            ordinary = fold(word).strip() in vocabulary
            looked_in, wanted = (body, word) if ordinary else (low, word.casefold())
            if word[0].isupper() and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", looked_in):
                yield word


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_nobody_is_named_in_what_goes_out(source: Path, matcher: Matcher) -> None:
    """No name, company, address, link, telephone number or file name is in the bytes sent."""
    found: list[str] = []
    count = 0
    for conversation in gather([source], Notices()):
        count += 1
        body = sent(conversation, matcher)
        found += [
            f"{conversation.id}: {leak}" for leak in leaks(conversation, body, matcher.vocabulary)
        ]
    assert count
    assert not found, f"{len(found)} of {count}:\n" + "\n".join(found[:40])


def test_the_search_for_leaks_finds_some(matcher: Matcher) -> None:
    """The test above can fail: unmasked texts are full of leaks."""
    found = 0
    for conversation in gather([ROOT / "examples"], Notices()):
        body = "\n".join(message.text for message in conversation.messages)
        found += any(leaks(conversation, body, matcher.vocabulary))
    assert found > 15


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ms Roth, kind regards, Dana Okafor", "DANA OKAFOR here", "d a n a is my name",
        "Danа Okafor", "Dána Ökafor wrote", "Dana\u200b Oka\u200bfor", "ask Okafors assistant",
        "write to dana.okafor@brightmoor.example", "dana (at) brightmoor (dot) example",
        "https://brightmoor.example/dana", "hxxps://brightmoor[.]example/dana", "www.brightmoor.example",
        "see brightmoor.example/jobs", "see:brightmoor.example", "@danaokafor on Telegram", "t.me/danaokafor",
        "dana＠brightmoor．example", "#Brightmoor", "Brightmoor Partners Ltd", "brightmoorpartners",
        "linkedin.com/in/dana-okafor-1a2b", "I'm with the BRIGHTMOOR people", "(Brightmoor's)", "le bureau d’Okafor", "l’Okafor",
        "okafor99 on Signal", "my id: dokafor", "user_okafor", "Okafor_CV.pdf", "brightmoorgmbh", "OKAFOR2026",
    ],
)  # fmt: skip
def test_however_it_is_written_it_is_hidden(text: str, matcher: Matcher) -> None:
    """Case, accents, look-alike letters, gaps and endings hide no name from the masking."""
    who = Contact("Dana Okafor", company="Brightmoor Partners")
    body = fold(sent(talk(text, contact=who, owner=Owner(name="Ines Roth")), matcher))
    for name in ("dana", "okafor", "brightmoor", "roth"):
        assert name not in body.replace(" ", ""), body


@pytest.mark.parametrize(
    "number",
    ["+44 7700 900123", "+1 (555) 010-0199", "07700900123", "0117 496 0122", "+49 (0)30/901820",
     "GB33BUKB20201555555555", "DE89 3704 0044 0532 0130 00", "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkf"],
)  # fmt: skip
def test_a_number_that_leads_to_somebody_is_hidden(number: str, matcher: Matcher) -> None:
    """Telephone and account numbers are replaced; amounts are not."""
    body = sent(talk(f"Pay 1,500 to {number} now"), matcher)
    assert number not in body
    assert "Pay 1,500 to [number] now" in body


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We would like to talk.\nBest regards,\nWill Marsh", "Marsh"),
        ("Hi, my name is Teresa Quill and I have a question", "Quill"),
        ("Tomás here from the desk next door", "Tomás"),
        ("Call Prof. Hendrik Oyelaran first", "Oyelaran"),
        ("Mit freundlichen Grüßen\nJonas Achterberg", "Achterberg"),
        ("I write from Kestrel Row in the city", "Row"),
        ("a call with Blake & Quorndon Partners today", "Partners"),
        ("the meeting with Priya Venkat went well", "Venkat"),
        ("Меня зовут Игорь Сухов, добрый день", "Сухов"),
        ("我是陈可欣，请问您在吗", "陈可欣"),
        ("请联系王经理", "王"),
        ("尊敬的佴老师：您好", "佴"),
        ("客座主编是鲍志强教授", "鲍志强"),
        ("小麦，周日来吗", "小麦"),
    ],
)
def test_names_that_no_field_gives_are_hidden(text: str, name: str, matcher: Matcher) -> None:
    """Signatures, introductions, titles and capitals in mid-sentence give names away."""
    assert name not in sent(talk(text), matcher)


def test_what_was_not_hidden_is_as_it_was(matcher: Matcher) -> None:
    """Spelling, case, punctuation and line ends of the rest survive."""
    text = "Dear Ms Roth,\n\nWHICH of the trials… failed?! “Nobody” says so — we pay €2,000.\n"
    who = Owner(name="Ines Roth")
    assert masked(talk(text, owner=who), matcher)[0].text == text.replace("Roth", "[owner]")


def test_an_ordinary_word_is_a_name_only_with_a_capital(matcher: Matcher) -> None:
    """Somebody called Will does not take the word will out of the text."""
    who = Contact("Will Marsh")
    text = "I will call. Yours, Will"
    assert masked(talk(text, contact=who), matcher)[0].text == "I will call. Yours, [contact]"


def test_every_place_leads_back(matcher: Matcher) -> None:
    """Any stretch of what was sent maps to where it stands in the original."""
    text = "Hello Ines, call me at +44 7700 900123 about the roadmap of Brightmoor, Dana"
    talked = talk(
        text, contact=Contact("Dana Okafor", company="Brightmoor"), owner=Owner(name="Ines Roth")
    )
    told = masked(talked, matcher)[0]
    for words in ("Hello ", "about the roadmap of ", ", "):
        at = told.text.index(words)
        start, end = told.original(at, at + len(words))
        assert text[start:end] == words
    at = told.text.index("me at [number] about")
    assert (
        text[slice(*told.original(at, at + len("me at [number] about")))]
        == "me at +44 7700 900123 about"
    )
    at = told.text.index("[company]")
    assert text[slice(*told.original(at + 2, at + 5))] == "Brightmoor"


def test_subjects_headers_and_file_names_stay_here(matcher: Matcher) -> None:
    """Only the texts go out, and who wrote them."""
    headers = MailHeaders("dana@brightmoor.example", "Dana Okafor", "reply@brightmoor.example")
    message = Message(
        "contact", "See the file secret-plan.pdf.", subject="SUBJECTLINE", author="Dana", folder="FOLDERNAME",
        headers=headers, attachments=(Attachment("secret-plan.pdf"),),
    )  # fmt: skip
    body = sent(
        Conversation("IDENTITY-1", "email", (message,), Contact(headline="HEADLINE")), matcher
    )
    for word in (
        "SUBJECT",
        "FOLDER",
        "secret-plan",
        "IDENTITY",
        "HEADLINE",
        "okafor",
        "brightmoor",
    ):
        assert word.lower() not in body.lower()


def test_of_a_long_conversation_the_newest_messages_go(matcher: Matcher) -> None:
    """The size of what is sent is bounded, message by message and in all."""
    told = masked(talk(*(f"{n} " + "word " * 1000 for n in range(20))), matcher)
    assert [each.message for each in told] == [16, 17, 18, 19]
    assert len(masked(talk("word " * 50_000), matcher)[0].text) == LONGEST
    assert sum(len(each.text) for each in masked(talk(*["a b " * 40] * 4000), matcher)) <= MOST


def test_no_half_of_a_name_is_sent_where_a_message_is_cut(matcher: Matcher) -> None:
    """A name across the end of what is sent is hidden whole."""
    text = "x" * 9 + " word" * ((LONGEST - 15) // 5) + " Brightmoor and more"
    for shift in range(12):
        told = masked(talk("y" * shift + text, contact=Contact(company="Brightmoor")), matcher)
        assert "Bri" not in told[0].text


def test_if_something_cannot_be_hidden_nothing_is_returned(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result is looked at afresh; a name that is still there raises."""
    monkeypatch.setattr(NamePlaces, "places", lambda self, text: iter(()))
    monkeypatch.setattr(Capitalised, "places", lambda self, text: iter(()))
    with pytest.raises(MaskingFailed, match="nothing was sent"):
        masked(talk("Ask Okafor", contact=Contact("Dana Okafor")), matcher)


def test_overlapping_places_become_one() -> None:
    """The first placeholder covers all that overlaps."""
    places = [(5, 9, "[b]"), (0, 3, "[a]"), (8, 12, "[c]"), (4, 4, "[d]"), (12, 13, "[e]")]
    assert list(joined(places)) == [(0, 3, "[a]"), (5, 12, "[b]"), (12, 13, "[e]")]
