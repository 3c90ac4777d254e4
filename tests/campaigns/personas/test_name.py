import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.campaigns.personas.name import person_name, syllables


@pytest.mark.parametrize(
    ("one", "other"),
    [("Helen Ashworth", "ASHWORTH, Helen"), ("Dr. Helen Ashworth", "Helen Ashworth"), ("Wei Wang", "Wang Wei"),
     ("Jörg Müller", "Jorg Muller"), ("Неlen Ashworth", "Helen Ashworth"), ("Hélène  O’Neil", "helene o'neil")],
)  # fmt: skip
def test_order_titles_case_and_look_alikes_do_not_tell_names_apart(one: str, other: str) -> None:
    """A name is the same in another order, with a title, accents or foreign letters."""
    assert person_name(one).key == person_name(other).key != ""


def test_a_divided_name_is_the_same_joined() -> None:
    """Wang Xiao Ming, Xiaoming Wang and Wang Xiaoming meet when joined."""
    one, other = person_name("Wang Xiao Ming"), person_name("Xiaoming Wang")
    assert one.joined == other.turned


@pytest.mark.parametrize(
    "name", ["Wang Wei", "John Smith", "Kim Min-jun", "Li Na", "Ann Lee", "王伟", "김민준", "Ян Ли"]
)
def test_short_is_told_by_syllables_alone(name: str) -> None:
    """Names of few syllables are short wherever they are from."""
    assert person_name(name).short


@pytest.mark.parametrize(
    "name",
    [
        "Helen Ashworth",
        "Ouyang Xiaoming",
        "Aleksandra Kowalczyk",
        "Oluwaseun Adebayo",
        "欧阳小明李",
    ],
)
def test_long_names(name: str) -> None:
    """Names of four syllables or more are long."""
    assert not person_name(name).short


def test_no_name() -> None:
    """A title, a number or nothing is no name."""
    assert person_name("") == person_name("Dr.") == person_name("12345")


@given(st.text(max_size=200))
def test_any_text_is_a_name_or_none(text: str) -> None:
    """No text breaks it, and a key has the words of the name."""
    name = person_name(text)
    assert sorted(name.whole.split()) == name.key.split()
    assert syllables(name.joined) >= 1
