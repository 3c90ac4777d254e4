"""The answer about one company: textbook cases, law mode, unknowns, and what must never happen."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from counterpitch.errors import UsageError
from counterpitch.ownership import view as views
from counterpitch.ownership.answer import Bounds, Owner, Trace
from counterpitch.ownership.edge import Basis, Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.trace import trace
from tests.ownership import drawn
from tests.ownership.drawn import Pairs


def held(owner: str, owned: str, low: float, high: float | None = None, **more: object) -> Interest:
    """Return a holding."""
    return Interest(owner, owned, lo=low, hi=low if high is None else high, source="t",
                    source_ref=f"{owner}/{owned}", **more)  # type: ignore[arg-type]  # fmt: skip


def traced(*interests: Interest, company: str = "T", nodes: tuple[Node, ...] = ()) -> Trace:
    """Trace a company over interests."""
    return trace(views.of(interests, nodes), company)


def owner(answer: Trace, id: str) -> Owner:
    """Return one owner of an answer."""
    return next(o for o in (*answer.owners, *answer.between) if o.node.id == id)


PERSONS = tuple(Node(id, kind="person", name=id) for id in ("x", "y", "z"))


def test_the_acts_own_example() -> None:
    """51 % of B, which holds 26 % of T: 13.26 % in substance, 26 % by law."""
    answer = traced(held("x", "B", 0.51), held("B", "T", 0.26), nodes=PERSONS)
    found = owner(answer, "x")
    assert found.share.lo == pytest.approx(0.1326)
    assert found.share.standings == ("excluded", "excluded", "excluded")
    assert found.law.lo == pytest.approx(0.26)
    assert found.law.standings == ("certain", "excluded", "excluded")
    assert found.weakest.lo == pytest.approx(0.26)


def test_half_is_no_majority_by_law() -> None:
    """Exactly 50 % of B is no majority stake, so that nothing of B's is attributed."""
    answer = traced(held("x", "B", 0.5), held("B", "T", 0.8), nodes=PERSONS)
    assert owner(answer, "x").law.hi == 0.0
    assert owner(answer, "x").control == "excluded"


def test_what_a_group_holds_counts_together_by_law() -> None:
    """x has the majority of B and D, which hold 30 % each: 60 % by law, and control."""
    answer = traced(
        held("x", "B", 0.6), held("x", "D", 0.7), held("B", "T", 0.3), held("D", "T", 0.3),
        nodes=PERSONS,
    )  # fmt: skip
    found = owner(answer, "x")
    assert found.law.lo == pytest.approx(0.6)
    assert found.control == "certain"
    assert found.share.lo == pytest.approx(0.39)
    assert len(found.chains) == 2


def test_joint_holders_each_have_the_whole_by_law() -> None:
    """A joint holding of 60 % counts as 60 % for each of two holders, 30 % in substance."""
    joint = Node("J", kind="arrangement", name="Joint shareholding")
    answer = traced(
        held("x", "J", 0.5), held("y", "J", 0.5), held("J", "T", 0.6), nodes=(*PERSONS, joint)
    )
    for id in ("x", "y"):
        assert owner(answer, id).law.lo == pytest.approx(0.6)
        assert owner(answer, id).share.lo == pytest.approx(0.3)


def test_open_bands_decide_at_the_threshold() -> None:
    """Two holdings of "over 25" certainly exceed 50 together; one below 75 never reaches it."""
    answer = traced(
        held("x", "B", 1.0), held("x", "D", 1.0),
        held("B", "T", 0.25, 0.5, lo_open=True), held("D", "T", 0.25, 0.5, lo_open=True),
        nodes=PERSONS,
    )  # fmt: skip
    assert owner(answer, "x").share.standings == ("certain", "certain", "possible")
    below = traced(held("x", "T", 0.5, 0.75, lo_open=True, hi_open=True), nodes=PERSONS)
    assert owner(below, "x").share.standings == ("certain", "certain", "excluded")
    exact = traced(held("x", "T", 0.25), nodes=PERSONS)
    assert owner(exact, "x").share.standings[0] == "excluded"
    assert traced(held("x", "T", 0.75), nodes=PERSONS).owners[0].share.standings[2] == "certain"


def test_a_board_right_is_control_without_a_share() -> None:
    """Who appoints the board controls; how much it owns stays unknown."""
    answer = traced(Interest("x", "T", basis="board", source="t"), nodes=PERSONS)
    found = owner(answer, "x")
    assert (found.control, found.share.text) == ("certain", "0-100 % (unknown)")


