"""The assessor with a recogniser: monotone and bounded, whatever the network says."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.leaning import leaned, loose
from counterpitch.assessment.sums import CLOSE
from counterpitch.assessment.weigh import probability
from counterpitch.indicators.matcher import Folded, Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match, Quote
from counterpitch.model.verdict import Verdict
from counterpitch.recognisers.again import Look
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.context import Context, in_context
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.recogniser import Read, Recogniser
from counterpitch.recognisers.sentences import sentences_of
from counterpitch.rulebook.book import Weights, rulebook
from tests.recognisers.samples import card, reading, talk

WEIGHTS = Weights(lean=0.8, benign_cap=2.0, indicators={"unnamed-client": 1.0})
BOOK = msgspec.structs.replace(rulebook(), close_weights=WEIGHTS)
MATCHER = Matcher(BOOK)
TALK = talk("We have a task. It pays well. Tell nobody.", "Who are you?", "A friend. Wait.")
COUNT = 6
LEANS = st.lists(st.floats(-12, 12, width=32), min_size=COUNT, max_size=COUNT)


TOWARDS, AGAINST = "unnamed-client", "benign-easy-exit"


class Stub:
    """A recogniser that says what it was told, and counts how often it was asked.

    Where it is not told the evidence, every leaning sentence almost carries a name of either kind.
    """

    def __init__(
        self,
        leans: Mapping[int, float],
        odds: Mapping[tuple[int, str], float] | None = None,
        *,
        needed: bool = True,
        evidence: float = 1e9,
    ) -> None:
        made = card([TOWARDS, AGAINST])
        self.card: Card = msgspec.structs.replace(made, evidence=evidence)
        self._leans, self._given, self._needed = leans, odds, needed
        self.reads = 0
        self.glance: Mapping[int, float] | None = None

    def _odds(self, leans: Mapping[int, float]) -> Mapping[tuple[int, str], float]:
        if self._given is not None:
            return self._given
        names = [name for name in (TOWARDS, AGAINST) if name in self.card.indicators]
        return {(number, name): -1.0 for number in leans for name in names}

    def seen(self, conversation: Conversation, matcher: Matcher) -> tuple[list[Match], float]:
        """Return what the rules find, and nothing from the gate."""
        return matcher.match(conversation), 0.0

    def let_through(self, odds: float, evidence: float) -> bool:
        """Tell what the gate was told to say, unless the rules found enough."""
        return self._needed or evidence >= self.card.evidence

    def look(
        self, conversation: Conversation, matches: Sequence[Match], texts: Sequence[Folded]
    ) -> Look | None:
        """Look first if told to: a reading with the leans prepared for that."""
        if self.glance is None:
            return None
        made = reading(
            sentences_of(conversation, texts), self.card, self._odds(self.glance), self.glance
        )
        return Look(made, {})

    def in_context(
        self, conversation: Conversation, matches: Sequence[Match], made: Reading
    ) -> Read:
        """Return what was found together."""
        return Read(in_context(conversation, matches, made, self.card, BOOK.moves), made)

    def read(
        self,
        conversation: Conversation,
        matches: Sequence[Match],
        texts: Sequence[Folded],
        look: Look | None = None,
    ) -> Read:
        """Return the reading that was prepared."""
        self.reads += 1
        odds = self._odds(self._leans)
        made = reading(sentences_of(conversation, texts), self.card, odds, self._leans)
        return Read(in_context(conversation, matches, made, self.card, BOOK.moves), made)


def verdict(stub: Stub, conversation: Conversation = TALK) -> Verdict:
    """Return the verdict with a stub for the recogniser."""
    return Assessor(MATCHER, cast(Recogniser, cast(Any, stub))).assess(conversation)


def test_leans_are_findings_with_quotes() -> None:
    """What speaks for and against is shown with its sentence and adds up to the verdict."""
    found = verdict(Stub({0: 4.5, 4: -3.5}))
    shown = {f.indicator: f for f in found.findings}
    assert [q.text for q in shown[TOWARDS].quotes] == ["We have a task"]
    assert [q.text for q in shown[AGAINST].quotes] == ["A friend"]
    assert shown[TOWARDS].contribution == pytest.approx(CLOSE * 2.8)
    assert shown[AGAINST].contribution == pytest.approx(CLOSE * -2.0)
    total = found.base + found.counter_evidence_unused + sum(f.contribution for f in found.findings)
    assert found.probability == pytest.approx(probability(total))
    assert found.recognisers == "test"


def test_an_indicator_found_in_context_weighs_its_weight_and_its_lean() -> None:
    """With the indicator over its threshold both count; almost over it, only the lean."""
    sure = verdict(Stub({0: 4.5}, {(0, "unnamed-client"): 1.0}))
    almost = verdict(Stub({0: 4.5}, {(0, "unnamed-client"): -1.0}))
    assert [f.contribution for f in sure.findings if f.indicator == "unnamed-client"] == [
        pytest.approx(CLOSE * 3.8)
    ]
    assert [f.contribution for f in almost.findings if f.indicator == "unnamed-client"] == [
        pytest.approx(CLOSE * 2.8)
    ]


@settings(max_examples=60, deadline=None)
@given(LEANS, st.integers(0, COUNT - 1), st.floats(0, 12, width=32))
def test_more_towards_never_lowers_the_probability(
    leans: list[float], number: int, more: float
) -> None:
    """Raising what any one sentence says for an approach raises the verdict or leaves it."""
    before = verdict(Stub(dict(enumerate(leans))))
    after = verdict(Stub(dict(enumerate(leans)) | {number: leans[number] + more}))
    assert after.probability >= before.probability - 1e-12


@settings(max_examples=60, deadline=None)
@given(LEANS, st.sets(st.integers(0, COUNT - 1)))
def test_counter_evidence_is_bounded(leans: list[float], honest: set[int]) -> None:
    """However honest sentences read, together they take off no more than the cap."""
    towards = {n: max(0.0, lean) for n, lean in enumerate(leans) if n not in honest}
    calm, praised = Stub(towards), Stub(towards | dict.fromkeys(honest, -1e6))
    without, with_all = verdict(calm), verdict(praised)
    floor = probability(_odds(without) - WEIGHTS.benign_cap)
    assert with_all.probability >= floor - 1e-12
    assert with_all.probability <= without.probability


STRONG = "Send us the unpublished documents. Do not tell your employer. We pay cash only."


def firm(leans: Mapping[int, float], bonus: float = 9.0) -> tuple[Verdict, Verdict]:
    """Return the verdicts by rules and with a reading that doubts two strong rules."""
    stub = Stub(leans)
    names = [r.name for r in BOOK.indicators if r.kind == "approach" and r.level == "high"]
    names = sorted({*names, TOWARDS, AGAINST})
    stub.card = msgspec.structs.replace(
        card(names, bonus=bonus), rule_bonus=dict.fromkeys(names, bonus)
    )
    return Assessor(MATCHER).assess(talk(STRONG)), verdict(stub, talk(STRONG))


def test_no_reading_lowers_what_strong_rules_establish() -> None:
    """Two precise rules of a high level keep a verdict that is high by rules, with its reasons."""
    rules, close = firm({0: -9.0, 1: -9.0, 2: -9.0})
    assert rules.band == close.band == "high"
    assert close.probability == rules.probability
    assert {f.indicator for f in close.findings} == {f.indicator for f in rules.findings}
    assert close.recognisers == "test"


def test_a_reading_may_raise_it() -> None:
    """What the reading adds still counts where it is more."""
    rules, close = firm({0: 30.0})
    assert close.probability > rules.probability


def test_rules_that_are_often_wrong_establish_nothing() -> None:
    """A rule whose bonus says that it is seldom right is left to the reading."""
    rules, close = firm({0: -9.0, 1: -9.0, 2: -9.0}, bonus=0.0)
    assert close.probability < rules.probability


class Twice(Stub):
    """A recogniser that reads a conversation twice."""

    def __init__(self, leans: Mapping[int, float], again: Mapping[int, float]) -> None:
        super().__init__(leans)
        self._twice = again

    def read(
        self,
        conversation: Conversation,
        matches: Sequence[Match],
        texts: Sequence[Folded],
        look: Look | None = None,
    ) -> Read:
        """Return both readings."""
        first = super().read(conversation, matches, texts)
        made = reading(first.reading.sentences, self.card, self._odds(self._twice), self._twice)
        return msgspec.structs.replace(first, again=made)


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 9, width=32), st.floats(0, 12, width=32))
def test_of_a_long_conversation_two_of_three_are_believed(lean: float, more: float) -> None:
    """First reading, rules and second reading: the first, or the lower of the others above it."""
    again = {0: lean + more}
    said = talk(STRONG)
    first, second = verdict(Stub({0: lean}), said), verdict(Stub(again), said)
    rules = Assessor(MATCHER).assess(said)
    both = verdict(Twice({0: lean}, again), said)
    middle = sorted(v.probability for v in (first, second, rules))[1]
    assert both.probability == max(first.probability, middle)
    total = both.base + both.counter_evidence_unused + sum(f.contribution for f in both.findings)
    assert both.probability == pytest.approx(probability(total))


def test_what_is_far_from_the_request_hardly_speaks_against_it() -> None:
    """Leans against count nothing there, and indicators at most the narrow bound."""
    made = reading(
        sentences_of(TALK, MATCHER.texts(TALK)), card(["benign-easy-exit"]), {}, {0: -9.0, 1: -9.0}
    )
    own = Match("benign-easy-exit", (Quote(0, 17, 29, "It pays well"),))
    read = Read(
        Context(
            [own], [["benign-easy-exit"], ["benign-easy-exit"], *[[] for _ in range(COUNT - 2)]], ()
        ),
        made,
    )
    far = msgspec.structs.replace(made, far=frozenset({1, 2}))
    kinds = Assessor(MATCHER)._kinds
    near, apart = (
        leaned(TALK, msgspec.structs.replace(read, reading=r), 1.0, kinds) for r in (made, far)
    )
    assert near.added == {"benign-easy-exit": -16.0}
    assert apart.added == {"benign-easy-exit": -8.0}
    assert loose([own], read, ()) == frozenset()
    assert loose([own], msgspec.structs.replace(read, reading=far), ()) == {"benign-easy-exit"}
    assert loose([own], read, {"benign-easy-exit"}) == {"benign-easy-exit"}


def _odds(found: Verdict) -> float:
    approach = [f.contribution for f in found.findings if f.kind == "approach"]
    return found.base + sum(approach)


def test_what_is_plainly_ordinary_is_not_read() -> None:
    """Where neither gate nor rules ask for it, the verdict is that of the rules alone."""
    stub, calm = Stub({0: 9.0}, needed=False), talk("The seminar was good. See you there.")
    found = verdict(stub, calm)
    assert stub.reads == 0
    assert found == Assessor(MATCHER).assess(calm)
    assert found.recognisers == ""


def test_the_rules_may_ask_for_a_close_reading() -> None:
    """Evidence of the rules from the card's amount upwards passes a gate that says no."""
    stub = Stub({}, needed=False, evidence=0.0)
    verdict(stub)
    assert stub.reads == 1


