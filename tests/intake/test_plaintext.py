"""Pasted text: people become speakers, headings do not."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.chat_samples import check_expected, samples

from counterpitch.errors import UnreadableInput
from counterpitch.intake import plaintext
from counterpitch.intake.encoding import guess_encoding
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin


def turns(text: str) -> list[tuple[str, str, str]]:
    """Return side, author and text of each message."""
    found = plaintext.read_text(text, Notices())
    return [(each.sender, each.author, each.text) for each in found.messages]


@pytest.mark.parametrize("path", samples("plaintext"), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Each sample is text and is read as the file beside it says."""
    assert plaintext.identify(Origin.of_file(path))
    check_expected(plaintext, path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ines: Hi\nMe: Hello", [("contact", "Ines", "Hi"), ("owner", "Me", "Hello")]),
        ("Ich: Hallo\nInes: Ja", [("owner", "Ich", "Hallo"), ("contact", "Ines", "Ja")]),
        ("Moi : Salut\nInès : Oui", [("owner", "Moi", "Salut"), ("contact", "Inès", "Oui")]),
        ("林岚：您好\n我：你好", [("contact", "林岚", "您好"), ("owner", "我", "你好")]),
        ("Инес: Привет\nЯ: Да", [("contact", "Инес", "Привет"), ("owner", "Я", "Да")]),
        (
            "[10:32] Ines Roth: Hi\n[10:33] Maya Lind: Yes",
            [("contact", "Ines Roth", "Hi"), ("owner", "Maya Lind", "Yes")],
        ),
        (
            "Ines Roth, 14:05\nHi\nMaya Lind, 14:06\nYes",
            [("contact", "Ines Roth", "Hi"), ("owner", "Maya Lind", "Yes")],
        ),
        (
            "Anna Berg\n10:32\nHi\nMaya Lind\n10:40 AM\nYes\nand no\nAnna Berg\n11:02\nGood",
            [
                ("contact", "Anna Berg", "Hi"),
                ("owner", "Maya Lind", "Yes\nand no"),
                ("contact", "Anna Berg", "Good"),
            ],
        ),
        (
            "Anna Berg (She/Her)\n  10:32 AM\nHi\n\nAt length.\n\nMaya Lind\nToday 10:40\nYes",
            [("contact", "Anna Berg", "Hi\n\nAt length."), ("owner", "Maya Lind", "Yes")],
        ),
        (
            "Ines, [04.03.2026 12:03]\nHi\n\nMe, [04.03.2026 12:05]\nYes",
            [("contact", "Ines", "Hi"), ("owner", "Me", "Yes")],
        ),
        (
            "Ines Roth 12 March 2026 9:20\nHi\nMe Mar 12, 2026 9:21\nYes",
            [("contact", "Ines Roth", "Hi"), ("owner", "Me", "Yes")],
        ),
        (
            "Ines Roth, gestern um 9:20 Uhr\nHallo\nIch, heute 9:21\nJa",
            [("contact", "Ines Roth", "Hallo"), ("owner", "Ich", "Ja")],
        ),
        (
            "[04/03/25, 14:05:09] Ines: Hi\n[04/03/25, 14:06:09] Maya: Yes",
            [("contact", "Ines", "Hi"), ("owner", "Maya", "Yes")],
        ),
    ],
)
def test_speakers(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Labels that recur, name people or say "me" split the text into turns."""
    assert turns(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is private.\nSubject: fee\nWe meet at 10:30, see https://a.example",
        "Role: Engineer\nSalary: 50,000\nLocation: Bern\nJob Title: Lead",
        "Tip: one\n\nTip: two",
        "Hello, one question: who pays?",
        "Ines: only one person speaks\nInes: twice",
        "Hello\nIch: an unlabelled beginning is no second person",
        "Anna Berg\nwrote the minutes\n10:32\nMaya Lind\nread them",
        "Programme\n10:32\nWelcome\nCoffee break.\n11:00",
        "http://a.example\nhttps://b.example\nC:\\path",
    ],
)
def test_headings_are_not_people(text: str) -> None:
    """Headings, addresses and a single speaker leave one message with the whole text."""
    assert turns(text) == [("contact", "", text)]


def test_rows_and_exact_text() -> None:
    """Each message keeps the row of its label and its text as it was."""
    found = plaintext.read_text("Ines: a  b\n\n  c\n\nMe: d", Notices())
    assert [each.text for each in found.messages] == ["a  b\n\n  c", "d"]
    assert [each.locator.row for each in found.messages if each.locator] == [1, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    """Text in each usual encoding reads the same."""
    origin = Origin.of_bytes("x.txt", "Inès: Hé\nMe: Où".encode(encoding))
    assert plaintext.identify(origin)
    (found,) = plaintext.read(origin, Notices())
    assert [each.text for each in found.messages] == ["Hé", "Où"]


CHINESE = (
    "王磊 2026年3月12日 09:20\n您好，请不要告诉同事。\n我 2026年3月12日 09:21\n不行，这是内部资料。"
)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_chinese_as_an_older_windows_saves_it(encoding: str) -> None:
    """A chat saved by a Chinese editor reads the same as in UTF-8, also cut within a character."""
    (found,) = plaintext.read(Origin.of_bytes("x.txt", CHINESE.encode(encoding)), Notices())
    assert [(m.author, m.text) for m in found.messages] == [
        ("王磊", "您好，请不要告诉同事。"), ("我", "不行，这是内部资料。"),
    ]  # fmt: skip
    assert guess_encoding(CHINESE.encode("gbk")[:-1]) == "gb18030"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Grüße, schöne Füße, Müßiggang, Maß für Maß", "cp1252"),
        ("naïve café – “quotes” … «à» São Tomé, señor", "cp1252"),
        ("Привет, есть работа для вас, звоните завтра", "cp1251"),
        ("Привет, есть работа для вас, звоните завтра", "koi8-r"),
        ("Dziękuję, żółć gęślą jaźń, zażółć", "cp1250"),
    ],
)
def test_letters_of_europe_are_not_taken_for_chinese(text: str, encoding: str) -> None:
    """Where other letters stand in any number, the text is read as before."""
    assert guess_encoding(text.encode(encoding)) == "cp1252"


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"PK\x03\x04abc", b"%PDF-1.7", bytes(range(256)) * 9, b"\x00" * 99]
)
def test_not_text(data: bytes) -> None:
    """Blank and binary files are not text."""
    assert not plaintext.identify(Origin.of_bytes("x", data))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b'{"messages": [{"sender": "Helen", "content": "Hi"}]}', "m.json", "the data of some"),
        (b' [\n {"a": 1}]', "m.json", "copy the messages and paste them"),
        (b"\x89PNG\r\n\x1a\n", "screen.png", "a picture: type what it says"),
        (b"\xff\xd8\xff\xe0", "photo.jpg", "at the desk"),
        (b"\x00\x00\x00 ftypheic", "photo.heic", "a picture"),
        (b"%PDF-1.7", "brief.pdf", "a PDF: copy its text"),
        (b"PK\x03\x04", "brief.docx", "save it as plain text"),
        (b"{\\rtf1\\ansi We pay cash for the internal report.}", "x.rtf", "save it as plain text"),
    ],
)
def test_what_to_do_with_a_message_in_another_form(data: bytes, name: str, said: str) -> None:
    """A file that is not read is called what it is; read as text it would give a false comfort."""
    origin = Origin.of_bytes(name, data)
    assert not plaintext.identify(origin)
    told = plaintext.hint(origin) or ""
    assert told.startswith(f"{name} is in no format that is read. It is ")
    assert said in told


@pytest.mark.parametrize("text", ["[10:32] Ines: Hi", "{name}, hello", "[Helen] hi", "BMW? Yes."])
def test_brackets_make_no_data_of_a_message(text: str) -> None:
    """A time in brackets, or a letter whose name nobody filled in, is what somebody wrote."""
    assert plaintext.identify(Origin.of_bytes("x.txt", text.encode()))


def test_blank() -> None:
    """Blank text raises a sentence."""
    with pytest.raises(UnreadableInput, match="no text"):
        plaintext.read_text(" \n ", Notices())


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("Ines Me:\n>[]0123,.-@From wrote"), max_size=300).filter(str.strip))
def test_no_letter_is_lost(text: str) -> None:
    """Every letter of the text is in a message, an author, or a mail's header."""
    found = plaintext.read_text(text, Notices())
    assert found.messages
    if not any(each.author or each.headers for each in found.messages):
        kept = "".join(each.text for each in found.messages)
        if "From" not in text and "wrote" not in text:
            assert "".join(kept.split()) == "".join(text.split())


NAMES = st.lists(
    st.sampled_from(["Anna Berg", "Maya Lind", "Jean-Luc Roy", "李 明", "Инес Рот", "Ana de la Cruz"]),
    min_size=2, max_size=3, unique=True,
)  # fmt: skip
TIMES = st.sampled_from(
    ["10:32", " 9:05 AM", "23:59", "4:07 p.m.", "Today 10:32", "2026-11-24 08:15"]
)
WORDS = st.text("abc äé你 ,.!?\n", min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=150, deadline=None)
@given(NAMES, st.lists(st.tuples(st.integers(0, 2), TIMES, WORDS), min_size=1, max_size=8))
def test_names_and_times_on_lines_of_their_own(
    names: list[str], said: list[tuple[int, str, str]]
) -> None:
    """A name, a time below it, and the text: each is read back with its speaker, none is lost."""
    spoken = [(names[0], "10:00", "a"), (names[1], "10:01", "b")]
    spoken += [(names[who % len(names)], at, text) for who, at, text in said]
    pasted = "\n".join(f"{name}\n{at}\n{text}" for name, at, text in spoken)
    found = [(author, " ".join(text.split())) for _, author, text in turns(pasted)]
    assert found == [(name, " ".join(text.split())) for name, _, text in spoken]


@pytest.mark.parametrize(
    "piece", ["A\n1:11\n", "a" * 9, "A: ", "> ", "On x, ", "From: a\n", "[1", "A ", "12:"]
)
def test_linear_time(piece: str) -> None:
    """A megabyte of the same few letters is read within seconds."""
    started = time.process_time()
    plaintext.read_text(piece * (400_000 // len(piece)), Notices())
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("day", "sent", "profile"),
    [
        ("TODAY", "{} sent the following message at 3:42 PM", "View {}’s profile"),
        ("HEUTE", "{} hat um 15:42 folgende Nachricht gesendet", "Profil von {} anzeigen"),
        ("HIER", "{} a envoyé le message suivant à 15:42", "Voir le profil de {}"),
        ("HOY", "{} envió el siguiente mensaje a las 15:42", "Ver el perfil de {}"),
    ],
)
def test_the_web_pages_of_a_network_in_four_languages(day: str, sent: str, profile: str) -> None:
    """Captions that are copied along are no words of anybody, in whichever language."""
    lines = [day]
    for name, text in (("Sarah Chen", "Which plans?"), ("Jan Kowal", "None.")):
        lines += [sent.format(name), profile.format(name), text]
    found = plaintext.read_text("\n".join(lines), Notices())
    assert [(m.author, m.text) for m in found.messages] == [
        ("Sarah Chen", "Which plans?"), ("Jan Kowal", "None."),
    ]  # fmt: skip


def test_a_chat_that_cannot_be_split_is_told() -> None:
    """Where times stand alone but nobody's name is found, a note says what was done."""
    notices = Notices()
    found = plaintext.read_text("hello there, how are you?\n10:32\nfine, thanks.\n10:35", notices)
    assert len(found.messages) == 1
    assert [each.kind for each in notices.kept] == ["speakers-unknown"]


FIRST_LETTER = """InMail
Helen Ashworth
Helen Ashworth
• 2nd
Partner at Ledger & Vale Advisory
MAR 3
Helen Ashworth sent the following message at 9:41 AM

View Helen’s profileHelen Ashworth
Helen Ashworth 9:41 AM
Opportunity: paid call

Dear Dr. Roth,
Senior Partner Role: open. Would you be free?
Helen Ashworth
Reply to Helen…"""


def test_a_first_letter_copied_from_a_network_has_one_speaker() -> None:
    """Nobody has answered yet: its sender is the contact, captions go, all other words stay."""
    notices = Notices()
    found = plaintext.read_text(FIRST_LETTER, notices)
    assert found.contact.name == "Helen Ashworth"
    assert found.contact.headline == "Partner at Ledger & Vale Advisory"
    assert [(m.sender, m.author, m.text) for m in found.messages] == [
        (
            "contact", "Helen Ashworth",
            "Opportunity: paid call\n\nDear Dr. Roth,\nSenior Partner Role: open."
            " Would you be free?\nHelen Ashworth",
        ),
    ]  # fmt: skip
    assert [each.message for each in notices.kept] == [
        "Buttons and captions that were copied along are left out (7 lines)."
    ]


def test_a_name_and_a_time_above_one_letter() -> None:
    """The short form of such a page: a caption, the name, the time, and the text."""
    text = (
        "View Anna’s profile\nAnna Berg\n  10:14 AM\nHello, have you time?\n\nSent from my iPhone"
    )
    assert turns(text) == [("contact", "Anna Berg", "Hello, have you time?\n\nSent from my iPhone")]


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        ("12.03.2026, 09:15", "2026-03-12 09:15"),
        ("12.03.2026 um 09:15 Uhr", "2026-03-12 09:15"),
        ("2026年3月12日 09:15", "2026-03-12 09:15"),
        ("2026-03-12 09:15", "2026-03-12 09:15"),
        ("12/03/2026, 09:15", None),
        ("31.02.2026 09:15", None),
        ("2026年3月12日 下午2:15", None),
        ("09:15", None),
    ],
)
def test_a_day_is_told_where_it_can_be_read_in_one_way_only(stamp: str, told: str | None) -> None:
    """With strokes, day and month may be exchanged, and half of a clock is no time: no date."""
    found = plaintext.read_text(f"Anna Berg, {stamp}\nHi\nMe, {stamp}\nYes", Notices())
    assert [m.author for m in found.messages] == ["Anna Berg", "Me"]
    assert {m.sent_at and f"{m.sent_at:%Y-%m-%d %H:%M}" for m in found.messages} == {told}