@pytest.mark.parametrize("basis", ["board", "consolidation"])
def test_a_right_without_a_percentage_crosses_no_line_by_law(basis: Basis) -> None:
    """Who appoints the board holds no certain percentage, but what it so controls is its own."""
    right = Interest("x", "T", basis=basis, source="t")
    assert owner(traced(right, nodes=PERSONS), "x").law.standings == ("possible",) * 3
    beside = traced(right, held("x", "T", 0.1), nodes=PERSONS)
    assert owner(beside, "x").law.text == "10 %"
    above = traced(Interest("x", "B", basis=basis, source="t"), held("B", "T", 0.3), nodes=PERSONS)
    assert owner(above, "x").law.standings[0] == "certain"


@pytest.mark.parametrize(("low", "high"), [(0.25, 0.5), (0.5, 0.75)])
def test_what_a_parent_and_its_parent_both_declare_may_be_one_holding(
    low: float, high: float
) -> None:
    """Listed "directly or indirectly" beside its own subsidiary, x certainly has it once only."""
    band = {"lo_open": True}
    twice = traced(
        held("x", "B", 0.8), held("B", "T", low, high, **band), held("x", "T", low, high, **band),
        nodes=PERSONS,
    )  # fmt: skip
    found = owner(twice, "x").law
    assert found.lo == pytest.approx(low)
    assert found.standings[2] == "possible"
    apart = traced(
        held("x", "B", 0.8), held("B", "T", 0.3), held("x", "T", 0.3, directness="direct"),
        nodes=PERSONS,
    )  # fmt: skip
    assert owner(apart, "x").law.lo == pytest.approx(0.6)


def test_unknown_owners_are_told_apart_and_never_merged() -> None:
    """Two unknown owners with reasons, and a company above which nothing is known."""
    nodes = (
        Node("u1", reason="super-secure"), Node("u2", reason="NATURAL_PERSONS"),
        Node("B", kind="company", name="Umbel Holdings"),
    )  # fmt: skip
    answer = traced(
        Interest("u1", "T", basis="influence"), Interest("u2", "T", basis="influence"),
        held("B", "T", 0.3), nodes=nodes,
    )  # fmt: skip
    assert {u.reason for u in answer.unknowns} == {
        "super-secure", "NATURAL_PERSONS", "no-owner-in-register",
    }  # fmt: skip
    assert [o.node.id for o in answer.owners] == ["B"]


def test_a_closed_ring_is_told_and_has_no_owner() -> None:
    """Two companies wholly owning each other: no owner, no number, a sentence."""
    answer = traced(held("A", "T", 1.0), held("T", "A", 1.0))
    assert answer.owners == ()
    assert answer.closed == (("A", "T"),)
    assert answer.remarks


def test_an_open_ring_is_solved() -> None:
    """T and A hold 40 % of each other, x 60 % of A, y 60 % of T."""
    answer = traced(
        held("A", "T", 0.4), held("T", "A", 0.4), held("x", "A", 0.6), held("y", "T", 0.6),
        nodes=PERSONS,
    )  # fmt: skip
    assert owner(answer, "y").share.lo == pytest.approx(0.6 / (1 - 0.16))
    assert owner(answer, "x").share.hi == pytest.approx(0.4 * 0.6 / (1 - 0.16))
    assert answer.rings == (("A", "T"),)


def test_a_claim_of_an_indirect_holding_is_not_added_to_its_way() -> None:
    """The listed 60 % through B and the claim of 60 % of it are one holding."""
    answer = traced(
        held("x", "B", 1.0), held("B", "T", 0.6), held("x", "T", 0.6, directness="indirect"),
        nodes=PERSONS,
    )  # fmt: skip
    assert owner(answer, "x").share.hi == pytest.approx(0.6)
    alone = traced(held("x", "T", 0.6, directness="indirect"), nodes=PERSONS)
    assert owner(alone, "x").share.lo == pytest.approx(0.6)


def test_sums_over_a_hundred_prove_nothing_economic() -> None:
    """Joint declarations of 75 to 100 % each: possible in substance, certain by law."""
    answer = traced(held("x", "T", 0.75, 1.0), held("y", "T", 0.75, 1.0), nodes=PERSONS)
    assert answer.over_declared == ("T",)
    assert owner(answer, "x").share.standings[0] == "possible"
    assert owner(answer, "x").law.standings[2] == "certain"
    assert owner(answer, "x").control == "possible"


def test_a_company_that_is_not_there() -> None:
    """One clear sentence."""
    with pytest.raises(UsageError, match="no such company"):
        traced(held("x", "T", 1.0), company="nobody")


