"""Who controls a holder, by a loaded register."""

from pathlib import Path

from counterpitch.ownership.captable.table import Amount, CapTable, Holding
from counterpitch.ownership.deal.controllers import controllers
from counterpitch.ownership.deal.whatif import what_if
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from tests.ownership.registers import register


def test_a_majority_above_a_holder_is_found_by_its_number(tmp_path: Path) -> None:
    """60 % of the buyer make its owner cross; a holder without a record is told as open."""
    nodes = [
        Node(id="gb-coh:00000007", kind="company", name="Bryn Ltd"),
        Node(id="person:vera", kind="person", name="Vera Lindqvist"),
    ]
    store = register(
        tmp_path / "r", nodes, [Interest("person:vera", "gb-coh:00000007", lo=0.6, hi=0.6)]
    )
    table = CapTable("", (
        Holding(company="T", holder="Founder", row=2, number=Amount(70, 70)),
        Holding(company="T", holder="Bryn", holder_number="7", row=3, number=Amount(30, 30),
                planned=True),
        Holding(company="T", holder="Ghost", holder_number="99", row=4, number=Amount(1, 1)),
    ))  # fmt: skip
    found, remarks = controllers(store, table)
    assert found == {"Bryn": {"Vera Lindqvist"}}
    assert "Ghost (99) is not in the register" in " ".join(remarks)
    vera = next(p for p in what_if(table, "T", found).parties if p.name == "Vera Lindqvist")
    assert {c.threshold for c in vera.crossings if c.standing == "certain"} == {0.25}
