"""Which company of a cap table is the one of the register."""

import pytest

from counterpitch.errors import UsageError
from counterpitch.ownership.captable.table import CapTable, Holding
from counterpitch.ownership.deal.subject import chosen, subject
from counterpitch.ownership.node import Node

TIDEWATER = Node(
    id="gb-coh:09999901", kind="company", name="TIDEWATER PHOTONICS LTD",
    former_names=("Ebb Optics Limited",),
)  # fmt: skip


def table(*companies: str) -> CapTable:
    """A table of one holder in each company."""
    rows = enumerate(companies, 2)
    return CapTable("deal.csv", tuple(Holding(company=c, holder="A", row=at) for at, c in rows))


@pytest.mark.parametrize(
    "called", ["Tidewater Photonics Limited", "ebb optics", "09999901", "gb-coh:09999901"]
)
def test_a_company_is_known_by_name_former_name_and_number(called: str) -> None:
    """Legal form, case and former names do not hide it; nor do other companies of the table."""
    assert subject(table("Castor Bridge Ltd", called), TIDEWATER) == called


@pytest.mark.parametrize("called", ["Larkfield Quantum Ltd", "Tidewater Photonics Holdings Ltd"])
def test_the_deal_of_another_company_is_refused(called: str) -> None:
    """Both companies are named; a name that only begins alike is another company."""
    with pytest.raises(UsageError, match=f"about {called}, not about TIDEWATER PHOTONICS LTD"):
        subject(table(called), TIDEWATER)


def test_a_company_that_is_not_in_the_table_is_no_answer() -> None:
    """A name that no row has is told with the names there are; none given is the target."""
    both = table("Larkfield Quantum Ltd", "Castor Bridge Ltd")
    assert chosen(both, "") == "Larkfield Quantum Ltd"
    assert chosen(both, "castor bridge limited") == "Castor Bridge Ltd"
    with pytest.raises(UsageError, match="the table has Larkfield Quantum Ltd, Castor Bridge Ltd"):
        chosen(both, "Nope")
