"""Chinese names that no field gives."""

import pytest

from counterpitch.secondreader.hannames import han_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("请联系王经理和李工", ["王", "李"]),
        ("我问过张伟总监了", ["张伟"]),
        ("尊敬的佴老师：您好", ["佴"]),
        ("小麦，周日来吗", ["小麦"]),
        ("陈伟，你好", ["陈伟"]),
        ("项目总部在哪里", []),
        ("我们的工程师很忙", []),
        ("hello", []),
    ],
)
def test_surnames_with_titles_and_who_is_called(text: str, names: list[str]) -> None:
    """Only the name, not its title; ordinary words with the same signs are left."""
    assert sorted(text[start:end] for start, end in han_names(text)) == sorted(names)
