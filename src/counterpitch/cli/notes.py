"""Notices as lines: what was left out, where, and how often."""

from typing import Final

from counterpitch.intake.notices import Notices
from counterpitch.render.plain import one_line

MOST: Final = 40
"""Lines told; more add nothing that a person would read."""


def note_lines(notices: Notices) -> list[str]:
    """Return one line a kind of notice and file: the first sentence, and how often."""
    first = {(notice.kind, notice.path): notice for notice in reversed(notices.kept)}
    found: list[str] = []
    for (kind, path), count in sorted(notices.counts.items())[:MOST]:
        notice = first.get((kind, path))
        place = f", row {notice.row}" if notice and notice.row is not None else ""
        place = place or (f", byte {notice.offset}" if notice and notice.offset is not None else "")
        text = (notice.message if notice else kind).removeprefix(f"{path} ")
        times = f" ({count} times)" if count > 1 else ""
        found.append(f"{one_line(path, 120)}{place}: {one_line(text, 240)}{times}")
    if len(notices.counts) > MOST:
        found.append(f"and {len(notices.counts) - MOST} more kinds of notes")
    return found
