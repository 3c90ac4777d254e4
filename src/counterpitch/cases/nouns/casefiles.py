"""Cases as lists and pages show them."""

from datetime import date, datetime
from typing import Literal

import msgspec

from counterpitch.cases.nouns.approaches import QueueRow
from counterpitch.cases.nouns.journal import JournalEntry

CaseStatus = Literal["open", "investigating", "reported", "closed"]
CASE_STATUSES: tuple[CaseStatus, ...] = ("open", "investigating", "reported", "closed")
PersonRole = Literal["contact", "target", "witness", "bystander"]
PERSON_ROLES: tuple[PersonRole, ...] = ("contact", "target", "witness", "bystander")


class CaseRow(msgspec.Struct, frozen=True):
    """A case in a list."""

    id: int
    title: str
    status: CaseStatus
    owner: str
    summary: str
    opened_at: datetime
    opened_by: str
    changed_at: datetime
    closed_at: datetime | None
    retain_until: date | None
    retain_reason: str
    approaches: int
    open_tasks: int
    next_due: date | None
    erased_at: datetime | None = None


class CasePerson(msgspec.Struct, frozen=True):
    """A person concerned, and in what role."""

    id: int
    name: str
    role: PersonRole
    note: str
    at: datetime
    actor: str


class CaseTask(msgspec.Struct, frozen=True):
    """Something to do, by whom and until when."""

    id: int
    case: int
    title: str
    owner: str
    due_on: date | None
    done_at: datetime | None
    at: datetime
    actor: str


class CaseNote(msgspec.Struct, frozen=True):
    """A note of a person."""

    id: int
    text: str
    at: datetime
    actor: str


class CaseAttachment(msgspec.Struct, frozen=True):
    """A file kept with a case; its bytes are evidence like any other."""

    id: int
    sha256: str
    name: str
    size: int
    in_pack: bool
    at: datetime
    actor: str


class CaseMove(msgspec.Struct, frozen=True):
    """A step of the status, with its reason."""

    before: CaseStatus
    after: CaseStatus
    reason: str
    at: datetime
    actor: str


class CaseDetail(msgspec.Struct, frozen=True):
    """Everything about one case."""

    row: CaseRow
    approaches: tuple[QueueRow, ...]
    people: tuple[CasePerson, ...]
    tasks: tuple[CaseTask, ...]
    notes: tuple[CaseNote, ...]
    files: tuple[CaseAttachment, ...]
    moves: tuple[CaseMove, ...]
    journal: tuple[JournalEntry, ...]
