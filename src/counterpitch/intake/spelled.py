"""Dates whose month has a name, in German, French, Spanish or Russian, as mail programs write."""

import re
from datetime import UTC, datetime
from typing import Final

_MONTHS: Final = tuple(
    names.split("|")
    for names in (
        "januar|jänner|janvier|enero|января", "februar|feber|février|febrero|февраля",
        "märz|mars|marzo|марта", "april|avril|abril|апреля", "mai|mayo|мая",
        "juni|juin|junio|июня", "juli|juillet|julio|июля", "august|août|agosto|августа",
        "september|septembre|septiembre|сентября", "oktober|octobre|octubre|октября",
        "november|novembre|noviembre|ноября", "dezember|décembre|diciembre|декабря",
    )
)  # fmt: skip
_SPELLED: Final = re.compile(
    r"\b(\d{1,2})(?:\.|er)?\s{1,3}(?:de\s{1,3})?([^\W\d_]{3,10})\.?\s{1,3}(?:de[l]?\s{1,3})?(\d{4})"
    r"(?:\s?г\.)?,?\s{1,3}(?:(?:um|à|a las?|в|at)\s{1,3})?(\d{1,2})[:.h](\d{2})(?::(\d{2}))?"
    r"(?:\s?([ap])\.?\s?m\b)?",
    re.IGNORECASE,
)


def spelled(text: str) -> datetime | None:
    """Return the date in ``text``, in UTC, which is assumed: ``Montag, 2. März 2026 09:30``."""
    found = _SPELLED.search(text[:200])
    month = _month(found[2]) if found else None
    if not found or month is None:
        return None
    day, year, hour, minute, second = (int(found[each] or 0) for each in (1, 3, 4, 5, 6))
    if found[7] and hour <= 12:
        hour = hour % 12 + 12 * (found[7] in "pP")
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """Return the month that ``word`` names or begins to name; None where that is not certain."""
    begun = word.casefold()
    found = {
        number
        for number, names in enumerate(_MONTHS, 1)
        if any(each.startswith(begun) for each in names)
    }
    return found.pop() if len(found) == 1 else None