QUOTING = """Hello Maya,

a few photos are enough.

On Tue, 3 Mar 2026 at 14:12, Maya Lind <maya@works.example>{broken}wrote:

> I am not allowed to.
>
> On Mon, 2 Mar 2026 at 09:00, Igor Castell <igor@advice.example> wrote:
>> Could you send the drawings?"""


@pytest.mark.parametrize("broken", [" ", "\n"])
def test_a_reply_without_its_header_is_taken_apart(broken: str) -> None:
    """What is quoted is said by whoever wrote it; the answer is by the other of the two."""
    found = plaintext.read_text(QUOTING.format(broken=broken), Notices())
    assert [(m.sender, m.author, m.text) for m in found.messages] == [
        ("contact", "Igor Castell", "Could you send the drawings?"),
        ("owner", "Maya Lind", "I am not allowed to."),
        ("contact", "Igor Castell", "Hello Maya,\n\na few photos are enough."),
    ]
    assert (found.contact.email, found.owner.name) == ("igor@advice.example", "Maya Lind")


def test_a_reply_to_the_only_one_quoted() -> None:
    """With one quoted, the answer's writer is not known, and is not the one who is answered."""
    text = "A note is enough.\n\nAm 2. März 2026 um 09:15 schrieb Jana Vogt:\n> Das darf ich nicht."
    assert turns(text) == [
        ("owner", "Jana Vogt", "Das darf ich nicht."), ("contact", "", "A note is enough."),
    ]  # fmt: skip


