"""The tables of the store, by noun. Migrations make them; this is what they amount to."""

from counterpitch.cases.people import tables as people
from counterpitch.cases.tables.approaches import (
    approach,
    approach_tag,
    assessment,
    content,
    judgement,
    mark,
)
from counterpitch.cases.tables.base import METADATA
from counterpitch.cases.tables.casefiles import (
    case_approach,
    case_attachment,
    case_file,
    case_move,
    case_note,
    case_person,
    case_task,
)
from counterpitch.cases.tables.evidence import evidence, evidence_chunk, receipt, receipt_approach
from counterpitch.cases.tables.journal import journal, journal_payload, setting, signed_head

__all__ = [
    "METADATA",
    "approach",
    "approach_tag",
    "assessment",
    "case_approach",
    "case_attachment",
    "case_file",
    "case_move",
    "case_note",
    "case_person",
    "case_task",
    "content",
    "evidence",
    "evidence_chunk",
    "journal",
    "journal_payload",
    "judgement",
    "mark",
    "people",
    "receipt",
    "receipt_approach",
    "setting",
    "signed_head",
]
