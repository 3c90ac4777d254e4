import json
import random
from collections import Counter

import pytest

from counterpitch.campaigns.identifiers.approach import keys_of
from counterpitch.campaigns.personas.persona import Persona, personas
from counterpitch.campaigns.personas.records import CROWD, PRIOR, Census, blocks, records
from counterpitch.campaigns.personas.resolve import persona_edges, settings
from counterpitch.model.conversation import Contact, Conversation

pytest.importorskip("splink")

Card = tuple[str, str, str, str, str]


def said(*cards: Card) -> list[Persona]:
    """Return personas of (id, name, headline, company, mail address)."""
    found = [
        Conversation(
            i, "email", (), contact=Contact(name=n, headline=h, company=c, email=e or None)
        )
        for i, n, h, c, e in cards
    ]
    return list(personas(found, [key for each in found for key in keys_of(each)]))


def crowd(count: int, name: str = "") -> list[Card]:
    """Return cards of strangers, all called ``name`` if it is given."""
    return [
        (
            f"z{n:05}",
            name or f"Person{n} Stranger{n}",
            f"Role{n}",
            f"House {n}",
            f"p{n}@house{n}.example",
        )
        for n in range(count)
    ]


def test_one_mailbox_under_two_names_is_one_person() -> None:
    """Another name with the same address and trade is found, and the waterfall says why."""
    edges = persona_edges(said(
        ("a", "Helen Ashworth", "Research director", "Ledger Vale", "h@ledger.example"),
        ("b", "Claire Dumont", "Research director", "Vale Partners", "h@ledger.example"), *crowd(30),
    ))  # fmt: skip
    (edge,) = edges
    assert (edge.a, edge.b, edge.strong) == ("a", "b", True)
    steps = {step["what"]: step for step in json.loads(edge.evidence)["steps"]}
    assert steps["name"]["weight"] < 0 < steps["address, number or account"]["weight"]
    assert "another name" in edge.reason
    assert edge.weight == pytest.approx(sum(step["weight"] for step in steps.values()), abs=0.01)


@pytest.mark.parametrize(
    "name", ["Wang Wei", "John Smith", "Oluwaseun Adebayo", "Imogen Thistlewood"]
)
def test_a_name_alone_gives_no_edge(name: str) -> None:
    """Two namesakes with other trades, houses and addresses are two people, rare name or not."""
    cards = [
        ("a", name, "Baker", "Oven", "a@oven.example"),
        ("b", name, "Lawyer", "Bar", "b@bar.example"),
    ]
    assert persona_edges(said(*cards, *crowd(30))) == []
    assert persona_edges(said(("a", name, "", "", ""), ("b", name, "", "", ""), *crowd(30))) == []


def test_a_name_and_a_job_are_never_strong() -> None:
    """Namesakes in one house are a reason to look and no more; with a short name hardly that."""

    def edge(name: str) -> float:
        cards = [(i, name, "Data consultant", "Orient", f"{i}@o{i}.example") for i in "ab"]
        (found,) = persona_edges(said(*cards, *crowd(30)))
        assert not found.strong
        return found.weight

    assert edge("Wang Wei") == edge("John Smith") < edge("Imogen Thistlewood")


def test_short_names_get_no_fuzzy_match() -> None:
    """Wang Wei and Wang Wen are not nearly the same; Imogen Thistlewood and Thistlewod are."""

    def found(one: str, other: str) -> list[str]:
        cards = [
            ("a", one, "Partner", "Foolscap", "a@x.example"),
            ("b", other, "Partner", "Foolscap", "b@y.example"),
        ]
        return [edge.reason for edge in persona_edges(said(*cards, *crowd(30)))]

    assert (
        "the same long name but for a letter" in found("Imogen Thistlewood", "Imogen Thistlewod")[0]
    )
    assert not any("but for" in reason for reason in found("Wang Wei", "Wang Wen"))


def test_colleagues_are_two_people() -> None:
    """One house and one headline under two names is no person."""
    cards = [
        ("a", "Helen Ashworth", "Analyst", "Foo", ""),
        ("b", "Rupert Pell", "Analyst", "Foo", ""),
    ]
    assert persona_edges(said(*cards, *crowd(10))) == []


def test_order_of_input_does_not_matter() -> None:
    """The same personas in any order give the same edges."""
    cards = [
        (
            f"a{n}",
            f"Helen Ashworth{n % 3}",
            "Research director",
            f"Vale {n % 2}",
            f"h{n % 4}@x.example",
        )
        for n in range(12)
    ]
    shuffled = list(cards)
    random.Random(2).shuffle(shuffled)
    assert persona_edges(said(*cards)) == persona_edges(said(*shuffled)) != []


def test_a_crowd_of_one_name_is_not_square() -> None:
    """A blocking key that more than CROWD personas share is dropped."""
    table = records(said(*crowd(CROWD + 1, "Wang Wei")))
    assert table["block_name"].null_count == CROWD + 1
    assert records(said(*crowd(CROWD, "Wang Wei")))["block_name"].null_count == 0


@pytest.mark.parametrize(
    "cards",
    [(), (("a", "Helen Ashworth", "", "", ""),), (("a", "", "", "", ""), ("b", "", "", "", ""))],
)
def test_nothing_to_compare(cards: tuple[Card, ...]) -> None:
    """No persona, one, or empty ones give no edge and no error."""
    assert persona_edges(said(*cards)) == []


def test_the_model_is_a_document_and_adds_up() -> None:
    """The chances of each comparison's levels add up to one, as they must."""
    for comparison in settings()["comparisons"]:
        levels = [
            level for level in comparison["comparison_levels"] if not level.get("is_null_level")
        ]
        for side in ("m_probability", "u_probability"):
            assert sum(level[side] for level in levels) == pytest.approx(1, abs=0.02), comparison[
                "output_column_name"
            ]


def test_no_origin_in_the_model() -> None:
    """Nothing of a place, language, nationality, sex or dialling code is compared."""
    words = json.dumps(settings()).lower()
    assert not any(
        word in words
        for word in ("country", "nation", "language", "gender", "sex", "location", "origin", "age_")
    )


def test_those_who_share_a_key_and_a_census_give_what_all_give() -> None:
    """Expect the same edges, to the byte, from the few that may match and counts of all: so a cluster does it."""
    names = ("Helen Ashworth", "Ashworth, Helen", "Wang Wei", "Claire Dumont")
    few = [
        (f"a{n}", names[n % 4], ("Partner", "Director")[n % 2], "Vale House", f"h{n % 6}@x.example")
        for n in range(20)
    ]
    people = said(*few, *crowd(CROWD + 5, "Wang Wei"), *crowd(40))
    people = list({each.approach: each for each in people}.values())
    held = Counter(key for each in people for key in blocks(each))
    kept = frozenset(key for key, count in held.items() if 1 < count <= CROWD)
    table = records(people)
    counts = {name: Counter(filter(None, table[name].to_pylist())) for name in PRIOR}
    everyone = {name: sum(each.values()) for name, each in counts.items()}
    matching = [each for each in people if kept & set(blocks(each))]
    assert len(matching) < len(people)
    found = persona_edges(matching, census=Census(kept, counts, everyone))
    assert found == persona_edges(people) != []
