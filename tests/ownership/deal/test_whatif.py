"""A planned deal, by economics and by the law's way of counting."""

import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from counterpitch.ownership.captable.read import read
from counterpitch.ownership.captable.table import Amount, CapTable, Holding
from counterpitch.ownership.deal.lines import both
from counterpitch.ownership.deal.shares import stake
from counterpitch.ownership.deal.whatif import Party, WhatIf, what_if
from counterpitch.ownership.terminal.whatif import screen


def deal(tmp_path: Path, text: str) -> WhatIf:
    """What a table of this text would change."""
    path = tmp_path / "deal.csv"
    path.write_text(text, "utf-8")
    return what_if(read(path))


def party(found: WhatIf, name: str) -> Party:
    """The party of that name."""
    return next(each for each in found.parties if each.name == name)


def crossed(found: WhatIf, name: str) -> set[tuple[str, float, str, bool]]:
    """What the party crosses: basis, threshold, how surely, up or down."""
    return {(c.basis, c.threshold, c.standing, c.up) for c in party(found, name).crossings}


def test_law_counts_the_whole_lower_stake(tmp_path: Path) -> None:
    """51 % of B, which gets 26 % of T, counts as 26 % by law and as 13.3 % by economics."""
    found = deal(
        tmp_path,
        "company,holder,shares,planned\nT,Founder,74,\nT,B,26,yes\nB,X,51,\nB,Y,49,\n",
    )
    x = party(found, "X")
    assert x.after.law.votes.lo == pytest.approx(0.26)
    assert x.after.economic.lo == pytest.approx(0.51 * 0.26)
    assert ("votes", 0.25, "certain", True) in crossed(found, "X")
    assert crossed(found, "Y") == set()


def test_half_of_a_company_is_no_majority(tmp_path: Path) -> None:
    """50 % of B is not a majority stake, so that B's 26 % are nobody else's."""
    found = deal(
        tmp_path, "company,holder,shares,planned\nT,Founder,74,\nT,B,26,yes\nB,X,50,\nB,Y,50,\n"
    )
    assert crossed(found, "X") == set()
    assert crossed(found, "B") == {
        ("shares", 0.25, "certain", True),
        ("votes", 0.25, "certain", True),
    }


def test_exactly_a_quarter_does_not_cross_and_three_quarters_do(tmp_path: Path) -> None:
    """The Act says more than 25 %, more than 50 %, and 75 % or more."""
    quarter = deal(tmp_path, "company,holder,shares,planned\nT,A,75,\nT,B,25,yes\n")
    assert crossed(quarter, "B") == set()
    most = deal(tmp_path, "company,holder,shares,planned\nT,A,25,\nT,B,75,yes\n")
    assert {c[1] for c in crossed(most, "B")} == {0.25, 0.5, 0.75}


def test_two_holders_who_act_together_cross_though_each_stays_below(tmp_path: Path) -> None:
    """Two linked holders of 20 % each are treated as holding 40 %."""
    found = deal(
        tmp_path,
        "company,holder,shares,acting together,planned\n"
        "T,Founder,60,,\nT,A,20,pair,yes\nT,B,20,pair,yes\n",
    )
    assert ("votes", 0.25, "certain", True) in crossed(found, "pair")
    assert party(found, "A").after.law.votes.lo == pytest.approx(0.4)
    assert party(found, "A").after.direct.votes.lo == pytest.approx(0.2)


def test_a_convertible_makes_a_crossing_possible(tmp_path: Path) -> None:
    """20 % issued and a note that may become more is a possible crossing, with its reason."""
    found = deal(
        tmp_path,
        "company,holder,shares,type,converts,planned\nT,A,80,,,\nT,B,20,,,yes\n"
        "T,B,,convertible,20,yes\n",
    )
    assert crossed(found, "B") == {
        ("shares", 0.25, "possible", True), ("votes", 0.25, "possible", True),
    }  # fmt: skip
    assert {c.why for c in party(found, "B").crossings} == {"conversion"}


