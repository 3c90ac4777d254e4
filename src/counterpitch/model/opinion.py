"""What a second reader says about a conversation. Beside a verdict, never part of one."""

import msgspec

from counterpitch.model.match import Quote
from counterpitch.model.verdict import VerdictKind


class OpinionReason(msgspec.Struct, frozen=True):
    """A reason of a second reader; ``quote`` stands in the original text, as checked."""

    title: str
    quote: Quote


class Opinion(msgspec.Struct, frozen=True):
    """The answer of another program, after its quotes were checked.

    ``probability`` (0 to 1) is that program's own figure for ``kind``. ``given`` counts the
    reasons it gave, ``dropped`` those whose words do not stand in the conversation.
    ``read`` of ``messages`` messages were sent to it. All texts are as received: a
    renderer makes them safe.
    """

    model: str
    endpoint: str
    kind: VerdictKind
    probability: float
    reasons: tuple[OpinionReason, ...]
    honest_explanation: str
    given: int
    dropped: int
    read: int
    messages: int

    @property
    def supported(self) -> bool:
        """Tell whether at least one reason quotes words that are there."""
        return bool(self.reasons)
