"""Numbers, percentages and dates as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.ownership.captable.amounts import count, decimal, percentage
from counterpitch.ownership.captable.dates import iso_date, order_of
from counterpitch.ownership.captable.table import Amount


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1,250,000", 1_250_000, 1_250_000),
        ("1.250.000", 1_250_000, 1_250_000),
        ("1 250 000", 1_250_000, 1_250_000),
        ("1'250'000", 1_250_000, 1_250_000),
        ("1,250", 1250, 1250),
        ("٣٠", 30, 30),
        ("12000-15000", 12_000, 15_000),
        ("1,000 – 2,000", 1000, 2000),
        ("up to 5,000", 0, 5000),
    ],
)
def test_counts(text: str, low: float, high: float) -> None:
    """Thousands may be grouped in any usual way, and a range stays one."""
    assert count(text) == Amount(low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12.5 %", 12.5, 12.5),
        ("12,5%", 12.5, 12.5),
        ("100.0", 100, 100),
        (">25", 25, 100),
        ("over 50%", 50, 100),
        ("25–50%", 25, 50),
        ("25% to 50%", 25, 50),
        ("less than 25 %", 0, 25),
    ],
)
def test_percentages(text: str, low: float, high: float) -> None:
    """Bands are read as bands."""
    assert percentage(text) == Amount(low, high)


@pytest.mark.parametrize(
    "text",
    ["twelve percent", "a quarter", "n/a", "", "=1+1", "1,2,3", "-5", "50-25", "1e9", "12.5.5",
     "9" * 80, "1.000,50.2", "NaN", "inf"],
)  # fmt: skip
def test_what_is_no_number_is_unknown(text: str) -> None:
    """Words, formulas and impossible numbers are None, never a guess."""
    assert count(text) is None
    assert percentage(text) is None


def test_votes_may_be_fractions() -> None:
    """A tenth of a vote a share is a number."""
    assert decimal("0.1") == 0.1
    assert decimal("0,1") == 0.1
    assert decimal("1-2") is None


@given(st.text(max_size=70))
def test_any_text_is_a_bounded_number_or_none(text: str) -> None:
    """No cell raises, and what comes back is in order."""
    for read in (count, percentage):
        found = read(text)
        assert found is None or 0 <= found.low <= found.high <= 1e15


@given(st.integers(0, 10**12))
def test_grouped_thousands_come_back(number: int) -> None:
    """Any whole number grouped by commas is read as itself."""
    assert count(f"{number:,}") == Amount(number, number)


def test_dates_in_three_orders() -> None:
    """A column's order is learned from its clear dates; an unclear one stays unknown."""
    assert order_of(["01/02/2024", "25/02/2024"]) == "dmy"
    assert order_of(["01/02/2024", "02/25/2024"]) == "mdy"
    assert order_of(["25/02/2024", "02/25/2024"]) == ""
    assert iso_date("01/02/2024", "dmy") == "2024-02-01"
    assert iso_date("01/02/2024", "mdy") == "2024-01-02"
    assert iso_date("01/02/2024", "") == ""
    assert iso_date("25/02/2024", "") == "2024-02-25"
    assert iso_date("2024-02-30", "") == ""
    assert iso_date("3 March 2024", "") == "2024-03-03"