@pytest.mark.parametrize("texts", [(), ("",), ("\ud800" * 99, "?" * 5_000), ("x" * 100_000,)])
def test_odd_conversations_are_read(texts: tuple[str, ...]) -> None:
    """Nothing to read is nothing to find, and no error."""
    assert verdict(Stub({}), talk(*texts)).band == "none"


def test_without_a_reason_the_band_is_none() -> None:
    """However high the base rate, a verdict that shows no reason reports nothing."""
    sure = msgspec.structs.replace(WEIGHTS, bias=8.0)
    matcher = Matcher(msgspec.structs.replace(BOOK, close_weights=sure))
    stub = cast(Recogniser, cast(Any, Stub({})))
    found = Assessor(matcher, stub).assess(talk("Hello there."))
    assert found.recognisers == "test"
    assert found.probability > 0.9
    assert not found.strongest()
    assert (found.band, found.kind) == ("none", "none")


def test_a_calm_first_look_is_enough() -> None:
    """Where the stretches say nothing, the rest is not read, and the verdict says why."""
    calm = talk("The seminar was good. See you there.", "See you.")
    stub = Stub({0: 9.0, 1: 9.0})
    stub.glance = {}
    found = verdict(stub, calm)
    assert stub.reads == 0
    assert found.band == "none"
    assert found.recognisers == stub.card.version


def test_a_first_look_in_doubt_leads_to_the_full_reading() -> None:
    """One leaning sentence in the stretches, and everything is read: the verdict is that."""
    stub = Stub({0: 9.0, 2: 9.0})
    stub.glance = {0: 6.0}
    assert verdict(stub) == verdict(Stub({0: 9.0, 2: 9.0}))
    assert stub.reads == 1