def test_a_transfer_takes_from_the_seller(tmp_path: Path) -> None:
    """Shares that change hands are not issued anew, and the seller falls below."""
    found = deal(
        tmp_path,
        "company,holder,shares,from,planned\nT,A,60,,\nT,C,40,,\nT,B,30,C,yes\n",
    )
    assert party(found, "B").after.direct.shares.lo == pytest.approx(0.3)
    assert crossed(found, "C") == {
        ("shares", 0.25, "certain", False), ("votes", 0.25, "certain", False),
    }  # fmt: skip


def test_who_gives_more_than_he_has_is_told(tmp_path: Path) -> None:
    """A seller without enough shares is a remark, not a negative stake."""
    found = deal(tmp_path, "company,holder,shares,from,planned\nT,A,60,,\nT,C,10,,\nT,B,30,C,yes\n")
    assert "gives more" in " ".join(found.remarks)


@pytest.mark.parametrize(
    "rows",
    [
        "holder,shares,planned,from\nAnn,45,,\nBob,155,,\nCy,70,yes,Ann\n",
        "holder,percent,planned,from\nAnn,22.5,,\nBob,77.5,,\nCy,35,yes,Ann\n",
        "holder,shares,planned,from\nAnn,80,,\nBob,120,,\nCy,120,yes,Ann\n",
        "holder,percent,planned,from\nAnn,40,,\nBob,20,,\nCy,60,yes,Ann\n",
    ],
)
def test_selling_more_than_one_has_makes_nothing_certain(tmp_path: Path, rows: str) -> None:
    """In shares as in percent: the sale or the stake is untrue, and nobody knows which."""
    found = deal(tmp_path, rows)
    assert {(c.standing, c.why) for c in party(found, "Cy").crossings} == {
        ("possible", "contradicted")
    }
    assert all(c.standing != "certain" for p in found.parties for c in p.crossings)
    assert "nothing about deal is certain" in " ".join(found.remarks)


def test_an_oversold_stake_may_be_as_stated(tmp_path: Path) -> None:
    """Of 200 shares the buyer may have the 70, and the seller may still have the 45."""
    found = deal(tmp_path, "holder,shares,planned,from\nAnn,45,,\nBob,155,,\nCy,70,yes,Ann\n")
    for name, high in (("Ann", 0.225), ("Bob", 0.775), ("Cy", 0.35)):
        after = party(found, name).after.direct.shares
        assert after.lo == 0
        assert after.hi == pytest.approx(high)


def test_one_holder_in_two_spellings_crosses(tmp_path: Path) -> None:
    """15 and 11 % of a holder that is spelt in two ways are 26 %, taken from "bob" and "Bob"."""
    found = deal(
        tmp_path,
        "company,holder,shares,planned,from\nAcme Ltd,Vega Holdings SA,15000,,\n"
        "ACME LTD,Bob,85000,,\nAcme Limited,Vega Holdings S.A.,11000,yes,bob\n",
    )
    assert ("votes", 0.25, "certain", True) in crossed(found, "Vega Holdings SA")
    assert party(found, "Bob").after.direct.shares.lo == pytest.approx(0.74)


def test_parts_of_one_cross_nothing_for_certain(tmp_path: Path) -> None:
    """0.3 may be 30 %: a crossing that is possible, with the question among the remarks."""
    found = deal(tmp_path, "holder,percent,planned,from\nA,0.6,,\nB,0.4,,\nC,0.3,yes,A\n")
    assert {c.standing for c in party(found, "C").crossings} == {"possible"}
    assert "shares of one" in found.remarks[0]


def test_votes_and_shares_are_kept_apart(tmp_path: Path) -> None:
    """Ten votes a share cross a threshold in votes that the shares do not cross."""
    found = deal(tmp_path, "company,holder,shares,votes,planned\nT,A,90,1,\nT,B,10,10,yes\n")
    assert ("votes", 0.5, "certain", True) in crossed(found, "B")
    assert not any(c[0] == "shares" for c in crossed(found, "B"))


