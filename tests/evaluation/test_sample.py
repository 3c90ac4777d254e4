"""A sample keeps the shares of labels, files and languages."""

from collections import Counter

from counterpitch.evaluation.sample import sampled
from tests.evaluation.samples import judged

CORPUS = [judged(f"c{n}", "covert_approach", 0.9) for n in range(60)] + [
    judged(f"l{n}", "legitimate", 0.1) for n in range(40)
]


def test_a_sample_keeps_the_shares() -> None:
    """Of sixty and forty a tenth are six and four, whatever the seed, in order, none twice."""
    for seed in range(5):
        found = sampled(CORPUS, 10, seed)
        assert Counter(each.case.label for each in found) == {"covert_approach": 6, "legitimate": 4}
        ids = [each.case.id for each in found]
        assert ids == sorted(set(ids), key=[each.case.id for each in CORPUS].index)


def test_a_sample_is_drawn_by_its_seed() -> None:
    """The same seed draws the same, another seed others; a large sample is everything."""
    assert sampled(CORPUS, 10, 1) == sampled(CORPUS, 10, 1)
    assert sampled(CORPUS, 10, 1) != sampled(CORPUS, 10, 2)
    assert sampled(CORPUS, 1_000, 1) == CORPUS
