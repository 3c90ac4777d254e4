"""Leans: what they add, to what, and that every part quotes its words."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.assessment.leaning import Leaned, leaned
from counterpitch.model.indicator import Kind
from counterpitch.model.match import Match, Quote
from counterpitch.recognisers.context import Context
from counterpitch.recognisers.lean import LEAST, amounts
from counterpitch.recognisers.recogniser import Read
from tests.recognisers.samples import card, cut, reading, talk

KINDS: dict[str, Kind] = {
    "ask": "approach", "press": "approach", "honest": "benign", "refuses": "owner", "prize": "scam",
}  # fmt: skip
TALK = talk("Could you write? It pays. Soon.", "No.", "Then good luck. Ask your employer.", "Yes.")
SENTENCES = cut(TALK)
NONE: list[list[str]] = [[] for _ in SENTENCES]
ASKED = Match("ask", (Quote(0, 0, 5, "Could"),))


def added(
    leans: Mapping[int, float], *matches: Match, near: list[list[str]] = NONE, weight: float = 0.5
) -> Leaned:
    """Return what leans add to these matches."""
    made = reading(SENTENCES, card(["ask"]), {}, leans)
    return leaned(TALK, Read(Context(list(matches), near, ()), made), weight, KINDS)


def test_a_lean_without_an_indicator_does_not_count() -> None:
    """However strong: nobody could be told what it stands for. With a name it is quoted."""
    assert added({1: LEAST + 20, 4: -LEAST - 20}) == Leaned([], {}, frozenset())
    near = [[], ["press"], [], [], ["honest"], *NONE[5:]]
    found = added({1: LEAST + 2, 4: -LEAST - 4}, near=near)
    assert found.added == pytest.approx({"press": 1.0, "honest": -2.0})
    quotes = {m.indicator: [q.text for q in m.quotes] for m in found.matches}
    assert quotes == {"press": ["It pays"], "honest": ["Then good luck"]}
    assert found.bare == {"press", "honest"}


def test_a_lean_goes_to_the_surest_indicator_of_its_kind() -> None:
    """Towards goes to an approach's indicator and against to an honest one, no other kind."""
    near = [["prize", "refuses", "honest", "press", "ask"], *NONE[1:]]
    assert set(added({0: LEAST + 1}, near=near).added) == {"press"}
    assert set(added({0: -LEAST - 1}, near=near).added) == {"honest"}


def test_a_known_match_gets_the_sentence_it_did_not_quote() -> None:
    """It is not bare, keeps its own quote, and is not quoted twice in the same sentence."""
    near = [["ask"], ["ask"], *NONE[2:]]
    found = added({0: LEAST + 1, 1: LEAST + 1}, ASKED, near=near)
    assert found.bare == frozenset()
    (match,) = found.matches
    assert [q.text for q in match.quotes] == ["Could", "It pays"]
    assert found.added == pytest.approx({"ask": 1.0})


def test_the_owner_never_counts() -> None:
    """However the owner's sentences read, they add and take nothing."""
    owners = {n: sign for n, s in enumerate(SENTENCES) if s.sender == "owner" for sign in (9.0,)}
    assert owners
    assert added(owners, ASKED) == Leaned([ASKED], {}, frozenset())
    assert added({n: -lean for n, lean in owners.items()}, ASKED) == Leaned(
        [ASKED], {}, frozenset()
    )


def test_small_leans_change_nothing() -> None:
    """Up to the least, matches stay as they were."""
    assert added({0: LEAST, 1: -LEAST}, ASKED) == Leaned([ASKED], {}, frozenset())


def _named(lean: float, names: list[str]) -> bool:
    return any(KINDS[name] == ("approach" if lean > 0 else "benign") for name in names)


def test_a_small_lean_counts_where_it_has_a_name() -> None:
    """What goes beyond the least is added, to the name that the sentence carries."""
    near = [["press"], *NONE[1:]]
    small = LEAST + 0.25
    assert added({0: small, 1: small}, near=near, weight=1.0).added == pytest.approx(
        {"press": 0.25}
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.floats(-15, 15, width=32), min_size=len(SENTENCES), max_size=len(SENTENCES)),
    st.lists(
        st.lists(st.sampled_from(sorted(KINDS)), max_size=4, unique=True),
        min_size=len(SENTENCES), max_size=len(SENTENCES),
    ),
    st.floats(0, 3),
)  # fmt: skip
def test_contributions_add_up(leans: list[float], near: list[list[str]], weight: float) -> None:
    """All that leans add is the weight times the amounts of the contact's sentences, each way;
    nothing of another kind is touched, and whatever adds something has a quote."""
    found = added(dict(enumerate(leans)), ASKED, near=near, weight=weight)
    leans = [
        lean if s.sender == "contact" and _named(lean, names) else 0.0
        for lean, s, names in zip(leans, SENTENCES, near, strict=True)
    ]
    up = math.fsum(v for n, v in found.added.items() if KINDS[n] == "approach")
    down = math.fsum(v for n, v in found.added.items() if KINDS[n] == "benign")
    assert up == pytest.approx(weight * sum(amounts(leans, towards=True).values()))
    assert down == pytest.approx(-weight * sum(amounts(leans, towards=False).values()))
    assert {KINDS[name] for name in found.added} <= {"approach", "benign"}
    names = [match.indicator for match in found.matches]
    assert len(set(names)) == len(names)
    assert found.added.keys() | {"ask"} == set(names)
    assert found.bare == set(names) - {"ask"}
    for match in found.matches:
        assert match.quotes
        for quote in match.quotes:
            assert TALK.messages[quote.message].text[quote.start : quote.end] == quote.text
