"""Scan: inputs in, verdicts out, streaming."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterpitch.assessment.lines import LineWriter
from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Band, VerdictKind
from counterpitch.pipeline.assessed import Assessed, assessor

__all__ = ["Assessed", "Tally", "assessor", "lines", "scan"]


class Tally:
    """What a scan went through: counts by band and kind, messages, and all notices."""

    def __init__(self) -> None:
        self.notices = Notices()
        self.bands: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.conversations = 0
        self.messages = 0

    def add(self, assessed: Assessed) -> None:
        """Count one assessed conversation."""
        self.count(assessed.conversation, assessed.verdict.band, assessed.verdict.kind)

    def count(self, conversation: Conversation, band: Band, kind: VerdictKind) -> None:
        """Count one conversation and its verdict's band and kind."""
        self.conversations += 1
        self.messages += len(conversation.messages)
        self.bands[band] += 1
        self.kinds[kind] += 1


def scan(
    inputs: Sequence[Path | Origin],
    tally: Tally,
    *,
    rules: Path | None = None,
    jobs: int = 1,
    quick: bool = False,
) -> Iterator[Assessed]:
    """Yield every conversation of ``inputs`` with its verdict; count it in ``tally``.

    With ``jobs`` above 1 the assessment runs in so many processes.
    """
    conversations = gather(inputs, tally.notices)
    if jobs > 1:
        from counterpitch.pipeline.parallel import assessed_by

        found = assessed_by(jobs, conversations, rules, quick=quick)
    else:
        ready = assessor(rules, quick=quick)
        found = (Assessed(each, ready.assess(each)) for each in conversations)
    for assessed in found:
        tally.add(assessed)
        yield assessed


def lines(
    inputs: Sequence[Path | Origin],
    tally: Tally,
    *,
    rules: Path | None = None,
    quick: bool = False,
) -> Iterator[bytes]:
    """Yield the JSON line of every conversation of ``inputs``; count it in ``tally``.

    The same as ``scan`` and ``render.jsonform.line``, in less time.
    """
    writer = LineWriter(assessor(rules, quick=quick))
    for conversation in gather(inputs, tally.notices):
        written = writer.line(conversation)
        tally.count(conversation, written.band, written.kind)
        yield written.text
