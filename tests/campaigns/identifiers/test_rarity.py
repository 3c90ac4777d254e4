import random

import pytest

from counterpitch.campaigns.identifiers.rarity import STRONG, is_strong, log_odds, weighed
from counterpitch.campaigns.identifiers.sharing import identifier_edges
from counterpitch.campaigns.keys import Key, Place, table


def keys(*held: tuple[str, str, str], certainty: float = 1.0) -> list[Key]:
    """Return keys of (approach, kind, value)."""
    return [Key(a, kind, value, Place(0, 1, 2), certainty) for a, kind, value in held]


def test_rarer_values_weigh_more() -> None:
    """The more approaches hold a value, the less it says, and never less than nothing."""
    weights = [log_odds("domain", holders, 100_000) for holders in (2, 20, 200, 1500)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 7
    assert log_odds("domain", 90_000, 100_000) == 0.0


def test_few_sharers_in_small_data_are_not_common() -> None:
    """Two of three approaches that share an account are tied: the pair is no evidence against itself."""
    assert log_odds("handle", 2, 3) > STRONG
    assert log_odds("handle", 40, 40) > STRONG
    assert log_odds("handle", 40, 1000) > STRONG


def test_a_value_that_everyone_has_links_nobody() -> None:
    """A hostile value planted in every approach gives no strong edge; a shared domain none at all."""
    planted = [(f"a{n:04}", "domain", "cdn.example") for n in range(500)]
    assert identifier_edges(table(keys(*planted))) == []
    everywhere = [(f"a{n:06}", "email", "x@y.example") for n in range(30)]
    assert not is_strong("email", log_odds("email", 90_000, 100_000), 1.0)
    assert identifier_edges(table(keys(*everywhere)))


def test_uncertain_readings_weigh_less_and_never_stand_alone() -> None:
    """A value read off a picture keeps a smaller weight and is not strong."""
    sure, unsure = log_odds("handle", 2, 1000), log_odds("handle", 2, 1000, 0.25)
    assert unsure < sure
    both = keys(("a", "handle", "t:x"), ("b", "handle", "t:x"), certainty=0.5)
    assert [edge.strong for edge in identifier_edges(table(both))] == [False]


@pytest.mark.parametrize(
    "kind", ["domain", "company", "phone-tail", "lookalike", "name-server", "photo", "email-loose"]
)
def test_weak_kinds_are_never_strong(kind: str) -> None:
    """One weak overlap never merges, however rare its value."""
    edges = identifier_edges(
        table(keys(("a", kind, "0123456789abcdef"), ("b", kind, "0123456789abcdef")))
    )
    assert [edge.strong for edge in edges] == [False]


@pytest.mark.parametrize("kind", ["email", "phone", "handle", "profile", "wallet", "attachment"])
def test_strong_kinds_stand_alone(kind: str) -> None:
    """The same account, number, wallet or file links by itself, with a sentence that quotes it."""
    (edge,) = identifier_edges(table(keys(("b", kind, "v1"), ("a", kind, "v1"))))
    assert (edge.a, edge.b, edge.strong) == ("a", "b", True)
    assert "v1" in edge.reason


def test_a_weaker_form_is_no_second_reason() -> None:
    """Where the exact value is shared, its loose form and its look-alike give no edge."""
    held = [(a, kind, value) for a in "ab" for kind, value in (
        ("email", "h@x.example"), ("email-loose", "h@x.example"), ("lookalike", "email:h@xexample"))]  # fmt: skip
    assert [edge.kind for edge in identifier_edges(table(keys(*held)))] == ["email"]


def test_what_follows_from_a_domain_is_no_second_reason() -> None:
    """A shared domain hides its server; two domains on one server show it."""
    server = [(a, "mail-host", "mx.x.example") for a in "ab"]
    one = [(a, "domain", "x.example") for a in "ab"]
    two = [(a, "domain", f"{a}.example") for a in "ab"]
    assert [edge.kind for edge in identifier_edges(table(keys(*server, *one)))] == ["domain"]
    assert [edge.kind for edge in identifier_edges(table(keys(*server, *two)))] == ["mail-host"]


def test_edges_do_not_depend_on_the_order_of_input() -> None:
    """The same keys in any order give the same edges."""
    held = keys(
        *((f"a{n % 9}", kind, f"v{n % 4}") for n in range(60) for kind in ("email", "domain"))
    )
    expected = identifier_edges(table(held))
    random.Random(1).shuffle(held)
    assert identifier_edges(table(held)) == expected


def test_crowds_are_chained() -> None:
    """A value of ten thousand approaches costs a chain and no square."""
    held = keys(*((f"a{n:05}", "wallet", "btc:x") for n in range(10_000)))
    assert len(identifier_edges(table(held))) == 9_999


def test_near_pictures_give_a_weak_edge_with_the_distance() -> None:
    """Pictures a few bits apart are tied, weakly, and the sentence says by how many bits."""
    edges = identifier_edges(
        table(keys(("a", "photo", "ffff0000ffff0000"), ("b", "photo", "ffff0000ffff0003")))
    )
    assert [(edge.kind, edge.strong) for edge in edges] == [("photo", False)]
    assert "2 of 64 bits" in edges[0].reason


def test_weights_follow_approaches_and_owners() -> None:
    """A value in one inbox only is as rare as its approaches say; by owners it may be commoner."""
    held = table(keys(*((f"a{n}", "domain", f"v{n // 8}") for n in range(80))))
    alone = weighed(held)["weight"].to_pylist()
    owners = {f"a{n}": f"o{n % 2}" for n in range(80)}
    shared = weighed(held, owners)["weight"].to_pylist()
    assert all(0 <= b <= a for a, b in zip(alone, shared, strict=True))
    assert weighed(table([])).num_rows == 0
