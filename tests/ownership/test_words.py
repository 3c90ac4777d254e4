"""Dates, percentages, numbers and ids as people write them; the SQL reads numbers as Python does."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.intake.notices import Notices
from counterpitch.ownership.archives import origins
from counterpitch.ownership.database import fresh
from counterpitch.ownership.dates import days, from_days, parse_date
from counterpitch.ownership.ids import fold, lei, uk_number, unknown
from counterpitch.ownership.percent import parse_percent
from counterpitch.ownership.readers import pscsql


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-02-03", "iso", date(2024, 2, 3)),
        ("2024-02-03T10:00:00Z", "iso", date(2024, 2, 3)),
        ("2024", "iso", date(2024, 1, 1)),
        ("2024-02", "iso", date(2024, 2, 1)),
        ("03/02/2024", "day-first", date(2024, 2, 3)),
        ("13/02/2024", "iso", date(2024, 2, 13)),
        ("02/13/2024", "iso", date(2024, 2, 13)),
        ("03/02/2024", "iso", None),
        ("03/03/2024", "iso", date(2024, 3, 3)),
        ("30/02/2024", "day-first", None),
        ("soon", "iso", None),
        ("0001-01-01", "iso", None),
        ("٢٠٢٤-01-01", "iso", None),
    ],
)
def test_dates_in_three_orders(text: str, order: str, expected: date | None) -> None:
    """A date is read where its order is sure, and left open where it is not."""
    assert parse_date(text, order) == expected  # type: ignore[arg-type]


def test_dates_as_days() -> None:
    """Days since 1970 and back."""
    assert from_days(days(date(2026, 11, 28))) == date(2026, 11, 28)
    assert (days(None), from_days(None)) == (None, None)


@given(st.text(max_size=60))
def test_no_text_breaks_the_words(text: str) -> None:
    """Anything gives an answer or none; fractions stay within 0 and 1."""
    parse_date(text)
    band = parse_percent(text)
    assert band is None or 0 <= band.lo <= band.hi <= 1
    assert fold(fold(text)) == fold(text)


@given(st.text("ABCOSN0123456789 ", max_size=12) | st.text(max_size=9))
@settings(max_examples=300, deadline=None)
def test_the_register_reads_numbers_as_python_does(text: str) -> None:
    """A company's number gets the same eight places by SQL as by Python."""
    given_ = "".join(text.upper().split(" "))
    if not given_.isascii() or any(c.isspace() for c in given_):
        return
    sql = pscsql.LONG.format("$given")
    [(found,)] = _CONNECTION.execute(f"SELECT {sql}", {"given": given_}).fetchall()
    assert (found or "") == uk_number(given_)


_CONNECTION = fresh()


def test_unknowns_are_apart() -> None:
    """Subject, reason and record make an unknown; any other one is another."""
    assert len({unknown("a", "r", "1"), unknown("a", "r", "2"), unknown("b", "r", "1")}) == 3
    assert lei("529900T8BM49AURSDO55") == "lei:529900T8BM49AURSDO55"
    assert lei("short") == ""


def test_a_bomb_ends_with_a_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks out of all proportion ends there, told once."""
    import gzip

    monkeypatch.setattr("counterpitch.ownership.archives.FREE_BYTES", 1024)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"0" * 5_000_000))
    notices = Notices()
    [origin] = origins(path, notices)
    assert len(origin.open().read()) < 5_000_000
    assert [n.kind for n in notices.kept] == ["bomb"]
