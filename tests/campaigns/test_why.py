import pytest

from counterpitch.campaigns.link import link
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.page import page
from counterpitch.campaigns.why import why
from counterpitch.intake.notices import Notices
from tests.campaigns.samples import WORDS, families, write


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    """Link the planted families, and a chain of texts each of which resembles the next."""
    folder = tmp_path_factory.mktemp("why")
    found = families()
    for at in range(4):
        text = " ".join(WORDS[9 * at : 9 * at + 18])
        found.append(
            {**found[0], "id": f"chain-{at}", "messages": [{"from": "contact", "text": text}]}
        )
    path = write(folder / "a.jsonl", found)
    return Linked(link([path], folder / "s", Notices(), evidence=("text",), jobs=1))


def test_the_chain_begins_and_ends_with_what_was_asked(linked: Linked) -> None:
    """Expect every link to follow on the one before, and to have reasons."""
    found = why(linked, "chain-0", "chain-2")
    assert [found.steps[0].a, found.steps[-1].b] == ["chain-0", "chain-2"]
    assert all(one.b == two.a for one, two in zip(found.steps, found.steps[1:], strict=False))
    assert all(step.reasons and step.passage for step in found.steps)


def test_a_chain_that_hangs_on_one_tie_names_it(linked: Linked) -> None:
    """Expect the tie whose loss would break the chain."""
    found = why(linked, "chain-0", "chain-2")
    assert found.chains == len(found.breaking) == 1
    assert set(found.breaking[0]) <= {"chain-0", "chain-1", "chain-2"}


def test_the_shared_passage_stands_in_both_messages(linked: Linked) -> None:
    """Expect places that hold the same words, and the differences in brackets."""
    (step, *_) = why(linked, "paper-0", "paper-1").steps
    passage = step.passage
    assert passage is not None
    longest = max(passage.shared, key=lambda each: each.end - each.start)
    assert (
        passage.text[longest.start : longest.end]
        == passage.other_text[longest.other_start : longest.other_end]
    )
    assert "→" in passage.merged


def test_both_directions_have_the_same_reasons(linked: Linked) -> None:
    """Expect why A B and why B A to tell the same."""
    one, other = why(linked, "post-1", "post-4"), why(linked, "post-4", "post-1")
    assert one.chains == other.chains
    assert {frozenset((s.a, s.b)) for s in one.steps} == {
        frozenset((s.a, s.b)) for s in other.steps
    }


def test_the_template_marks_what_varies(linked: Linked) -> None:
    """Expect fixed words to be fixed, and slots to list other fillings."""
    found = page(linked, linked.campaign("paper-0")).template
    assert found is not None
    fixed = "".join(piece.text for piece in found.pieces if piece.fixed)
    assert "we would pay 800 euros for a short paper" in fixed
    assert any(piece.fillings for piece in found.pieces if not piece.fixed)
    assert "".join(piece.text for piece in found.pieces).startswith("Dear")
