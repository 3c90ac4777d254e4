"""What a holder has below it."""

from datetime import date

import pytest

from counterpitch.ownership import view as views
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.reach import below


def held(owner: str, owned: str, low: float, high: float | None = None) -> Interest:
    """Return a holding."""
    return Interest(owner, owned, lo=low, hi=low if high is None else high,
                    since=date(2020, 1, 1), source="t", source_ref=f"{owner}/{owned}")  # fmt: skip


def test_direct_and_indirect_parts_with_control() -> None:
    """51 % of B, which holds 60 % of T: control of both, 30.6 % of T; 10 % of C: no control."""
    view = views.of(
        [held("x", "B", 0.51), held("B", "T", 0.6), held("y", "T", 0.4), held("x", "C", 0.1)]
    )
    answer = below(view, view.number("x") or 0)
    found = {h.node.id: (round(h.share.lo, 6), h.direct, h.control) for h in answer.holdings}
    assert found == {
        "B": (0.51, True, "certain"), "T": (0.306, False, "certain"), "C": (0.1, True, "excluded"),
    }  # fmt: skip


def test_what_is_above_the_holder_plays_no_part() -> None:
    """A holding's own owners do not make its parts smaller."""
    view = views.of([held("p", "x", 1.0), held("x", "T", 0.7), held("T", "x", 0.0, 0.1)])
    answer = below(view, view.number("x") or 0)
    assert [h.share.lo for h in answer.holdings if h.node.id == "T"] == [pytest.approx(0.7)]


def test_one_owner_of_thirty_one_thousand() -> None:
    """A formation agent's list is answered whole."""
    view = views.of([held("agent", f"c{i:05}", 0.75, 1.0) for i in range(31_000)])
    answer = below(view, view.number("agent") or 0)
    assert len(answer.holdings) == 31_000
    assert not answer.cut
    assert all(h.control == "certain" for h in answer.holdings[:100])


def test_a_holding_that_may_be_told_twice_is_remarked_on() -> None:
    """x holds B and, beside B, a band of T: that may be one holding, and the answer says so."""
    view = views.of([held("x", "B", 0.8), held("B", "T", 0.3), held("x", "T", 0.3)])
    assert any("told twice" in each for each in below(view, view.number("x") or 0).remarks)
    apart = views.of([held("x", "B", 0.8), held("B", "T", 0.3), held("y", "T", 0.3)])
    assert not below(apart, apart.number("x") or 0).remarks
