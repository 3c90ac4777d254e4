"""The CSV form: one row a conversation, safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Final

from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict

COLUMNS: Final = (
    "id", "band", "kind", "probability", "scam_probability", "stage", "contact", "company",
    "channel", "first_at", "last_at", "messages", "reasons", "source",
)  # fmt: skip
_FORMULA: Final = re.compile("[\\s\u200b\ufeff]*[=+\\-@]|[ \u00a0\u200b\ufeff]*[\\t\\r\\n]")


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    plain = cell.replace("\x00", "")
    return f"'{plain}" if _FORMULA.match(plain) else plain


def header() -> str:
    """Return the header line."""
    return _line(COLUMNS)


def row(conversation: Conversation, verdict: Verdict) -> str:
    """Return one line for a verdict."""
    locator = next((m.locator for m in conversation.messages if m.locator), None)
    cells = (
        verdict.id, verdict.band, verdict.kind, f"{verdict.probability:.4f}",
        f"{verdict.scam_probability:.4f}", verdict.stage or "", conversation.contact.name,
        conversation.contact.company, conversation.channel,
        verdict.first_at.isoformat() if verdict.first_at else "",
        verdict.last_at.isoformat() if verdict.last_at else "",
        str(len(conversation.messages)),
        "; ".join(finding.indicator for finding in verdict.strongest(5)),
        locator.path if locator else "",
    )  # fmt: skip
    return _line(safe(cell) for cell in cells)


def _line(cells: "Iterator[str] | tuple[str, ...]") -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
