"""The gate inside the compiled core reads what the Python code reads, to the last bit."""

import itertools
import random
import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from counterpitch import _native
from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.lines import LineWriter
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import Message
from counterpitch.pipeline.assessed import assessor
from counterpitch.recognisers.gate import MOST_CHARACTERS, Gate
from counterpitch.recognisers.names import introduced
from counterpitch.recognisers.people import known_words
from counterpitch.recognisers.recogniser import ARTEFACT
from counterpitch.recognisers.sentences import contact_texts
from counterpitch.render.jsonform import line
from counterpitch.rulebook.book import rulebook
from tests.indicators.mutations import mutated
from tests.indicators.test_native import shipped

pytestmark = pytest.mark.skipif(_native.Gate is None, reason="the extension has not been built")

PIECES = (
    "Hi", "hello", "Dear", "Ms", "Dr.", "its", "Это", "Добрый день", "Grant", "grant", "GRANT", "Beat's", "beat",
    "But", "No", "no,", "Но", "но", "Но,", "Ha", "ha", "de la", "von", "Al", "al-Sabti", "Cruz", "Will", "Blessing",
    "Ивановна", "Ивановой", "Иванов", "Олеговна", "王可欣", "王先生", "保密协议", "My name is", "I'm", "hier ist",
    "меня зовут", "from", "von der", "с завода", "Berlin", "berlin", "$5,000", "+44 20 7946 0018", "a@firm.example",
    ".", ",", "!", "?", "\n", "\n\n", "\u00a0", " ", "§", "\ud800", "İ", "ſ", "ß", "ǅ", "Ⅻ", "’s", "who pays", "report",
)  # fmt: skip
SPELLED = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
TEXTS = st.one_of(SPELLED, st.lists(st.sampled_from(PIECES)).map("".join), st.text(max_size=60))
NAMES = st.one_of(
    st.sampled_from(("", "Grant", "Will Blessing", "Beat Zurbriggen", "Но Тхи", "Ximena de la Cruz", "Al")),
    st.sampled_from(("王可欣", "Мария Иванова", "Shamsa Al-Sabti", "No Reply", "O’Neill", "Ha-eun Bae", "y o")),
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
    st.text(max_size=12),
)  # fmt: skip


@cache
def both() -> tuple[Matcher, Matcher, Gate]:
    """Return a matcher on the compiled core, one without it, and the gate that ships."""
    book = rulebook()
    return Matcher(book), Matcher(book, native=False), Gate(ARTEFACT / "gate.bin")


def odds(conversation: Conversation) -> tuple[float, float]:
    """Return the log-odds of the compiled gate and of the Python code."""
    native, pure, gate = both()
    assert native.core is not None
    assert gate.compiled is not None
    own = contact_texts(conversation, pure.texts(conversation))
    return native.core.match_and_odds(conversation, gate.compiled)[1], gate.log_odds(own)


def talk(name: str, owner: str, *texts: str) -> Conversation:
    """Return a conversation of the contact's texts with one of the owner after the first."""
    messages = [Message("contact", text, author=name) for text in texts]
    messages.insert(1, Message("owner", " ".join(texts[:1]), author=owner))
    return Conversation("x", "other", tuple(messages), Contact(name=name), Owner(name=owner))


@settings(max_examples=400, deadline=None)
@given(NAMES, NAMES, TEXTS, TEXTS)
def test_any_text_is_read_alike(name: str, owner: str, one: str, other: str) -> None:
    """Names of many scripts, ordinary words that are names, greetings, half characters."""
    native, pure = odds(talk(name, owner, one, other))
    assert native == pure


@pytest.mark.parametrize("seed", range(3))
def test_what_ships_is_read_alike_also_damaged(seed: int) -> None:
    """Examples of rules and the benign set, as they are and with hostile characters."""
    draw = random.Random(seed)
    for conversation in draw.sample(shipped(), 150):
        for each in (conversation, mutated(draw, conversation)):
            native, pure = odds(each)
            assert native == pure


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi Grant, the report is due.", ""),
        ("If it doesn't beat what you pay. We met Beat's boss", "Beat Zurbriggen"),
        ("Hi, it's Anna from Acme. anna asks.", ""),
        ("Но Рустамовна, спасибо", "Но Тхи"),
        ("Письмо от Ивановой", "Мария Иванова"),
    ],
)
def test_hiding_is_seen(text: str, name: str) -> None:
    """The texts above would read otherwise if no name was hidden: the comparison can fail."""
    _, pure, _ = both()
    conversation = talk(name, "", text)
    assert odds(conversation)[0] == odds(conversation)[1]
    nameless = talk("", "", text)
    bare = [f.text for f in pure.texts(conversation)[:1]]
    assert contact_texts(conversation, pure.texts(conversation)) != bare
    assert odds(nameless)[0] == odds(nameless)[1]


