"""What an entry of the journal says, on one line."""

from typing import Any, Final

from counterpitch.cases.nouns.journal import JournalEntry

_ALWAYS: Final = frozenset(("reason", "note", "what", "name", "title"))
"""Shown however long; of the rest only what is short."""
_NEVER: Final = frozenset(
    ("rules", "recognisers", "content_version", "version", "id", "messages")
)  # fmt: skip
_SHORT: Final = 40
_MOST: Final = 120


def told(entry: JournalEntry) -> str:
    """Return what ``entry`` says, as words; plain text, not yet escaped."""
    if entry.payload is None:
        return "content erased"
    return "; ".join(
        f"{name.replace('_', ' ')}: {_cut(value)}"
        for name, value in entry.payload.items()
        if _worth(name, value)
    )


def _worth(name: str, value: Any) -> bool:
    if name in _ALWAYS:
        return True
    plain = name not in _NEVER and not isinstance(value, dict) and bool(value)
    return plain and len(str(value)) < _SHORT


def _cut(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"
