"""Windows: whole sentences, in order, no more than fit and no more than the most."""

from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.recognisers.sentences import Sentence
from counterpitch.recognisers.windows import (
    FIRST,
    LAST,
    LONGEST,
    LONGEST_SENTENCE,
    Window,
    windows_of,
)
from tests.recognisers.samples import PIECES, vocabulary


def said(*lengths: int) -> list[Sentence]:
    """Return sentences of so many one-piece words, contact and owner by turns."""
    return [
        Sentence(n, "owner" if n % 2 else "contact", 0, 1, " ".join(["the"] * size), "?")
        for n, size in enumerate(lengths)
    ]


def laid(*lengths: int) -> list[Window]:
    """Return the windows of such sentences."""
    return list(windows_of(said(*lengths), vocabulary()))


def test_a_window_spells_speaker_words_and_mark() -> None:
    """[CLS], then of each sentence who wrote it, its pieces, how it ends."""
    (window,) = laid(2, 1)
    assert [PIECES[n] for n in window.pieces] == (
        ["[CLS]", "[unused1]", "the", "the", "?", "[unused2]", "the", "?"]
    )
    assert window.sentences == [0, 1]
    assert window.bounds == [(1, 5), (5, 8)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 3 * LONGEST_SENTENCE), max_size=120))
def test_windows_never_cut_a_sentence(lengths: list[int]) -> None:
    """Sentences stand whole, each once, in order, at either end; windows are not too long."""
    windows = laid(*lengths)
    assert len(windows) <= (FIRST + LAST)
    read = [number for window in windows for number in window.sentences]
    assert read == sorted(set(read))
    assert not lengths or (read[0], read[-1]) == (0, len(lengths) - 1)
    assert len(windows) == (FIRST + LAST) or len(read) == len(lengths)
    for window in windows:
        assert len(window.pieces) <= LONGEST
        ends = [1, *(end for _, end in window.bounds)]
        assert [begin for begin, _ in window.bounds] == ends[:-1]
        assert ends[-1] == len(window.pieces)
        for number, (begin, end) in zip(window.sentences, window.bounds, strict=True):
            assert end - begin == min(lengths[number], LONGEST_SENTENCE) + 2


def test_a_long_conversation_ends_at_the_most() -> None:
    """Behind the last window nothing is read, and exactly so many windows are laid."""
    assert len(laid(*[LONGEST_SENTENCE] * 1_000)) == (FIRST + LAST)


def test_nothing_said_is_no_window() -> None:
    """No sentences, no windows."""
    assert laid() == []


def test_padding_pushes_out_nothing_that_is_worth_reading() -> None:
    """First, last and the worthiest windows are read, in order, wherever they stand."""
    lengths = [LONGEST_SENTENCE] * 400
    sentences = said(*lengths)
    telling = {120, 202, 290}
    marked = {id(sentences[number]) for number in telling}
    found = windows_of(
        sentences, vocabulary(), worth=lambda some: sum(id(each) in marked for each in some)
    )
    read = [number for window in found for number in window.sentences]
    assert telling <= set(read)
    assert read == sorted(set(read))
    assert (read[0], read[-1]) == (0, len(lengths) - 1)
    assert len(found) == FIRST + LAST


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 3 * LONGEST_SENTENCE), max_size=60))
def test_short_conversations_are_read_whole_whatever_they_are_worth(lengths: list[int]) -> None:
    """Up to the most windows, worth changes nothing; above it as many are read."""
    plain = laid(*lengths)
    worthy = windows_of(said(*lengths), vocabulary(), worth=len)
    assert len(worthy) == len(plain)
    if len(plain) < FIRST + LAST:
        assert worthy == plain
