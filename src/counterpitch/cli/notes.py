"""Notices as lines: what was left out, where, and how often."""

from typing import Final

from counterpitch.intake.notices import Notices
from counterpitch.model.source import Notice
from counterpitch.render.notice import told

MOST: Final = 40
"""Lines told; more add nothing that a person would read."""


def note_lines(notices: Notices) -> list[str]:
    """Return one line a kind of notice and file: the first sentence, and how often."""
    first = {(notice.kind, notice.path): notice for notice in reversed(notices.kept)}
    found: list[str] = []
    for (kind, path), count in sorted(notices.counts.items())[:MOST]:
        notice = first.get((kind, path)) or Notice(kind, kind, path)
        times = f" ({count} times)" if count > 1 else ""
        found.append(f"{told(notice)}{times}")
    if len(notices.counts) > MOST:
        found.append(f"and {len(notices.counts) - MOST} more kinds of notes")
    return found
