"""Conditions made of others, in the words in which ``explain`` shows them."""

from unittest.mock import Mock

import pytest

from counterpitch.indicators.combined import PositionNode


@pytest.mark.parametrize(
    ("first", "after", "told"),
    [
        (1, 0, "in the contact's first message"),
        (3, 0, "in the contact's first 3 messages"),
        (None, 1, "after the contact's first message"),
        (4, 2, "after the contact's first 2 messages and in the contact's first 4 messages"),
    ],
)
def test_one_message_is_told_as_one(first: int | None, after: int, told: str) -> None:
    """A position names its messages, one in the singular."""
    assert PositionNode(Mock(), first, after).label() == told
