import itertools

from hypothesis import given
from hypothesis import strategies as st

from counterpitch.campaigns.reuse.align import merged, shared, words
from tests.campaigns.samples import TEMPLATES, WORDS

texts = st.lists(st.sampled_from(WORDS[:6]), max_size=40).map(" ".join)


def test_differences_are_marked() -> None:
    """Expect the shared passage plain and the filled slot in brackets."""
    one = "Dear Ann, I read your article on radar with great pleasure."
    other = "Dear Bo, I read your article on sonar with great pleasure."
    told = merged(one, other, shared(one, other))
    assert "I read your article on" in told
    assert "⟨radar → sonar⟩" in told


def test_moved_passages_are_found() -> None:
    """Expect both halves to be shared though their order differs."""
    half, rest = " ".join(WORDS[:12]), " ".join(WORDS[12:24])
    found = shared(f"{half} {rest}", f"{rest} {half}")
    assert sum(each.end - each.start for each in found) >= len(half) + len(rest)


def test_chinese_is_aligned_by_characters() -> None:
    """Expect passages in a script without blanks."""
    one = TEMPLATES["zh"].format(name="安娜", topic="雷达")
    other = TEMPLATES["zh"].format(name="王伟", topic="芯片")
    assert sum(each.end - each.start for each in shared(one, other)) > 0.8 * len(one)


def test_look_alikes_count_as_what_they_look_like() -> None:
    """Expect a homoglyph and a zero-width sign to hide nothing."""
    one = "we would pay for a short paper"
    other = "we would pаy for а sh\u200bort paper"
    assert len(shared(one, other)) == 1


@given(texts, texts)
def test_passages_stand_in_both_texts_and_never_overlap(one: str, other: str) -> None:
    """Expect equal words at the places given, each place used once, in the order of the first."""
    found = shared(one, other)
    for each in found:
        mine = [word.letters for word in words(one[each.start : each.end])]
        theirs = [word.letters for word in words(other[each.other_start : each.other_end])]
        assert mine == theirs
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    ordered = sorted(found, key=lambda each: each.other_start)
    assert all(a.other_end <= b.other_start for a, b in itertools.pairwise(ordered))
