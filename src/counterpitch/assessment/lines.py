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
        self._core = core = assessor.matcher.core
        book = assessor.matcher.book
        self._ledger = ledger(book, core.indicators) if core is not None else None

    def line(self, conversation: Conversation) -> Line:
        """Return the line of the verdict on ``conversation``."""
        short = self._by_rules(conversation)
        if short is not None:
            return short
        verdict = self._assessor.assess(conversation)
        return Line(line(conversation, verdict), verdict.band, verdict.kind)

    def _by_rules(self, conversation: Conversation) -> Line | None:
        """Return the line if rules alone say it and the core can write it, else None."""
        if self._core is None or self._ledger is None:
            return None
        recogniser = self._assessor.recogniser
        if recogniser is None:
            return _line(self._core.line(conversation, self._ledger))
        gate = recogniser.gate.compiled
        if gate is None:
            return None
        written, odds = self._core.line(conversation, self._ledger, gate)
        short = _line(written)
        if written is None or short is None or short.band in ("elevated", "high"):
            return None
        return None if recogniser.let_through(odds, written[3]) else short


def _line(written: tuple[bytes, int, int, float] | None) -> Line | None:
    if written is None:
        return None
    text, band, kind, _ = written
    return Line(text, BANDS[band], VERDICT_KINDS[kind])
