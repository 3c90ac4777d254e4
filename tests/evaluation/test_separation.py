"""The figures of a corpus: who is compared with whom, and what is resampled together."""

from counterpitch.evaluation.separation import separation
from tests.evaluation.samples import judged


def test_scams_are_told_apart_and_never_counted_as_honest() -> None:
    """A scam above every covert approach changes neither AUC nor thresholds."""
    corpus = [judged("a", "covert_approach", 0.8), judged("b", "legitimate", 0.3)]
    found = separation([*corpus, judged("c", "scam", 0.9)], 50, 1)
    assert (found.covert, found.legitimate, found.scam) == (1, 1, 1)
    assert found.auc.value == 1.0
    assert found.auc_scam == 0.0
    assert found.auc_rest == 0.5
    assert found.recalls[0].threshold.value == 0.3


def test_twins_are_drawn_together() -> None:
    """Where each twin pair is a draw, no sample has another AUC; torn apart, samples differ."""
    pairs = [
        judged(f"{kind}{n}", kind, n / 10, pair=f"p{n}")
        for n in range(8)
        for kind in ("covert_approach", "legitimate")
    ]
    apart = [
        judged(f"{kind}{n}", kind, n / 10)
        for n in range(8)
        for kind in ("covert_approach", "legitimate")
    ]
    together = separation(pairs, 200, 1).auc
    assert together.value == together.low == together.high == 0.5
    torn = separation(apart, 200, 1).auc
    assert torn.low is not None
    assert torn.low < 0.5


def test_without_one_label_nothing_is_made_up() -> None:
    """Only honest conversations: no AUC, no recall, no curve."""
    found = separation([judged("a", "legitimate", 0.2)], 50, 1)
    assert found.auc.value is None
    assert found.recalls == ()
    assert found.roc == []
