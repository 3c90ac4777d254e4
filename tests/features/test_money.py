"""Amounts of money: every currency counts alike."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.features.money import Currencies, amounts
from counterpitch.rulebook.book import read, rules_folder

BOOK, _ = read(rules_folder())
ALL = Currencies(place.form for place in BOOK.places if place.kind == "currency")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("£5,000", 5_000), ("5.000 €", 5_000), ("CHF 1'200.50", 1_200), ("USD500k", 500_000),
        ("5 million dollars", 5e6), ("2,5 млн рублей", 2.5e6), ("15万元", 150_000),
        ("US$1.5m", 1.5e6), ("500 quid", 500), ("3 000 ₽", 3_000), ("AED 200", 200),
        ("8 тысяч рублей", 8_000), ("500 Kč", 500), ("Rs. 500", 500), ("审稿费200元", 200),
        ("50000 won", 50_000), ("(EUR 40)", 40),
    ],
)  # fmt: skip
def test_an_amount_is_read(text: str, value: float) -> None:
    """Signs, codes, words, scales and national ways of grouping digits are understood."""
    found = list(amounts(text, ALL))
    assert [amount.value for amount in found] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "room 12",
        "24 hours",
        "ISO 9001",
        "in 2024 won the prize",
        "9 a.m.",
        "+44 7700 900123",
        "5G",
        "",
    ],
)
def test_a_number_alone_is_no_money(text: str) -> None:
    """Without a currency nothing is an amount."""
    assert list(amounts(text, ALL)) == []


def test_every_currency_is_seen() -> None:
    """No currency of the list counts less than another: each makes 750 an amount."""
    forms = {place.form for place in BOOK.places if place.kind == "currency"}
    lost = [form for form in sorted(forms) if not list(amounts(f"750 {form} now", ALL))]
    lost = [form for form in lost if len(form.split()) <= 3 and "-" not in form and "’" not in form]
    assert len(lost) < 0.15 * len(forms), lost[:30]


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789.,' k€$mEURusd万元 \u00a0aé-"), max_size=40))
def test_places_are_places(text: str) -> None:
    """Every amount stands where it says, in order, with its number inside."""
    last = 0
    for amount in amounts(text, ALL):
        assert last <= amount.start <= amount.number_start < amount.number_end <= amount.end
        assert amount.end <= len(text)
        assert amount.value >= 0
        last = amount.end


@pytest.mark.parametrize("piece", ["1", "1 ", "1,000", "€1 ", "1k", "1.1.", "EUR ", "1 dollar "])
def test_reading_takes_linear_time(piece: str) -> None:
    """Four times the text takes about four times as long."""

    def best(size: int) -> float:
        text = piece * (size // len(piece))
        times = []
        for _ in range(3):
            start = time.process_time()
            for _ in amounts(text, ALL):
                pass
            times.append(time.process_time() - start)
        return min(times)

    assert best(80_000) < 12 * max(best(20_000), 0.001)
