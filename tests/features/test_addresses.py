"""Web and mail addresses are found, taken apart and made harmless."""

import pytest

from counterpitch.features.addresses import defanged, host_of, is_numeric, label_of, urls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://acme.example/a.", ["https://acme.example/a"]),
        ("(http://acme.example)", ["http://acme.example"]),
        ("hxxps://acme.example", ["hxxps://acme.example"]),
        ("www.acme.example/x, and", ["www.acme.example/x"]),
        ("mail me@www.acme.example", []),
        ("请看https://acme.example/一。", ["https://acme.example/一"]),
        ("no address", []),
    ],
)
def test_addresses_are_found_at_their_place(text: str, expected: list[str]) -> None:
    """Each address is quoted without the punctuation that follows it."""
    found = list(urls(text))
    assert [url for url, _, _ in found] == expected
    assert all(text[start:end] == url for url, start, end in found)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Acme.Example:8080/x?y#z", "acme.example"), ("dana@Acme.example", "acme.example"),
        ("<dana@acme.example>", "acme.example"), ("acme[.]example/x", "acme.example"),
        ("http://user:pass@acme.example/", "acme.example"), ("http://[::1]/", "::1"),
        ("http://[broken", ""), ("", ""), ("http://", ""), ("http://acme.example:port/", "acme.example"),
    ],
)  # fmt: skip
def test_the_host_of_an_address(address: str, host: str) -> None:
    """Case, ports and paths are left out; garbage has no host and raises nothing."""
    assert host_of(address) == host


@pytest.mark.parametrize("ending", ["example", "de", "co.uk", "com.cn", "com.mx", "ru"])
def test_the_label_leaves_the_ending_out(ending: str) -> None:
    """The registered name is the same under every ending."""
    assert label_of(f"www.acme-insight.{ending}") == "acme-insight"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("198.51.100.7", True), ("2001:db8::1", True), ("acme.example", False), ("1.2.3", False)],
)
def test_bare_addresses_are_told_apart(host: str, expected: bool) -> None:
    """Four numbers, or colons, are an IP address."""
    assert is_numeric(host) is expected


def test_defanged_addresses_cannot_be_clicked() -> None:
    """No scheme survives that a viewer turns into a link."""
    assert "http" not in defanged("HTTP://a.example https://b.example").lower()
