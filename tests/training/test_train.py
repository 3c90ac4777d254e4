"""The end of training: who decides what, from readings made by hand."""

from pathlib import Path

import numpy as np
import pytest

from counterpitch.indicators.matcher import Matcher
from counterpitch.pipeline.assessed import assessor
from counterpitch.recognisers.gate import WEIGHTS, Gate
from counterpitch.recognisers.reading import Reading
from counterpitch.training.closing import Closed, Material, closed
from counterpitch.training.corpus import Example
from counterpitch.training.labels import Labels, labels_of
from counterpitch.training.sets import HONEST_READ, Sets
from counterpitch.training.train import _gate
from tests.training.samples import example, quiet

ASKED = "paid-report"
MET = "benign-prior-relationship"
WORDS = "We would pay for a report on it."


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Return the matcher of the rules that ship."""
    return assessor(quick=True).matcher


def talks(name: str, count: int = 12) -> list[Example]:
    """Return twins: approaches that ask for a report, and honest ones that do not."""
    found = []
    for n in range(count):
        gold = ((0, WORDS, ASKED),)
        found.append(example(f"Hello. {WORDS}", gold=gold, name=f"{name}-{n}", group=f"{name}/{n}"))
        honest = example(
            "Hello. See you at the talk.", gold=((0, "See you at the talk", MET),),
            label="legitimate", name=f"{name}-{n}h",
            group=f"{name}/{n}",
        )  # fmt: skip
        found.append(honest)
    return found


def material(matcher: Matcher, labels: Labels, odds: dict[str, float]) -> Material:
    """Return readings that see a report in approaches, and by ``odds`` in an author's honest ones."""
    every = [e for name in odds for e in talks(name)]
    readings = {}
    for each in every:
        found = np.full((len(each.sentences), len(labels)), -8.0, np.float32)
        approach = each.label == "covert_approach"
        found[-1, labels.indicators.index(ASKED)] = 4.0 if approach else odds[each.id.split("-")[0]]
        lean = np.zeros(len(each.sentences), np.float32)
        readings[each.id] = Reading(each.sentences, found, lean, 1)
    matches = {each.id: matcher.match(each.conversation) for each in every}
    return Material(matcher, labels, matches, readings)


@pytest.fixture(scope="module")
def both(matcher: Matcher) -> tuple[Closed, Closed]:
    """Return what is fitted on known authors, and on them with one the network is wrong about."""
    labels = labels_of(talks("known"), matcher.book.moves)
    stuff = material(matcher, labels, {"known": -8.0, "new": 1.0})
    known = talks("known")
    return closed(known, stuff, "known"), closed(known, stuff, "both", talks("new"))


def test_unseen_authors_move_thresholds(both: tuple[Closed, Closed]) -> None:
    """What a network says too readily of a new author is asked more for once that is known."""
    alone, beside = both
    assert alone.card.least[ASKED] <= 1.0 < beside.card.least[ASKED]


def test_unseen_authors_do_not_move_the_weights_of_the_rules(both: tuple[Closed, Closed]) -> None:
    """The weights of the rules alone come from the known authors."""
    alone, beside = both
    assert beside.rules.indicators == alone.rules.indicators
    assert beside.rules.bias == alone.rules.bias
    assert beside.weights.fitted_on == "both"


def test_the_gate_tells_whether_anybody_is_approached(matcher: Matcher, tmp_path: Path) -> None:
    """Labelled honest conversations have no part in it: what they say is no sign of the ordinary."""
    plain = [
        example(f"The kernel patch {n} fails to build.", label="legitimate", name=f"p{n}",
                group=f"p/{n}")
        for n in range(40)
    ]  # fmt: skip
    least, shares = _gate(
        Sets(talks("a"), talks("b"), plain, talks("c")), matcher, 7, tmp_path, quiet
    )
    gate = Gate(tmp_path / WEIGHTS)
    honest, kernel = gate.log_odds(["see you at the talk"]), gate.log_odds(["the kernel patch"])
    assert kernel < honest
    assert shares["approaches and scams let through"] > 0.95
    assert shares["honest public texts let through"] < 0.1
    assert least > kernel


def test_honest_texts_are_read_or_weighed_never_both() -> None:
    """The network sees the first few; weights are fitted on others."""
    texts = [example("x", label="legitimate", name=str(n)) for n in range(HONEST_READ + 9)]
    sets = Sets([], [], texts)
    assert len(sets.read) == HONEST_READ
    assert [e.id for e in sets.weighed] == [str(n) for n in range(HONEST_READ, HONEST_READ + 9)]
    assert sets.unseen == []
