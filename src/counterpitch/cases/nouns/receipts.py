"""What the reporter gets at once, and sees later."""

from datetime import datetime
from typing import Literal

import msgspec

from counterpitch.cases.nouns.approaches import Reason
from counterpitch.cases.nouns.page import Status
from counterpitch.model.indicator import Stage
from counterpitch.model.verdict import Band, VerdictKind

ReceiptState = Literal["reading", "done", "unreadable"]


class VerdictSummary(msgspec.Struct, frozen=True):
    """The verdict on one approach, as far as a reporter sees it."""

    approach: int
    contact: str
    band: Band
    kind: VerdictKind
    probability: float
    scam_probability: float
    stage: Stage | None
    reasons: tuple[Reason, ...]


class Receipt(msgspec.Struct, frozen=True):
    """What was received: the code with which the outcome can be asked for, and the verdicts.

    ``verdicts`` are the most severe first, at most 20 of ``approaches_total``. ``again`` says
    that this very file had been received from this actor before, with nothing ``new``. ``state``
    ``unreadable`` means that the original is kept but nothing in it could be read; ``notices`` say
    why.
    """

    code: str
    id: int
    sha256: str
    size: int
    at: datetime
    state: ReceiptState
    approaches: tuple[int, ...]
    approaches_total: int
    new: int
    verdicts: tuple[VerdictSummary, ...]
    notices: tuple[str, ...]
    again: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """What a reporter sees with the receipt code: no names of staff, no other reporters.

    ``statuses`` are those of the approaches, most severe first; ``others`` counts the other people
    who reported any of them; ``answer`` is one sentence.
    """

    code: str
    at: datetime
    state: ReceiptState
    answered_at: datetime | None
    statuses: tuple[tuple[Band, VerdictKind, Status], ...]
    others: int
    answer: str
