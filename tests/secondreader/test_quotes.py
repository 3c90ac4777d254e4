"""Quoted words count only if they are in the text that was sent."""

import pytest

from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.secondreader.answer import GivenReason
from counterpitch.secondreader.masking import MaskedText, Piece
from counterpitch.secondreader.quotes import checked, distinct

ORIGINAL = "Dear Ines,\n\n  send the  roadmap to Dana today"
MASKED = "Dear [owner],\n\n  send the  roadmap to [contact] today"
PIECES = (
    Piece(0, 5, 0, 5, False), Piece(5, 12, 5, 9, True), Piece(12, 38, 9, 35, False),
    Piece(38, 47, 35, 39, True), Piece(47, 53, 39, 45, False),
)  # fmt: skip
TALK = Conversation(
    "t", "text", (Message("contact", ORIGINAL), Message("owner", "我不能说这个项目"))
)
TEXTS = (
    MaskedText(0, "contact", MASKED, PIECES),
    MaskedText(1, "owner", "我不能说这个项目", (Piece(0, 8, 0, 8, False),)),
)


def quoted(quote: str, message: int = 0) -> str | None:
    """Return the original words that a quote is found to stand for."""
    found = checked([GivenReason("t", message, quote)], TEXTS, TALK)
    if not found:
        return None
    at = found[0].quote
    assert TALK.messages[at.message].text[at.start : at.end] == at.text
    return at.text


def test_the_pieces_of_this_test_are_true() -> None:
    """What is not hidden is the same in both texts."""
    for piece in PIECES:
        if not piece.hidden:
            assert (
                MASKED[piece.start : piece.end]
                == ORIGINAL[piece.original_start : piece.original_end]
            )


@pytest.mark.parametrize(
    ("quote", "original"),
    [
        ("send the  roadmap", "send the  roadmap"),
        ("send the roadmap", "send the  roadmap"),
        ("  send\nthe roadmap  ", "send the  roadmap"),
        ("Dear [owner], send the", "Dear Ines,\n\n  send the"),
        ("roadmap to [contact] today", "roadmap to Dana today"),
        ("contact] today", "Dana today"),
        (MASKED, ORIGINAL),
    ],
)
def test_white_space_is_the_only_freedom(quote: str, original: str) -> None:
    """Words that are there lead to their place, placeholders to what they hide."""
    assert quoted(quote) == original


@pytest.mark.parametrize(
    "quote",
    ["", "   ", "Send the roadmap", "send a roadmap", "send the roadmap!", "to Dana today", "[contact]",
     "[owner] [contact]", "to", "the r", ", ,", "roadmap … today"],
)  # fmt: skip
def test_what_is_not_there_or_says_nothing_is_dropped(quote: str) -> None:
    """Another case, another word, a name that was hidden, a placeholder, a scrap of words."""
    assert quoted(quote) is None


def test_the_words_decide_which_message_it_is() -> None:
    """A wrong number is put right; two signs of Chinese are enough."""
    assert quoted("send the roadmap", message=7) == "send the  roadmap"
    assert quoted("send the roadmap", message=-1) == "send the  roadmap"
    assert quoted("项目") == "项目"


def test_the_same_words_twice_are_one_reason() -> None:
    """A model that repeats itself has no more reasons than one."""
    given = [GivenReason(title, 0, quote) for title in "ab" for quote in ("send the", "roadmap to")]
    found = checked(given, TEXTS, TALK)
    assert len(found) == 4
    assert [reason.title for reason in distinct(found)] == ["a", "a"]
