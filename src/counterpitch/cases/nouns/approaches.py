"""An approach as lists and pages show it."""

from datetime import datetime
from typing import Literal

import msgspec

from counterpitch.cases.nouns.journal import JournalEntry
from counterpitch.cases.nouns.page import Status
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Stage
from counterpitch.model.verdict import Band, Verdict, VerdictKind

JudgementWord = Literal["confirmed", "false-alarm", "needs-information", "duplicate"]
JUDGEMENTS: tuple[JudgementWord, ...] = (
    "confirmed", "false-alarm", "needs-information", "duplicate",
)  # fmt: skip


class Reason(msgspec.Struct, frozen=True):
    """One of the strongest reasons of a verdict: indicator, its title, log-odds it added."""

    indicator: str
    title: str
    contribution: float


class QueueRow(msgspec.Struct, frozen=True):
    """An approach in a list: the newest assessment and where it stands.

    ``reports`` counts the acts of receiving that brought it; ``sector`` is the owner's.
    """

    id: int
    conversation: str
    channel: str
    contact: str
    company: str
    headline: str
    sector: str
    band: Band
    kind: VerdictKind
    probability: float
    scam_probability: float
    stage: Stage | None
    reasons: tuple[Reason, ...]
    status: Status
    assignee: str
    reports: int
    messages: int
    first_at: datetime | None
    last_at: datetime | None
    received_at: datetime
    erased_at: datetime | None = None


class Assessment(msgspec.Struct, frozen=True):
    """One version of the verdict; None where its content was erased.

    ``content_version`` is the version of the words it was made on, ``sha256`` that of the
    verdict as stored.
    """

    version: int
    content_version: int
    at: datetime
    actor: str
    rules: str
    recognisers: str
    sha256: str
    verdict: Verdict | None


class Judged(msgspec.Struct, frozen=True):
    """A person's decision; ``reason`` is None where it was erased."""

    id: int
    approach: int
    at: datetime
    actor: str
    judgement: JudgementWord
    reason: str | None


class ReceivedIn(msgspec.Struct, frozen=True):
    """An act of receiving that brought an approach, with its original and what was revealed."""

    receipt: int
    code: str
    sha256: str
    size: int
    name: str
    actor: str
    where_from: str
    channel: str
    revealed: tuple[str, ...]
    note: str
    consent: bool
    at: datetime
    erased_at: datetime | None


class ContentVersion(msgspec.Struct, frozen=True):
    """A version of the words: its SHA-256 and when it was stored."""

    version: int
    sha256: str
    at: datetime


class ApproachDetail(msgspec.Struct, frozen=True):
    """Everything about one approach.

    ``conversation`` is the newest version of the words (None after erasure). ``assessments``
    are all versions, newest first; each quote refers to the version of the words that it names
    (``conversation_at`` fetches an older one). ``judgements`` and ``journal`` are oldest first.
    """

    row: QueueRow
    conversation: Conversation | None
    content_version: int
    contents: tuple[ContentVersion, ...]
    assessments: tuple[Assessment, ...]
    judgements: tuple[Judged, ...]
    received: tuple[ReceivedIn, ...]
    cases: tuple[int, ...]
    tags: tuple[tuple[str, str], ...]
    journal: tuple[JournalEntry, ...]

    @property
    def verdict(self) -> Verdict | None:
        """Return the newest verdict on the newest words."""
        return self.assessments[0].verdict if self.assessments else None

    @property
    def revealed(self) -> tuple[str, ...]:
        """Return what reporters ticked as revealed, each once, in order of report."""
        return tuple(dict.fromkeys(each for one in self.received for each in one.revealed))
