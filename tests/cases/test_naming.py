"""A person is named by the whole name, and by no other word that holds its letters."""

import pytest

from counterpitch.cases.naming import named, without


@pytest.mark.parametrize(
    ("text", "person", "found"),
    [
        ("We planned it with Joanna on this channel.", "Ann", False),
        ("ANN said so.", "Ann", True),
        ("(ann)", "Ann", True),
        ("Ａｎｎ wrote", "Ann", True),
        ("Anna", "Ann", False),
        ("昨天李明说可以", "李明", True),
        ("ann@ledger.example wrote", "ann@ledger.example", True),
        ("joann@ledger.example wrote", "ann@ledger.example", False),
        ("Öann", "Ann", False),
        ("Helen  Ashworth", "Helen Ashworth", False),
        ("", "Ann", False),
        ("anything", "   ", False),
    ],
)
def test_named(text: str, person: str, found: bool) -> None:
    """Case and width of letters do not matter, what stands right beside them does."""
    assert named(text, person) is found


def test_without_takes_the_name_and_leaves_other_words() -> None:
    """Only the name goes; a name of signs is no pattern, and no name changes nothing."""
    assert without("Ann planned it; ann, ANN.", "Ann", "[x]") == "[x] planned it; [x], [x]."
    assert without("a.b(c) axb(c)", "a.b(c)", "\\1") == "\\1 axb(c)"
    assert without("Ann", "  ", "[x]") == "Ann"
