"""Names of firms beside domains."""

import pytest

from counterpitch.features.firmnames import resembles, shares_word


@pytest.mark.parametrize(
    ("host", "company", "expected"),
    [
        ("northwnd.example", "Northwind", True),
        ("northvvind.example", "Northwind", True),
        ("northwind.example", "Northwind", False),
        ("northwind-labs.example", "Northwind Labs", False),
        ("southgate.example", "Northwind", False),
        ("umbe.example", "Umbel", False),
        ("muelleroptlk.example", "Müller Optik", True),
        ("muelleroptik.example", "Müller Optik", False),
    ],
)
def test_a_near_miss_is_neither_the_name_nor_another_one(
    host: str, company: str, expected: bool
) -> None:
    """One or two letters off resembles; the name itself, words of it and short names do not."""
    assert resembles(host, company, "") is expected


@pytest.mark.parametrize(
    ("email", "company", "expected"),
    [
        ("a@northwind.example", "Northwind Advisory Ltd", True),
        ("a@na-labs.example", "Northwind Advisory Ltd", False),
        ("a@nal.example", "Northwind Advisory Ltd", True),
        ("a@mueller.example", "Müller GmbH", True),
        ("a@other.example", "Global Consulting Partners", None),
        ("", "Northwind", None),
    ],
)
def test_a_domain_carries_a_telling_word_or_the_initials(
    email: str, company: str, expected: bool | None
) -> None:
    """Words that any firm may have tell nothing; without another word nothing can be told."""
    assert shares_word(email, company) is expected
