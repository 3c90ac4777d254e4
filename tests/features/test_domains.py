"""Registered names are found offline."""

import pytest

from counterpitch.features.domains import registered_domain, top_level


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.acme.example", "acme.example"), ("a.b.acme.co.uk", "acme.co.uk"),
        ("ACME.de.", "acme.de"), ("acme.com.cn", "acme.com.cn"), ("localhost", "localhost"), ("", ""),
        ("co.uk", "co.uk"),
    ],
)  # fmt: skip
def test_the_registered_name(host: str, expected: str) -> None:
    """The name below the public ending, or the host itself where there is none."""
    assert registered_domain(host) == expected


def test_endings_are_known() -> None:
    """The list holds country and general endings, and no two-level one."""
    assert {"de", "cn", "com", "org"} <= top_level()
    assert not any("." in ending for ending in top_level())
