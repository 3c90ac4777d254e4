"""The whole evaluation: parts that cannot be measured are said and not made up."""

from counterpitch.evaluation.figures import Extras, Settings, evaluation
from counterpitch.evaluation.gold import GoldQuote
from counterpitch.model.match import Quote
from tests.evaluation.samples import finding, judged

GOLD = Extras(gold={"a": [GoldQuote("a", 0, 0, 5, "secrecy")]})


def test_bare_probabilities_measure_no_stages_and_no_evidence() -> None:
    """Verdicts without stage and reasons get no zero for either, but a caution."""
    found = evaluation(
        [judged("a", "covert_approach", 0.9, stage="assess")], "x", Settings(resamples=5), GOLD
    )
    assert (found.stages, found.evidence) == (None, None)
    assert len(found.cautions) == 2


def test_stages_and_reasons_are_measured_where_given() -> None:
    """One verdict that names both is enough for both sections, and no caution."""
    case = judged(
        "a", "covert_approach", 0.9, stage="assess", told="assess",
        findings=[finding("secrecy", Quote(0, 0, 5, "Hello"))],
    )  # fmt: skip
    found = evaluation([case], "x", Settings(resamples=5), GOLD)
    assert found.stages is not None
    assert found.stages.exact.count == 1
    assert found.evidence is not None
    assert found.evidence.recall.value == 1.0
    assert found.cautions == ()


def test_the_histogram_holds_every_conversation() -> None:
    """Each label's scores are counted, the highest score in the last part."""
    corpus = [judged("a", "covert_approach", 1.0), judged("b", "scam", 0.0)]
    found = evaluation(corpus, "x", Settings(resamples=5), Extras())
    assert found.histogram["covert_approach"][-1] == 1
    assert found.histogram["scam"][0] == 1
    assert sum(map(sum, found.histogram.values())) == 2