@given(drawn.pairs(most=6), st.integers(0, 5), st.integers(0, 5), st.sampled_from([0.3, 0.6, 1.0]))
@settings(max_examples=80, deadline=None)
def test_one_more_holding_never_turns_certain_into_excluded(
    found: Pairs, above: int, below: int, share: float
) -> None:
    """What was certain may become only possible, as holdings may contradict, never excluded."""
    more = {**found, (above, below): (share, share)}
    if above == below or (above, below) in found or not found:
        return
    before, after = (views.of(drawn.interests(pairs)) for pairs in (found, more))
    for company in range(before.number("n0") or 0, 6):
        id = f"n{company}"
        if before.number(id) is None:
            continue
        first, second = trace(before, id), trace(after, id)
        later = {o.node.id: o for o in (*second.owners, *second.between)}
        for one in (*first.owners, *first.between):
            if one.node.id not in later:
                continue
            two = later[one.node.id]
            for old, new in (
                *zip(one.share.standings, two.share.standings, strict=True),
                *zip(one.law.standings, two.law.standings, strict=True),
                (one.control, two.control),
            ):
                assert (old, new) != ("certain", "excluded")


@given(drawn.pairs(most=6), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_rows_plays_no_part(found: Pairs, random: "st.random.Random") -> None:  # type: ignore[name-defined]
    """The whole answer is the same to the last bit."""
    rows = drawn.interests(found)
    mixed = rows[:]
    random.shuffle(mixed)
    if found:
        id = rows[0].owned
        assert trace(views.of(rows), id) == trace(views.of(mixed), id)


@given(st.floats(0, 1), st.floats(0, 1))
def test_standings_agree_with_the_bounds(one: float, two: float) -> None:
    """Certain implies possible at every lower threshold, and text never raises."""
    low, high = sorted((one, two))
    bounds = Bounds(low, high, (low + high) / 2)
    ranks = [("excluded", "possible", "certain").index(s) for s in bounds.standings]
    assert ranks == sorted(ranks, reverse=True)
    assert bounds.text


def test_dates_decide_what_holds() -> None:
    """An interest holds from its first day until the day before its last; both clocks count."""
    interest = held("x", "T", 1.0, since=date(2020, 1, 1), until=date(2021, 1, 1),
                    known_from=date(2020, 3, 1))  # fmt: skip
    assert not interest.holds()
    assert interest.holds(date(2020, 6, 1))
    assert not interest.holds(date(2021, 1, 1))
    assert not interest.holds(date(2020, 6, 1), known_at=date(2020, 2, 1))


def test_an_end_that_was_learned_later_was_not_known() -> None:
    """By what was on file before it, an interest had no end, and held even after it."""
    interest = held("x", "T", 1.0, since=date(2020, 1, 1), until=date(2026, 7, 1))
    known = date(2021, 1, 1)
    assert interest.as_known(known).until is None
    assert interest.as_known(date(2026, 7, 1)).until == date(2026, 7, 1)
    assert interest.holds(date(2026, 8, 1), known)
    assert interest.holds(None, known)
    assert not interest.holds(date(2026, 8, 1))


def test_lapsed_records_are_told() -> None:
    """A trace that rests on records that nobody renewed says how many."""
    row = structs.replace(held("x", "T", 0.6), source="gleif", source_ref="A/B/LAPSED")
    answer = traced(row, nodes=PERSONS)
    assert any("1 record it rests on has lapsed (gleif)" in each for each in answer.remarks)
    fresh = traced(structs.replace(row, source_ref="A/B"), nodes=PERSONS)
    assert not any("lapsed" in each for each in fresh.remarks)


def test_a_claim_is_shown_beside_what_its_chains_come_to() -> None:
    """60 % claimed over two halves of unknown depth fits; 60 % over a chain of 10 % does not."""
    fits = traced(
        held("x", "B", 0.0, 1.0), held("B", "T", 0.8), held("x", "T", 0.6, directness="indirect"),
        nodes=PERSONS,
    )  # fmt: skip
    assert [(c.owner.id, c.claimed.lo, c.fits) for c in fits.claims] == [("x", 0.6, True)]
    odd = traced(
        held("x", "B", 1.0), held("B", "T", 0.1), held("x", "T", 0.6, directness="indirect"),
        nodes=PERSONS,
    )  # fmt: skip
    assert [c.fits for c in odd.claims] == [False]


def test_a_ring_of_three_thousand_is_traced() -> None:
    """A hostile ring is answered, with its members folded into one ring."""
    size = 3000
    rows = [held(f"c{i}", f"c{(i + 1) % size}", 0.5, 0.75) for i in range(size)]
    answer = traced(*rows, held("x", "c0", 0.25), company="c10", nodes=PERSONS)
    assert len(answer.rings[0]) == size
    assert owner(answer, "x").share.lo == pytest.approx(0.25 * 0.5**10)


def test_two_holders_of_over_half_contradict() -> None:
    """Both "over 50": that cannot be, so that neither is certain, in whatever order they stand."""
    rows = [held(id, "T", 0.5, 0.75, lo_open=True, hi_open=True) for id in ("x", "y")]
    for order in (rows, rows[::-1]):
        answer = traced(*order, nodes=PERSONS)
        assert answer.over_declared == ("T",)
        assert [o.control for o in answer.owners] == ["possible", "possible"]
        assert [o.share.standings[1] for o in answer.owners] == ["possible", "possible"]