def test_stakes_of_four_hundred_percent_make_nothing_certain(tmp_path: Path) -> None:
    """Where the table contradicts itself, no stake is certain, and that is said."""
    rows = "".join(f"T,H{n},100 %,{'yes' if n == 3 else ''}\n" for n in range(4))
    found = deal(tmp_path, "company,holder,percent,planned\n" + rows)
    assert all(c.standing != "certain" for p in found.parties for c in p.crossings)
    assert "exceed 100 %" in " ".join(found.remarks)


def test_a_stake_that_is_contradicted_may_still_be_true(tmp_path: Path) -> None:
    """Of 60 and 70 per cent one is untrue; each may be as stated, neither is scaled down."""
    found = deal(tmp_path, "company,holder,percent\nT,A,60\nT,B,70\n")
    for name, high in (("A", 0.6), ("B", 0.7)):
        assert party(found, name).after.direct.shares.hi == pytest.approx(high)


@pytest.mark.parametrize(
    ("stake", "low", "high"), [("20-40", 0.36, 0.48), ("50", 0.3, 0.3), ("?", 0.0, 0.6)]
)
def test_a_planned_band_dilutes_by_a_band(
    tmp_path: Path, stake: str, low: float, high: float
) -> None:
    """Who has 60 % before new shares of 20 to 40 % has 36 to 48 % after, and no single figure."""
    text = f"company,holder,percent,planned\nT,A,60,\nT,C,40,\nT,B,{stake},yes\n"
    shares = party(deal(tmp_path, text), "A").after.direct.shares
    assert shares.lo == pytest.approx(low)
    assert shares.hi == pytest.approx(high)


def test_exactly_half_blocks_without_crossing(tmp_path: Path) -> None:
    """Half of the votes is not more than 50 %, yet it blocks every resolution: section 8(6)."""
    found = deal(tmp_path, "company,holder,shares,planned\nT,A,50,\nT,B,50,yes\n")
    assert 0.5 not in {c[1] for c in crossed(found, "B")}
    words = {a.words for a in party(found, "B").after.abilities}
    assert words == {"blocks ordinary resolutions", "blocks special resolutions"}


def test_a_majority_ring_is_no_endless_loop(tmp_path: Path) -> None:
    """Two companies that hold each other are counted once."""
    found = deal(
        tmp_path,
        "company,holder,shares,planned\nT,P,70,\nT,A,30,yes\nA,B,60,\nA,X,40,\nB,A,60,\nB,Y,40,\n",
    )
    assert party(found, "B").after.law.votes.lo == pytest.approx(0.3)
    assert 0 < party(found, "X").after.economic.lo < 0.3


