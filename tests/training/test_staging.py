"""Staging: what a stage asks for follows the labels, and is left alone where there are few."""

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Quote
from counterpitch.model.message import Message
from counterpitch.model.verdict import Finding, Verdict
from counterpitch.rulebook.book import Stages
from counterpitch.training.staging import FEWEST, Labelled, fitted_stages, labelled


def finding(stage: str, message: int, weight: float) -> Finding:
    """Return a finding for an approach with one quote."""
    quotes = (Quote(message, 0, 1, "x"),)
    return Finding("a", "a", "approach", "medium", stage, "", "", "", weight, quotes)  # type: ignore[arg-type]


def known(*rows: tuple[str, float, int], times: int = FEWEST) -> list[Labelled]:
    """Return labelled approaches with one finding (its stage, its weight), answered first."""
    return [Labelled((finding(stage, 1, weight),), 0, own) for stage, weight, own in rows] * times


def test_a_threshold_comes_to_lie_between_what_is_and_what_is_not() -> None:
    """Where annotators call 2.2 'recruit' and 1.2 not, 'recruit' asks for more than 1.2."""
    found = fitted_stages(known(("recruit", 2.2, 3), ("recruit", 1.2, 0)), Stages())
    assert 1.2 < found.recruit <= 2.2


def test_few_labels_change_nothing() -> None:
    """Below the fewest labelled approaches the thresholds stay."""
    start = Stages(recruit=5.5)
    assert fitted_stages(known(("recruit", 1.0, 3), times=FEWEST - 1), start) == start


def test_only_approaches_with_a_stage_are_learned_from() -> None:
    """A corpus's 'contact' is 'spot'; honest ones and those without a stage are left out."""

    def told(label: str, stage: str | None) -> tuple[Conversation, Verdict]:
        extra: dict[str, object] = {"label": label, "stage": stage}
        messages = (Message("contact", "x"), Message("owner", "y"))
        verdict = Verdict("c", 0.5, 0.1, "none", "none", None, (), (), 0.0, 0.0, None, (), (), "r")
        return Conversation("c", "email", messages, extra=extra), verdict

    rows = [told("covert_approach", "contact"), told("covert_approach", "handle"),
            told("covert_approach", None), told("legitimate", "assess")]  # fmt: skip
    assert [(each.stage, each.answer) for each in labelled(rows)] == [(0, 1), (4, 1)]
