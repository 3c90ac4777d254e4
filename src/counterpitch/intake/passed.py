"""Says which files of a folder or ZIP were passed over, and why."""

from collections import Counter

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin

EXAMPLES = 3

_PASSED = {
    "unknown": (
        "unrecognised",
        "is in no format that is read and left out",
        "are in no format that is read and left out",
        "",
    ),
    "table": (
        "unknown-columns",
        "is a table (CSV) whose columns are not known and left out",
        "are tables (CSV) whose columns are not known and left out",
        " A table of messages is read where its columns are called Conversation ID, From, To, Date"
        " and Content, one message a row.",
    ),
    "empty": ("empty", "holds no text and is left out", "hold no text and are left out", ""),
    "text": (
        "plain-text",
        "is plain text or a web page and left out",
        "are plain text or web pages and left out",
        " Any text can be a chat or not: plain text is read only where the file itself is named.",
    ),
}
"""Why a file is passed over: the notice's kind, said of one, said of several, and what to do.

Each has a kind of its own: of one kind and one folder only the first sentence is shown."""


class Passed:
    """The files of a folder or ZIP that are not read: counted by why, with examples."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}

    def add(self, origin: Origin, why: str = "unknown") -> None:
        """Count a file; ``why`` is a key of ``_PASSED``. One named after messages stands first."""
        self._counts[why] += 1
        examples = self._examples.setdefault(why, [])
        first = "message" in origin.name.lower()
        examples.insert(0 if first else len(examples), origin.name)
        del examples[EXAMPLES:]

    def tell(self, path: str, notices: Notices) -> None:
        """Say how many files were passed over, if any."""
        for why, count in self._counts.items():
            kind, one, several, hint = _PASSED[why]
            files = f"1 file {one}" if count == 1 else f"{count:,} files {several}"
            examples = ", ".join(self._examples[why])
            more = ", ..." if count > len(self._examples[why]) else ""
            told = f"{files} ({examples}{more}).{hint}"
            notices.add(kind, told, path)
