"""A labelled conversation, alone and with its verdict."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, get_args

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict

Label = Literal["covert_approach", "legitimate", "scam"]
LABELS: Final[tuple[Label, ...]] = get_args(Label)
Judge = Callable[[Conversation], Verdict]
"""Any function from a conversation to a verdict."""
JudgeAll = Callable[[Iterable[Conversation]], Iterator[Verdict]]
"""The same for many conversations, in order; several processes may share the work."""

WORD: Final = 80
"""Characters of a label's word (subtype, pair and so on) that are kept."""


class Case(msgspec.Struct, frozen=True):
    """A labelled conversation. ``file`` is the name of its file without its ending.

    ``stage`` is the label's word (``contact`` to ``handle``), ``pair`` what twins share;
    both are empty where the corpus says nothing.
    """

    conversation: Conversation
    label: Label
    file: str
    subtype: str = ""
    stage: str = ""
    pair: str = ""

    @property
    def id(self) -> str:
        """Return the id of the conversation."""
        return self.conversation.id

    @property
    def group(self) -> str:
        """Return what is resampled together: the pair, or this conversation alone."""
        return f"pair {self.file}/{self.pair}" if self.pair else f"one {self.id}"


class Judged(msgspec.Struct, frozen=True):
    """A case with its verdict."""

    case: Case
    verdict: Verdict

    @property
    def score(self) -> float:
        """Return the probability of a covert approach, by which everything is ranked."""
        return self.verdict.probability

    @property
    def covert(self) -> bool:
        """Tell whether the label says covert approach."""
        return self.case.label == "covert_approach"

    @property
    def honest(self) -> bool:
        """Tell whether the label says legitimate."""
        return self.case.label == "legitimate"


def word(value: object) -> str:
    """Return a label's word as one line of at most ``WORD`` characters; "" if it is no text."""
    return " ".join(value.split())[:WORD] if isinstance(value, str) else ""


def is_alarm(verdict: Verdict, *, high: bool = False) -> bool:
    """Tell whether a verdict calls a covert approach, in band elevated or high, or in high."""
    return verdict.kind == "approach" and (
        verdict.band == "high" or (not high and verdict.band == "elevated")
    )
