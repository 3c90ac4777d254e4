"""Looking for companies by a part of the name."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpitch.errors import UsageError
from counterpitch.ownership.find import find
from counterpitch.ownership.nearby import alike, by_word, near, parts
from counterpitch.ownership.register import Register
from counterpitch.ownership.search import search
from tests.ownership.example import TARGET, example


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The example's register."""
    return example(tmp_path_factory.mktemp("search"))


def test_every_word_counts_and_order_does_not(register: Register) -> None:
    """Parts of words do, in any case; a word that is not there finds nobody."""
    for text in ("larkfield", "QUANTUM lark", "ltd quantum", TARGET, "09999901"):
        assert search(register, text)[0].id == TARGET, text
    assert search(register, "quantum pumps") == ()
    assert search(register, "") == search(register, " \n") == ()
    assert len(search(register, "a", most=2)) == 2


@given(st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_near_names_are_those_by_words_or_else_by_spelling(
    register: Register, data: st.DataObject
) -> None:
    """One pass over the names finds what two would, of whole, misspelt and cut names.

    Of a word of up to three letters it is asked that the name has it as a word.
    """
    names = sorted({node.name for node in register.nodes("name <> ''")})
    name = data.draw(st.sampled_from(names))
    at = data.draw(st.integers(0, len(name)))
    text = data.draw(st.sampled_from([name[:at] + "q" + name[at + 1 :], name[at:], name[:at]]))
    short = {word for word in re.findall(r"\w+", text.lower()) if len(word) < 4}
    held = [n for n in parts(register, text, 1_000) if short <= set(_words(n.name))]
    assert near(register, text, 3) == (tuple(held[:3]) or alike(register, text, 3))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())


@given(st.text(max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_is_answered(register: Register, text: str) -> None:
    """Wildcards, quotes, half characters, SQL: nodes or none, never an error; unknowns never."""
    assert all(node.kind != "unknown" or node.id == text.strip() for node in search(register, text))


@pytest.mark.parametrize(
    "text", ["Larkfeld Qantum", "The Larkfield Quantum Group", "Lrakfield", "Qvantum", "larkfields"]
)
def test_a_mistyped_company_is_offered(register: Register, text: str) -> None:
    """Several slips, a word too many, one word alone: the nearest is named, five at most."""
    with pytest.raises(UsageError, match=rf"Near to it: {TARGET} ") as told:
        find(register, text)
    assert str(told.value).count("; ") < 5


@given(st.text(max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_may_be_near_by_word(register: Register, text: str) -> None:
    """Whatever is typed, at most as many are named as asked for, and nobody who is unknown."""
    found = by_word(register, text, 2)
    assert len(found) <= 2
    assert all(node.kind != "unknown" for node in found)


def test_a_legal_form_or_a_short_word_is_near_to_nobody(register: Register) -> None:
    """The word limited stands in most names and says nothing."""
    assert by_word(register, "limited") == by_word(register, "the") == by_word(register, "") == ()
