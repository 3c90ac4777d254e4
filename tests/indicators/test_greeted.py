"""The compiled core hides the names that a message greets as the Python code does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.features.greetings import OPENING, PARTICLES, TITLE, greeted
from counterpitch.indicators.matcher import Matcher
from counterpitch.indicators.native import AVAILABLE, spelled_out
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.rulebook.book import rulebook

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="the extension has not been built")

SIGNS = st.sampled_from([
    " ", "  ", "\u00a0", ".", ". ", ", ", "!", ":", ";", "\n", "–", "?", "- ", " - ", "-", "\u2003",
    "§", "",
])  # fmt: skip
WORDS = st.sampled_from([
    "Kimzz", "kimzz", "Müllerzz", "ßzz", "zz9", "Qzz-Wzz", "Al-Qzz-", "zz’s", "O'Zz", "İzz", "bİn",
    "J.", "Ж.", "жзз", "_zz", "zz" * 30, "ſzz", "Ⅳzz", *sorted(PARTICLES)[:9],
])  # fmt: skip
OPENINGS = st.sampled_from([*spelled_out(OPENING.split("|")), "HI", "Dear", "heſlo", "Hİ", "hallo"])
TITLES = st.sampled_from([*TITLE.split("|"), "Dr", "PROF", "Miſs"])
LINES = st.tuples(
    st.sampled_from(["", "¡", "- ", "\n", ">>> ", ".... "]),
    OPENINGS,
    st.sampled_from([" ", " \u00a0", "", "\n"]),
    st.lists(st.tuples(TITLES, SIGNS).map("".join), max_size=4).map("".join),
    st.lists(st.tuples(WORDS, SIGNS).map("".join), min_size=1, max_size=6).map("".join),
    st.sampled_from(["and more", "x" * 350, ""]),
).map("".join)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Return the rules with the compiled core."""
    return Matcher(rulebook())


def hidden(matcher: Matcher, text: str, authors: list[str], probe: str) -> str:
    """Return what becomes of ``probe``, beside ``text``, in a conversation with ``authors``."""
    messages = [Message(sender="contact", text=text), Message(sender="owner", text=probe)]
    messages += [Message(sender="contact", author=author, text="") for author in authors]
    return matcher.texts(Conversation("c", "linkedin", tuple(messages)))[1].text


@settings(deadline=None)
@given(st.lists(LINES, min_size=1, max_size=3).map("\n".join))
def test_the_names_of_a_greeting_are_hidden_as_if_they_were_authors(
    matcher: Matcher, text: str
) -> None:
    """Whatever is greeted, the core masks just what it masks where Python's names are given."""
    words = sorted({word for word in text.replace("\u00a0", " ").split() if word})
    probe = "\n".join(f"qq {word} qq" for word in words)
    plain = f"qq qq {text}".replace("\n", " ")
    assert greeted(plain) == []
    assert hidden(matcher, text, [], probe) == hidden(matcher, plain, greeted(text), probe)


def test_a_greeted_name_is_hidden(matcher: Matcher) -> None:
    """The test above can fail: a name that only a greeting tells is masked elsewhere too."""
    assert "kimzz" not in hidden(matcher, "Dear Kimzz, a call?", [], "qq Kimzz qq")
    assert "kimzz" in hidden(matcher, "qq Kimzz, a call?", [], "qq Kimzz qq")


def test_greetings_are_spelled_out() -> None:
    """A greeting with a comma that may be there is two."""
    assert list(spelled_out(["hi", "hola,?"])) == ["hi", "hola", "hola,"]
