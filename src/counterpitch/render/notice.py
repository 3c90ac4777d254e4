"""A notice as a line: the file and the place that it is about, then its sentence."""

from counterpitch.model.source import Notice
from counterpitch.render.plain import one_line


def told(notice: Notice) -> str:
    """Return the sentence of ``notice`` behind the file, row or byte: one file is one of many."""
    place = f", row {notice.row}" if notice.row is not None else ""
    place = place or (f", byte {notice.offset}" if notice.offset is not None else "")
    text = notice.message.removeprefix(f"{notice.path} ")
    return f"{one_line(notice.path, 120)}{place}: {one_line(text, 240)}"
