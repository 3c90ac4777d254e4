"""Pasted text: people become speakers, headings do not."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.chat_samples import check_expected, samples

from counterpitch.errors import UnreadableInput
from counterpitch.intake import plaintext
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


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"PK\x03\x04abc", b"%PDF-1.7", bytes(range(256)) * 9, b"\x00" * 99]
)
def test_not_text(data: bytes) -> None:
    """Blank and binary files are not text."""
    assert not plaintext.identify(Origin.of_bytes("x", data))


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
