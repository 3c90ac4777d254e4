"""Names of a conversation: which words name somebody by themselves, which only together."""

import time

import msgspec
import pytest

from counterpitch.recognisers.names import Names, names_of
from tests.recognisers.samples import talk


def test_names_are_those_of_both_people_and_of_greetings() -> None:
    """Names come from the contact, from authors, from whom a message greets or introduces."""
    found = names_of(talk("Hi Ilse, thanks. It's Mina from the fair.", contact="Óscar Brandvold"))
    assert {"ilse", "oscar", "brandvold", "mina"} <= found.alone


@pytest.mark.parametrize(
    ("name", "alone", "together"),
    [
        ("Ximena de la Cruz", {"ximena", "cruz"}, ("de", "la")),
        ("Noya Ben-Artzi", {"noya", "artzi"}, ("ben", "artzi")),
        ("Ben Artzi", {"ben", "artzi"}, ("ben", "artzi")),
        ("Ha-eun Bae", {"eun", "bae"}, ("ha", "eun")),
        ("Шамса аль-Сабти", {"шамса", "сабти"}, ("аль", "сабти")),
    ],
)
def test_particles_name_nobody_alone(name: str, alone: set[str], together: tuple[str, str]) -> None:
    """A small word inside a name counts only in its place; a first name counts alone."""
    found = names_of(talk("nothing", contact=name))
    assert found.alone == alone
    assert together in found.pairs


def test_a_common_word_is_doubtful_where_it_is_used_as_one() -> None:
    """A name that is also a small word is in doubt only where the conversation uses the word."""
    assert names_of(talk("Ou here", contact="Qi Ou")).doubtful == frozenset()
    assert names_of(talk("un café ou deux", contact="Qi Ou")).doubtful == {"ou"}
    assert names_of(talk("Добрый день", contact="Но Тхи")).doubtful == {"но"}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("annika", "annika"), ("annikas", "annika"), ("annikass", ""), ("глебом", "глеб"),
        ("глебовна", ""), ("стрельникову", "стрельников"), ("дом", ""),
    ],
)  # fmt: skip
def test_forms_of_a_name(word: str, name: str) -> None:
    """The genitive and the Russian cases belong to a name, longer words do not."""
    found = names_of(talk("nothing", "nothing", contact="Annika Roth"))
    russian = names_of(talk("nothing", contact="Глеб Стрельников"))
    assert (found.of(word) or russian.of(word)) == name


def test_many_names_cost_no_more_than_few() -> None:
    """A word is looked up, not compared with every name."""
    few = names_of(talk("x", contact="Глеб Стрельников"))
    many = msgspec.structs.replace(few, stems=few.stems | {f"стол{n}" for n in range(50_000)})

    def took(names: Names) -> float:
        before = time.process_time()
        for _ in range(3_000):
            names.may_be_in(["дом", "стрельникову", "собака"])
        return time.process_time() - before

    assert took(many) < 10 * max(took(few), 1e-3)
