"""The swap check finds a judge that looks at origin, and clears one that does not."""

from functools import partial

from counterpitch.evaluation.origins.origin import LANGUAGES, origins
from counterpitch.evaluation.swap import swap_check
from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict
from counterpitch.rulebook.book import rulebook
from tests.evaluation.samples import judged, verdict

CORPUS = [
    judged("a", "covert_approach", 0.5, texts=["Dear Marta, we pay 300 euros in Munich."]),
    judged("b", "legitimate", 0.5, texts=["Hello from London."]),
]


def test_a_prejudiced_judge_is_found_out() -> None:
    """Every move to one country that the judge dislikes is counted and named."""

    def judge(conversation: Conversation) -> Verdict:
        disliked = "Moscow" in conversation.messages[0].text
        return verdict(conversation.id, 0.75 if disliked else 0.5)

    found = swap_check(CORPUS, partial(map, judge), rulebook().places)
    assert (found.changed, found.largest) == (2, 0.25)
    assert found.examples == ("a as from russia: +0.250", "b as from russia: +0.250")
    assert found.moves == 2 * len(origins())


def test_a_fair_judge_is_cleared() -> None:
    """A judge that gives everybody the same has no changed score, on texts that did change."""
    found = swap_check(CORPUS, partial(map, lambda c: verdict(c.id, 0.5)), rulebook().places)
    assert found.changed == 0
    assert found.altered > 20


def test_every_origin_has_all_its_words() -> None:
    """Each origin names its words in all languages and has two people."""
    for origin in origins():
        for words in (
            origin.country, origin.nationality, origin.city, origin.language, origin.currency,
        ):  # fmt: skip
            assert len(words) == len(LANGUAGES)
            assert all(words)
        assert len(origin.names) == 2
