"""Names in greetings are found, ordinary words are not taken for names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.features import greetings
from counterpitch.features.greetings import LOOKED_AT, greeted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dear Ms Brightling, the group", "Brightling"),
        ("Hello Dr de la Cruz, we met", "de la Cruz"),
        ("hi kim, its me", "kim"),
        ("Good morning Mr Al-Sabti.\nI am", "Al-Sabti"),
        ("Guten Tag Herr von der Mühlen,\n", "von der Mühlen"),
        ("Bonjour Madame Sow, nous", "Sow"),
        ("¡Hola Ximena! Qué tal", "Ximena"),
        ("Уважаемый Андрей Павлович! Мы", "Андрей Павлович"),
        ("陶老师您好，我是", "陶"),
        ("尊敬的欧阳教授：", "欧阳"),
        ("Re: paper\nDear Ha-eun Bae,", "Ha-eun Bae"),
    ],
)
def test_a_greeting_shows_a_name(text: str, name: str) -> None:
    """The name is found without its title, in six languages."""
    assert greeted(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Hi thanks for the offer, which files",
        "Hello. Which systems can you open?",
        "Which files, Anna?",
        "各位老师好",
        "Dear",
        "",
    ],
)
def test_words_are_no_names(text: str) -> None:
    """Nothing is hidden that is not plainly a name."""
    assert greeted(text) == []


def test_only_the_beginning_is_looked_at() -> None:
    """A megabyte of greetings costs nothing."""
    assert len(greeted("Hi Anna,\n" * 100_000)) <= LOOKED_AT // 9 + 1


_PIECES = (
    "\n",
    "hi",
    "Dear",
    " ",
    "\u00a0",
    "Ms",
    ".",
    ",",
    "kim",
    "Ximena",
    "- ",
    "陶",
    "老师",
    "您好",
    "¡",
    "¿¿",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_what_is_tried_at_line_starts_is_what_a_search_finds(text: str) -> None:
    """Trying the beginnings of lines alone misses no greeting that a search of every place finds."""
    for greeting in (greetings._GREETING, greetings._HAN_GREETING):
        found = [match["name"] for match in greeting.finditer(text)]
        assert list(greetings._at_line_starts(greeting, text)) == found