def test_lines_are_the_same_with_the_gate() -> None:
    """What the gate holds back is written as without it, though offsets are made at once."""
    full = assessor()
    assert full.recogniser is not None
    held = Assessor(full.matcher, full.recogniser)
    closed = replace(full.recogniser.card, gate=1e9, evidence=1e9)
    plain, writer = LineWriter(Assessor(full.matcher)), LineWriter(held)
    calm = [c for c in shipped()[::7] if Assessor(full.matcher).assess(c).band in ("none", "low")]
    assert len(calm) > 50
    before = full.recogniser.card
    full.recogniser.__dict__["card"] = closed
    try:
        for conversation in calm:
            expected = plain.line(conversation)
            assert writer.line(conversation) == expected
            assert line(conversation, held.assess(conversation)) == expected.text
    finally:
        full.recogniser.__dict__["card"] = before


HOSTILE = {
    "one letter": "x", "chinese": "保密", "masks": "§ ", "greetings": "Hi Hi ", "capitals": "A ", "marks": "\u0301",
    "sentences": ". ", "halves": "\ud800", "names": "Grant Will ", "introductions": "I'm Al from ", "its": "its De ",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_alike_and_soon(name: str) -> None:
    """The longest messages of one kind: the same log-odds, and time that grows with the text."""
    text = HOSTILE[name]
    native, pure = odds(talk("Grant Will", "De la Cruz", text * (30_000 // len(text))))
    assert native == pure

    def taken(size: int) -> float:
        conversation = talk("Grant Will", "De la Cruz", text * (size // len(text)))
        matcher, _, gate = both()
        assert matcher.core is not None
        assert gate.compiled is not None
        began = time.process_time()
        matcher.core.match_and_odds(conversation, gate.compiled)
        return time.process_time() - began

    taken(1_000)
    assert taken(96_000) <= 8 * taken(24_000) + 0.05


def test_many_names_take_no_more_than_their_number() -> None:
    """Each of 20,000 messages by somebody else, every name a small word or two."""
    small = itertools.cycle(("Al", "No", "De", "Но", "Ha", "Grant"))
    messages = tuple(
        Message("contact", "al said no", author=f"{name} N{n}") for n, name in zip(range(20_000), small, strict=False)
    )  # fmt: skip
    matcher, _, gate = both()
    assert matcher.core is not None
    assert gate.compiled is not None
    began = time.process_time()
    matcher.core.match_and_odds(Conversation("x", "other", messages), gate.compiled)
    assert time.process_time() - began < 10


def test_a_gate_is_made_of_its_weights_and_known_words_only() -> None:
    """What does not fit is an error when the gate is made."""
    assert _native.Gate is not None
    weights = bytes(4 * ((1 << 15) + 1))
    _native.Gate(weights, MOST_CHARACTERS, known_words(), introduced)
    with pytest.raises(ValueError, match="weights"):
        _native.Gate(weights[4:], MOST_CHARACTERS, known_words(), introduced)
    with pytest.raises(ValueError, match="known"):
        _native.Gate(weights, MOST_CHARACTERS, {"a": 99}, introduced)
    with pytest.raises(ValueError, match="known"):
        _native.Gate(weights, MOST_CHARACTERS, {1: 1}, introduced)  # type: ignore[dict-item]


def test_an_error_while_names_are_sought_is_raised() -> None:
    """An error of what finds introductions reaches the caller."""

    def failing(text: str) -> list[str]:
        raise KeyError(text)

    matcher, _, gate = both()
    assert _native.Gate is not None
    assert matcher.core is not None
    broken = _native.Gate(gate.weights, MOST_CHARACTERS, known_words(), failing)
    with pytest.raises(KeyError):
        matcher.core.match_and_odds(talk("", "", "Hi, I'm Anna from Acme"), broken)


def test_quotes_are_the_same_with_a_gate() -> None:
    """With a gate texts are folded with offsets; a quote that ends with an address stays as it is without one."""
    address = "https://staff-benefits-login.example/verify"
    text = f"Please verify your staff login and the 6 digit code at {address}."
    native, _, gate = both()
    assert native.core is not None
    assert gate.compiled is not None
    conversation = talk("", "", text)
    found = native.core.match_and_odds(conversation, gate.compiled)[0]
    assert found == native.core.match(conversation)
    assert any(quote.text.endswith("/verify") for match in found for quote in match.quotes)
