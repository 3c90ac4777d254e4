"""Padded copies: they teach that words which cost nothing speak for nobody."""

from counterpitch.training.corpus import Example
from counterpitch.training.padding import ASSERTED, WEIGHT, WORDS, padded
from tests.training.samples import example

CLAIM = frozenset({"benign-on-record"})
DONORS = [
    example(
        f"All {n} is on the record. Hello.", gold=((0, "on the record", "benign-on-record"),),
        label="legitimate", group=f"d/{n}", name=f"d{n}",
    )
    for n in range(8)
]  # fmt: skip
TALK = [
    example(" ".join(["We walked the dog again today."] * 40), label="legitimate", group=f"t/{n}")
    for n in range(4)
]
TWINS = [
    example("Send it. Now.", "No.", label=label, group=f"p/{n}", name=f"{label}{n}")
    for n in range(60)
    for label in ("covert_approach", "legitimate")
]


def _copies() -> list[Example]:
    return [e for e in padded([*DONORS, *TALK, *TWINS], CLAIM, 7) if e.group.startswith("padded/p")]


def test_a_copy_holds_all_of_its_own_and_strange_sentences_in_one_run() -> None:
    """A copy is its conversation with one run of sentences of the contact in between."""
    copies = _copies()
    own = {e.id: [s for s in e.sentences if s.message >= 0] for e in copies}
    assert copies
    for copy in copies:
        original = next(e for e in TWINS if f"{e.id}/padded" == copy.id)
        assert own[copy.id] == original.sentences
        added = [n for n, s in enumerate(copy.sentences) if s.message < 0]
        assert added == list(range(added[0], added[-1] + 1))
        assert all(copy.sentences[n].sender == "contact" for n in added)


def test_what_is_added_is_bounded() -> None:
    """At most a few sentences of compliance, or a hundred and twenty words of talk."""
    for copy in _copies():
        added = [s for s in copy.sentences if s.message < 0]
        if any("record" in s.words for s in added):
            assert ASSERTED[0] <= len(added) <= ASSERTED[1]
        assert 0 < sum(len(s.words.split()) for s in added) <= WORDS[1]


def test_twins_are_padded_together_and_count_less() -> None:
    """Padding never tells the label: both twins of a pair are padded, or neither."""
    groups: dict[str, set[str]] = {}
    for copy in _copies():
        groups.setdefault(copy.group, set()).add(copy.label)
        assert copy.weight == WEIGHT
        assert not copy.marked
    assert all(labels == {"covert_approach", "legitimate"} for labels in groups.values())


def test_same_seed_same_copies() -> None:
    """Padding is reproducible."""
    assert [e.sentences for e in _copies()] == [e.sentences for e in _copies()]