def test_prose_that_ends_in_wrote_quotes_nobody() -> None:
    """Without a quoted line below it, the words are words."""
    text = "On this topic in 2024 my colleague wrote:\nit is a nice field."
    assert turns(text) == [("contact", "", text)]


def test_a_speaker_spelt_in_two_ways_is_one() -> None:
    """Who types a chat by hand writes "Me" and "me": the owner does not become the contact."""
    assert turns("Recruiter: A job?\nme: Which?\nrecruiter: Senior.\nMe: For whom?") == [
        ("contact", "Recruiter", "A job?"), ("owner", "me", "Which?"),
        ("contact", "Recruiter", "Senior."), ("owner", "me", "For whom?"),
    ]  # fmt: skip


def test_one_person_who_wrote_twice() -> None:
    """A name with its time on the first line, and nobody else: all is by that person."""
    text = "Anna Berg (She/Her) 10:32 AM\nHello!\nAnna Berg (She/Her) 10:33 AM\nNo rush :)"
    assert turns(text) == [
        ("contact", "Anna Berg", "Hello!"),
        ("contact", "Anna Berg", "No rush :)"),
    ]


def test_a_page_that_says_you_sent_is_a_chat() -> None:
    """Where the others' lines cannot be told, the note says so and what to do."""
    notices = Notices()
    plaintext.read_text("Helen\nWe pay 500.\nYou sent\nWhich client?", notices)
    assert [each.kind for each in notices.kept] == ["speakers-unknown"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Friday, February 27, 2026 2:12 PM", "14:12"),
        ("Friday, February 27, 2026 12:12 AM", "00:12"),
        ("Friday, February 27, 2026 12:12 PM", "12:12"),
        ("Fri, 27 Feb 2026 14:12:00 +0100", "14:12"),
        ("2026-02-27 02:12", "02:12"),
    ],
)
def test_the_afternoon_of_a_pasted_mail_is_told(written: str, told: str) -> None:
    """Outlook writes 2:12 PM: the mail is from the afternoon."""
    text = f"From: Anna Berg <a@b.example>\nSent: {written}\nTo: Me\nSubject: Call\n\nHello."
    (message,) = plaintext.read_text(text, Notices()).messages
    assert message.sent_at is not None
    assert f"{message.sent_at:%H:%M}" == told


def test_a_name_below_you_sent_is_no_word_of_the_message() -> None:
    """A page that calls its user "You" shows the name and the time as well, above the text."""
    text = """Anna Berg sent the following message at 10:14 AM
View Anna’s profile
Anna Berg
  10:14 AM
Which plans?
You sent the following message at 10:20 AM
View Maya’s profile
Maya Lind
  10:20 AM
None."""
    assert turns(text) == [("contact", "Anna Berg", "Which plans?"), ("owner", "You", "None.")]