bands = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(bands, min_size=2, max_size=6), st.data())
@settings(max_examples=150, deadline=None)
def test_bounds_contain_every_completion(
    amounts: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Whatever the numbers within their bands are, shares and votes lie within the bounds."""
    holdings = tuple(
        Holding(company="T", holder=f"H{at}", row=at, votes=at % 3, number=Amount(low, high),
                instrument="convertible" if at % 4 == 3 else "share")
        for at, (low, high) in enumerate(amounts)
    )  # fmt: skip
    lines = both(CapTable("", holdings))["T"].before
    numbers = [data.draw(st.integers(low, high)) for low, high in amounts]
    numbers = [
        n * data.draw(st.integers(0, 1)) if at % 4 == 3 else n for at, n in enumerate(numbers)
    ]
    votes = [n * (at % 3) for at, n in enumerate(numbers)]
    for at in range(len(amounts)):
        found = stake(lines, [f"H{at}"])
        for got, own in ((found.shares_range, numbers), (found.votes_range, votes)):
            if sum(own):
                assert got.lo - 1e-9 <= own[at] / sum(own) <= got.hi + 1e-9


@given(st.permutations(range(5)))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    """The same rows in another order give the same answer."""
    rows = [
        Holding(company="T", holder="A", row=1, number=Amount(60, 60)),
        Holding(company="T", holder="B", row=2, number=Amount(40, 40)),
        Holding(company="T", holder="C", row=3, number=Amount(30, 30), planned=True),
        Holding(company="C", holder="D", row=4, number=Amount(3, 3)),
        Holding(company="C", holder="E", row=5, number=Amount(2, 2)),
    ]
    found = what_if(CapTable("", tuple(rows[at] for at in order)), "T")
    first = what_if(CapTable("", tuple(rows)), "T")
    for each in first.parties:
        same = party(found, each.name)
        assert set(same.crossings) == set(each.crossings)
        assert same.after.law == each.after.law


def test_a_controller_known_from_a_register_counts_by_law(tmp_path: Path) -> None:
    """Who surely controls a holder is treated as holding what it holds."""
    path = tmp_path / "deal.csv"
    path.write_text("company,holder,shares,planned\nT,A,70,\nT,B,30,yes\n", "utf-8")
    found = what_if(read(path), controllers={"B": {"Vega SA"}})
    assert ("votes", 0.25, "certain", True) in crossed(found, "Vega SA")


def test_holders_of_one_week_are_a_question(tmp_path: Path) -> None:
    """Two newcomers of 20 % each without a stated arrangement are asked about, not accused."""
    rows = "holder,shares,acting together,planned\nA,30,,\nB,30,,\nC,{0},{1},yes\nD,{0},{1},yes\n"
    assert "ask whether they act together" in " ".join(deal(tmp_path, rows.format(20, "")).remarks)
    assert "act together" not in " ".join(deal(tmp_path, rows.format(20, "pair")).remarks)
    assert "act together" not in " ".join(deal(tmp_path, rows.format(5, "")).remarks)


def test_a_table_of_thousands_is_answered_in_seconds() -> None:
    """Twenty thousand holders, a thousand of them new, in time that grows with the table."""
    rows = tuple(
        Holding(company="T", holder=f"H{n}", row=n, number=Amount(1 + n % 7, 1 + n % 7),
                planned=n < 1_000, date="2024-01-01")
        for n in range(20_000)
    )  # fmt: skip
    start = time.monotonic()
    found = what_if(CapTable("", rows))
    assert time.monotonic() - start < 60
    assert len(found.parties) == 20_000
    assert "Power is not counted" in " ".join(found.remarks)


def test_rounded_power_is_said(tmp_path: Path) -> None:
    """Where votes are too fine to be counted one by one, the answer says so."""
    fine = deal(tmp_path, "holder,shares,planned\nA,1000003,\nB,999983,\nC,7,yes\n")
    assert "rounded for the power index" in " ".join(fine.remarks)
    plain = deal(tmp_path, "holder,shares,planned\nA,60,\nB,40,\nC,7,yes\n")
    assert "rounded" not in " ".join(plain.remarks)


@pytest.mark.parametrize("stake", ["-5", "abc", "1e400"])
def test_an_unreadable_stake_is_no_band(stake: str, tmp_path: Path) -> None:
    """What it leaves open is said to be unknown; nobody is told of bands that no row states."""
    path = tmp_path / "deal.csv"
    path.write_text(f"holder,shares,planned\nA,70,\nB,30,\nC,{stake},yes\n", "utf-8")
    found = what_if(read(path))
    assert {each.why for each in party(found, "C").crossings} == {"unread"}
    out = io.StringIO()
    Console(file=out, width=100).print(screen(found))
    told = out.getvalue()
    assert "may cross any line up to 75 % or more: a stake in the table cannot be read" in told
    assert "bands" not in told
    assert "?" not in next(line for line in told.splitlines() if line.startswith("C  "))


def test_a_band_is_still_called_a_band(tmp_path: Path) -> None:
    """Where every row can be read, bands are the reason."""
    found = deal(tmp_path, "holder,percent,planned\nA,40-60,\nB,>25,\nC,20-30,yes\n")
    assert {each.why for each in party(found, "C").crossings} == {"bands"}
