"""Names that are also words: hidden where they are names, left where they are words."""

import time

import msgspec
import pytest

from counterpitch.indicators.matcher import Matcher
from counterpitch.recognisers.names import Names
from counterpitch.recognisers.people import MOST_WORDS, Line, hidden
from counterpitch.recognisers.sentences import sentences_of
from counterpitch.rulebook.book import rulebook
from tests.recognisers.samples import cut, talk

GRANT = frozenset({"grant"})
NOBODY = Names(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())


def line(text: str) -> Line:
    """Return words as a sentence."""
    every = text.split(" ")
    starts = [0]
    for word in every:
        starts.append(starts[-1] + len(word) + 1)
    ends = [start + len(word) for start, word in zip(starts, every, strict=False)]
    return Line([word.lower() for word in every], starts[:-1], ends, text, capitals=True)


def words(text: str, contact: str = "") -> list[str]:
    """Return the words of the sentences of one message by ``contact``."""
    return [sentence.words for sentence in cut(talk(text, contact=contact))]


@pytest.mark.parametrize(
    ("text", "contact", "told"),
    [
        ("Hi Grant, the report is due.", "", "hi § the report is due"),
        ("Hello, my name is Blessing.", "Blessing Okoro", "hello my name is §"),
        ("Добрый день, Но! Спасибо.", "Но Тхи", "добрыи день §"),
        ("Dear Will Power, thank you.", "", "dear § thank you"),
        ("Hola Paz, gracias.", "", "hola § gracias"),
        ("Но, спасибо за письмо", "Но Тхи", "§ спасибо за письмо"),
        ("Но Рустамовна, спасибо", "Но Тхи", "§ спасибо"),
        ("Long here, we met", "Hoang Long", "§ here we met"),
        ("hello olga, abdoulaye from Teranga", "Abdoulaye", "hello § from teranga"),
    ],
)
def test_a_name_that_is_a_word_is_hidden(text: str, contact: str, told: str) -> None:
    """With a capital, or after a salutation, a word of the names is a name."""
    assert words(text, contact)[0] == told


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("we will grant you access", "Grant Will"),
        ("No, that is not possible", "No Thi"),
        ("Но это невозможно", "Но Тхи"),
        ("it is a blessing", "Blessing Okoro"),
        ("if it does not beat what You pay", "Beat Zurbriggen"),
        ("do you see Al debris?", "Shamsa Al-Sabti"),
        ("in the article De novo binders", "Ximena de la Cruz"),
        ("Ha ha ha, okay", "Ha-eun Bae"),
        ("we BEAT the offer, We do", "Beat Zurbriggen"),
        ("в среду собираемся в «У кота»", "Но Сын У"),
    ],
)
def test_a_word_that_is_also_a_name_stays(text: str, contact: str) -> None:
    """Written as a word, in the place of a word, it is read as a word."""
    assert "§" not in words(text, contact)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Hi {0}, thanks for the paper. It is {1} again. Could {0} {1} send the report? {1}",
        "Dear Ms {1}, my name is {0}. We talked to {0} {1} about it.",
        "Hallo Frau {1}, hier ist {0}. Hat {0} {1} geschrieben?",
        "Estimado {0}, soy {0} {1}. Gracias.",
    ],
)
def test_exchanging_names_changes_no_words(text: str) -> None:
    """A verdict cannot depend on a name: every pair of names leaves the same words."""
    pairs = [
        ("Grant", "Will"), ("Blessing", "Hope"), ("Ilse", "Brandvold"), ("Lan", "May"),
        ("Xiaoming", "Long"), ("Paz", "Cruz"), ("Mercy", "Young"), ("Darko", "Petrov"),
        ("Ana", "de la Cruz"),
    ]  # fmt: skip
    matcher = Matcher(rulebook())
    told = set()
    for pair in pairs:
        conversation = talk(text.format(*pair), contact=" ".join(pair))
        found = sentences_of(conversation, matcher.texts(conversation))
        told.add(tuple(sentence.words for sentence in found))
    assert len(told) == 1, told


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("If it doesn't beat what you pay", "Beat Zurbriggen", "if it doesnt beat what you pay"),
        ("Faire don de 100", "Ximena de la Cruz", "faire don de 100"),
        ("We met Beat's boss", "Beat Zurbriggen", "we met § boss"),
        ("Apte's nephew", "Ravi Apte", "§ nephew"),
    ],
)
def test_a_word_that_the_rules_hid_comes_back(text: str, name: str, told: str) -> None:
    """What the rules took for a name is a word again where it is written as one."""
    conversation = talk(text, contact=name)
    (found,) = sentences_of(conversation, Matcher(rulebook()).texts(conversation))
    assert found.words == told


def test_names_in_a_row_are_one_mask_of_few_words() -> None:
    """A run of capitals after a salutation is one name, but not without end."""
    row = ["hi", *("abcdefgh")]
    told = hidden(line(" ".join(word.title() for word in row)), NOBODY)
    assert told == " ".join(["hi", "§", *"abcdefgh"[MOST_WORDS:]])


def test_hiding_is_linear() -> None:
    """Twenty times the words take no more than some fifty times the time."""
    names = msgspec.structs.replace(NOBODY, alone=GRANT, forms=GRANT)

    def took(count: int) -> float:
        given = line(" ".join(["Hi", "Grant", "De"] * count))
        before = time.process_time()
        hidden(given, names)
        return time.process_time() - before

    took(1_000)
    assert took(20_000) < 50 * max(took(1_000), 1e-3)
