"""Addresses of endpoints: what is taken, and what is refused before anything is sent."""

import pytest

from counterpitch.errors import UsageError
from counterpitch.secondreader.endpoint import endpoint


@pytest.mark.parametrize(
    ("address", "where", "path"),
    [
        ("http://localhost:8080", "http://localhost:8080", "/v1/chat/completions"),
        ("http://localhost:11434/", "http://localhost:11434", "/v1/chat/completions"),
        ("http://10.0.0.5:8000/v1", "http://10.0.0.5:8000", "/v1/chat/completions"),
        ("https://ai.tarnbeck.example/llm/v1/", "https://ai.tarnbeck.example:443", "/llm/v1/chat/completions"),
        ("http://[::1]:8080/v1/chat/completions", "http://[::1]:8080", "/v1/chat/completions"),
        (" HTTP://Localhost ", "http://localhost:80", "/v1/chat/completions"),
    ],
)  # fmt: skip
def test_root_version_and_whole_address_are_taken(address: str, where: str, path: str) -> None:
    """All three lead to the chat completions."""
    found = endpoint(address)
    assert (found.shown(), found.path) == (where, path)


@pytest.mark.parametrize(
    "address",
    [
        "", "localhost:8080", "ftp://localhost", "http://", "http://:80", "http://x:99999",
        "http://user:secret@localhost", "http://secret@localhost", "http://localhost/?key=1",
        "http://localhost/#x", "http://local\thost", "http://bücher.example", "http://[::1",
        "http://x/\r\nHost: evil", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(address: str) -> None:
    """Neither passwords nor anything that does not belong into an address."""
    with pytest.raises(UsageError):
        endpoint(address)


def test_a_key_does_not_travel_unencrypted() -> None:
    """Over http only to this computer; over https anywhere."""
    with pytest.raises(UsageError, match="unencrypted"):
        endpoint("http://10.0.0.5:8000", key="secret")
    assert endpoint("http://127.0.0.1:8000", key="secret").key == "secret"
    assert endpoint("https://ai.tarnbeck.example", key="secret").key == "secret"
    with pytest.raises(UsageError, match="characters"):
        endpoint("http://localhost", key="se\ncret")


def test_the_key_is_in_no_representation() -> None:
    """An endpoint that is printed shows no key."""
    assert "secret" not in repr(endpoint("https://ai.tarnbeck.example", key="secret"))


@pytest.mark.parametrize(
    ("address", "local"),
    [("http://localhost", True), ("http://127.9.9.9", True), ("http://[::1]", True),
     ("http://10.0.0.5", False), ("http://localhost.example", False)],
)  # fmt: skip
def test_this_computer_is_told_from_others(address: str, local: bool) -> None:
    """Without resolving any name."""
    assert endpoint(address).is_local() is local
