import itertools

from hypothesis import given
from hypothesis import strategies as st

from counterpitch.campaigns.reuse.align import merged
from counterpitch.campaigns.reuse.visible import matches, tokens, visible
from counterpitch.campaigns.template import Piece, _pieces
from tests.campaigns.samples import WORDS

texts = st.lists(st.sampled_from([*WORDS[:6], "900", "600", "10,500", ".", "!", "\n"])).map(
    " ".join
)
FEE = "Dear Professor {}, for a short paper the fee is {} euros, paid on delivery. {}"


def test_numbers_that_differ_are_marked() -> None:
    """Expect the fee and the name between brackets, and everything else as it is, dots too."""
    one = FEE.format("Okafor", 900, "Yours")
    other = FEE.format("Nowak", 600, "Please answer soon. Yours")
    assert merged(one, other, visible(one, other)) == FEE.format(
        "⟨Okafor → Nowak⟩", "⟨900 → 600⟩", "⟨ → Please answer soon.⟩ Yours"
    )


def test_what_the_eye_does_not_see_is_no_difference() -> None:
    """Expect nothing marked for a line break, a zero-width sign and a look-alike letter."""
    one = "We would pay 900 for a Short paper."
    other = "We would\npаy 900 for\u200b a Sh\u200bort paper."
    assert merged(one, other, visible(one, other)) == one


def test_capitals_and_accents_are_seen() -> None:
    """Expect words to differ that count as the same for finding passages."""
    one, other = "for the role of an editor in May", "for the rôle of an Editor in May"
    told = merged(one, other, visible(one, other))
    assert told == "for the ⟨role → rôle⟩ of an ⟨editor → Editor⟩ in May"


def test_a_template_varies_where_numbers_do() -> None:
    """Expect a slot with what the others ask in its place."""
    others = [FEE.format("Nowak", fee, "Yours") for fee in (600, 500, 500)]
    found = _pieces(FEE.format("Okafor", 900, "Yours"), others)
    assert Piece("900 ", fixed=False, fillings=("500", "600")) in found
    assert "".join(each.text for each in found) == FEE.format("Okafor", 900, "Yours")


@given(texts, texts)
def test_plain_is_what_both_have(one: str, other: str) -> None:
    """Expect passages with the same words and numbers, and no place used twice."""
    found = visible(one, other)
    for each in found:
        mine, theirs = one[each.start : each.end], other[each.other_start : each.other_end]
        assert mine.split() == theirs.split()
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    ordered = sorted(found, key=lambda each: each.other_start)
    assert all(a.other_end <= b.other_start for a, b in itertools.pairwise(ordered))


@given(texts)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    """Expect every token to be found, in a short text as well."""
    assert matches(text, text) == {at: at for at in range(len(tokens(text)))}
