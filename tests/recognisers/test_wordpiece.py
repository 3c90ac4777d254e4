"""Word pieces: greedy, total, linear."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.recognisers.wordpiece import LONGEST_WORD, TONGUE, UNKNOWN, WordPieces
from tests.recognisers.samples import PIECES, vocabulary


def spelled(words: str) -> list[str]:
    """Return the pieces of folded words, written out."""
    return [PIECES[number] for number in vocabulary().of(words)]


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("unaffable", "un ##aff ##able"),
        ("hello the report", "hello the report"),
        ("abb", "a ##b ##b"),
        ("unhello", "[UNK]"),
        ("dont", "don ' t"),
        ("im", "i ' m"),
        ("保密", "保 密"),
        ("a保b", "a 保 b"),
        ("保機", "保 [UNK]"),
    ],
)
def test_spelling(words: str, pieces: str) -> None:
    """The longest piece first; Chinese by character; a contraction as the encoder knows it."""
    assert spelled(words) == pieces.split(" ")


def test_a_long_word_is_unknown() -> None:
    """A word of more than the longest is one unknown piece, one of the longest is spelled."""
    assert spelled("a" + "b" * LONGEST_WORD) == ["[UNK]"]
    assert spelled("a" + "b" * (LONGEST_WORD - 1)) == ["a", *["##b"] * (LONGEST_WORD - 1)]


@given(st.text(max_size=200))
def test_every_text_has_pieces(text: str) -> None:
    """Whatever the words, every piece is one of the vocabulary and none is missing."""
    pieces = vocabulary()
    for word in text.split():
        found = pieces.of(word)
        assert found
        assert all(0 <= number < len(PIECES) for number in found)


@pytest.mark.parametrize("text", ["a" * 100_000, "保" * 100_000, "a " * 50_000, "\ud800" * 5_000])
def test_hostile_words_are_linear(text: str) -> None:
    """A hundred thousand characters are spelled within a second or two."""
    before = time.process_time()
    vocabulary().of(text)
    assert time.process_time() - before < 2.0


def test_a_missing_piece_is_an_error() -> None:
    """Asking for a piece that the vocabulary lacks raises KeyError."""
    with pytest.raises(KeyError):
        vocabulary()["nowhere"]


OWN = (UNKNOWN, "report", "re", "##port", "##a", "##e", "##r", "d", "l", "保")
TONGUES = ("rapport", "##s", "reporte", "##r", "клиент", "##ами", "保密", "客", "intention")


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("report", "report"),
        ("rapport", "▁rapport"),
        ("rapports", "▁rapport ▁##s"),
        ("rapporta", "[UNK]"),
        ("reporta", "report ##a"),
        ("reporter", "▁reporte ▁##r"),
        ("клиентами", "▁клиент ▁##ами"),
        ("клиентка", "[UNK]"),
        ("保密客保機", "▁保密 ▁客 保 [UNK]"),
        ("dintention", "[UNK]"),
        ("a保密клиент", "[UNK] ▁保密 ▁клиент"),
    ],
)
def test_other_tongues(words: str, pieces: str) -> None:
    """A whole word of the encoder's own first; else the spelling of fewer pieces; Chinese in words."""
    every = [*OWN, *(TONGUE + piece for piece in TONGUES)]
    spelled = WordPieces({piece: n for n, piece in enumerate(every)})
    assert [every[n] for n in spelled.of(words)] == pieces.split(" ")


def test_elided_articles() -> None:
    """What French writes before an apostrophe, which folding drops, is a piece of its own."""
    own = [UNKNOWN, "d", "##i", "##n", "##t", "##e", "##o"]
    every = [*own, f"{TONGUE}intention"]
    spelled = WordPieces({piece: n for n, piece in enumerate(every)})
    assert [every[n] for n in spelled.of("dintention")] == ["d", f"{TONGUE}intention"]
