"""Names that messages give away."""

import pytest

from counterpitch.secondreader.signoff import given_away, titled


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thanks.\nBest regards,\nDana Okafor", "Dana Okafor"),
        ("Mit freundlichen Grüßen\n\nJonas Achterberg", "Jonas Achterberg"),
        ("Saludos,\n- Inés de la Cruz", "Inés de la Cruz"),
        ("Hi, my name is Teresa Quill and I ask", "Teresa Quill"),
        ("Tomás here from the desk", "Tomás"),
        ("我叫陈可欣，您好", "陈可欣"),
        ("One line.\nD. Okafor", "D. Okafor"),
    ],
)
def test_signatures_and_introductions_are_found(text: str, name: str) -> None:
    """Under a greeting, in the last line, after "my name is"."""
    assert name in set(given_away(text))


@pytest.mark.parametrize("text", ["I am interested in this", "this is nothing", "Kind of you", ""])
def test_ordinary_words_are_no_names(text: str) -> None:
    """What has no capital is not taken for an introduction."""
    assert [name for name in given_away(text) if name] == []


def test_titles_mark_names() -> None:
    """Whoever it is."""
    assert list(titled("Ask Dr. Oyelaran or Frau von Stetten today")) == ["Oyelaran", "von Stetten"]
