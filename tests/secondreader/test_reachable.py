"""What leads to somebody is found wherever it stands; what does not is left."""

import time

import pytest

from counterpitch.secondreader.reachable import LINK, MAIL, NUMBER, reachable


def found(text: str) -> dict[str, str]:
    """Return the stretches that are found, with their placeholders."""
    return {text[start:end]: placeholder for start, end, placeholder in reachable(text)}


@pytest.mark.parametrize(
    ("text", "stretch", "placeholder"),
    [
        ("mail (dana@acme.example).", "dana@acme.example", MAIL),
        ("see <https://acme.example/a?b=1#c>!", "https://acme.example/a?b=1#c", LINK),
        ("请访问https://acme.example/招聘", "https://acme.example/", LINK),
        ("ask @dana_ok today", "@dana_ok", MAIL),
        ("bücher.example/x ok", "bücher.example/x", LINK),
        ("acme [dot] example", "acme [dot] example", LINK),
        ("call +44 7700 900123.", "+44 7700 900123", NUMBER),
        ("电话：13800138000。", "13800138000", NUMBER),
    ],
)
def test_addresses_and_numbers_are_found(text: str, stretch: str, placeholder: str) -> None:
    """With their brackets and full stops left outside."""
    assert found(text)[stretch] == placeholder


@pytest.mark.parametrize(
    "text",
    [
        "1,500 euros",
        "at 15:05, 30 minutes",
        "e.g. this",
        "node 20.1",
        "a @ b",
        "3.5 % p.a.",
        "v1.2",
    ],
)
def test_what_leads_nowhere_is_left(text: str) -> None:
    """Amounts, times, versions and abbreviations stay."""
    assert found(text) == {}


@pytest.mark.parametrize("piece", ["a.", "@", "1 ", "://", "(at)", "a-", "Ab1"])
def test_time_is_linear(piece: str) -> None:
    """Ten times the text takes about ten times as long, not a hundred."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()
        for _ in reachable(text):
            pass
        return time.process_time() - begin

    seconds(1000)
    assert seconds(200_000) < 0.05 + 30 * seconds(20_000)
