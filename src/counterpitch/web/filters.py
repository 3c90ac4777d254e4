"""How values are written on a page."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from markupsafe import Markup, escape

from counterpitch.render.plain import percent, short_name, shown, took, visible
from counterpitch.render.words import rank
from counterpitch.web.journalwords import told

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_APPROACH: Final = re.compile(r"\bA-([1-9]\d{0,14})\b", re.ASCII)


def moment(value: "datetime | float | None") -> datetime | None:
    """Return a time as datetime in UTC, whatever form it has."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromtimestamp(value, UTC)


def day(value: "datetime | float | None") -> str:
    """Return the day of a time: ``2026-03-02``."""
    at = moment(value)
    return at.isoformat()[:10] if at else "no date"


def minute(value: "datetime | float | None") -> str:
    """Return day and minute of a time: ``2026-03-02 09:14``."""
    at = moment(value)
    return at.isoformat(" ", "minutes")[:16] if at else "no date"


def iso(value: "datetime | float | None") -> str:
    """Return a time for ``<time datetime>``."""
    at = moment(value)
    return at.isoformat(timespec="seconds") if at else ""


def when(value: "datetime | float | None") -> Markup:
    """Return a time as an element that says day and minute."""
    at = moment(value)
    if at is None:
        return Markup("no date")
    # Figures and fixed signs only: nothing that would have to be escaped.
    return Markup(f'<time datetime="{iso(at)}">{minute(at)}</time>')  # noqa: S704  # nosec B704


def span(seconds: "float | None") -> str:
    """Return a length of time in its largest fitting unit: ``3 days``."""
    if seconds is None:
        return "not yet"
    for size, one in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count:,} {one}{'s' if count != 1 else ''}"
    return "under a minute"


def short_span(seconds: float) -> str:
    """Return a length of time in two or three signs: ``3 d``."""
    for size, one in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= size:
            return f"{int(seconds // size):,} {one}"
    return "now"


def signed(value: float) -> str:
    """Return log-odds with their sign and one digit."""
    rounded = f"{value:+.1f}".replace("-", "−")
    return "0.0" if rounded[1:] == "0.0" else rounded


def grouped(value: float) -> str:
    """Return a number with thousands apart."""
    return f"{value:,.0f}"


def pointing(text: str) -> Markup:
    """Return ``text`` as ``shown``, with a link where it names an approach (``A-12``)."""
    safe = str(escape(shown(text)))
    # Escaped above; what is put in is a number.
    return Markup(_APPROACH.sub(r'<a href="/approaches/\1">A-\1</a>', safe))  # noqa: S704  # nosec B704


FILTERS: Final[dict[str, Any]] = {
    "day": day, "grouped": grouped, "iso": iso, "minute": minute,
    "percent": percent, "pointing": pointing, "rank": rank, "short_name": short_name,
    "short_span": short_span, "shown": shown, "signed": signed, "span": span,
    "told": told, "took": took, "visible": visible, "when": when,
}  # fmt: skip
