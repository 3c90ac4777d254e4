"""Scan: inputs in, verdicts out, one conversation in memory at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from counterpitch.assessment.assess import Assessor
from counterpitch.indicators.matcher import Matcher
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict
from counterpitch.rulebook.book import rulebook


class Assessed(msgspec.Struct, frozen=True):
    """A conversation with its verdict."""

    conversation: Conversation
    verdict: Verdict


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
        self.conversations += 1
        self.messages += len(assessed.conversation.messages)
        self.bands[assessed.verdict.band] += 1
        self.kinds[assessed.verdict.kind] += 1


@lru_cache(maxsize=2)
def assessor(folder: Path | None = None) -> Assessor:
    """Return the assessor of the built-in rules, or of those in ``folder``."""
    return Assessor(Matcher(rulebook(folder)))


def scan(
    inputs: Sequence[Path | Origin], tally: Tally, *, rules: Path | None = None
) -> Iterator[Assessed]:
    """Yield every conversation of ``inputs`` with its verdict; count it in ``tally``."""
    from counterpitch.intake.gather import gather

    ready = assessor(rules)
    for conversation in gather(inputs, tally.notices):
        assessed = Assessed(conversation, ready.assess(conversation))
        tally.add(assessed)
        yield assessed
