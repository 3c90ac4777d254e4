"""The JSON line of a verdict by the shortest way there is.

With the compiled core a conversation becomes its line without a verdict between the two: a third
of the time. The line is the same to the last byte as ``line(conversation, assess(conversation))``.
"""

from typing import Final

import msgspec

from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.ledger import VERDICT_KINDS, ledger
from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import BANDS, Band, VerdictKind
from counterpitch.render.jsonform import line


class Line(msgspec.Struct, frozen=True, gc=False):
    """A verdict as one line of JSON without its line end, and what is counted of it."""

    text: bytes
    band: Band
    kind: VerdictKind


class LineWriter:
    """Writes the lines of one assessor's verdicts; pure, and may be called from many threads."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor: Final = assessor
        core = assessor.matcher.core
        self._core = core if assessor.recogniser is None else None
        book = assessor.matcher.book
        self._ledger = ledger(book, core.indicators) if core is not None else None

    def line(self, conversation: Conversation) -> Line:
        """Return the line of the verdict on ``conversation``."""
        if self._core is not None and self._ledger is not None:
            written = self._core.line(conversation, self._ledger)
            if written is not None:
                text, band, kind = written
                return Line(text, BANDS[band], VERDICT_KINDS[kind])
        verdict = self._assessor.assess(conversation)
        return Line(line(conversation, verdict), verdict.band, verdict.kind)
