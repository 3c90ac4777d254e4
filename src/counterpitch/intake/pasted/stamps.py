"""Reads the time beside a speaker's name, where it can be read in one way only."""

import re
from datetime import UTC, datetime

_FIRST_THE_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\D{1,5}(\d{1,2})[:.](\d{2})(?: Uhr)?$")
_FIRST_THE_YEAR = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\D{1,4}?(\d{1,2}):(\d{2})$")


def moment(stamp: str) -> datetime | None:
    """Return the time of ``stamp``, UTC where no zone is given; None where it is not certain.

    Read are ISO 8601, ``12.03.2026, 09:15`` and ``2026年3月12日 09:15``. With strokes nobody can
    say whether the day or the month stands first; a clock alone has no day.
    """
    stamp = stamp.strip()
    try:
        parsed = datetime.fromisoformat(stamp)
    except ValueError:
        return _written(stamp)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _written(stamp: str) -> datetime | None:
    if found := _FIRST_THE_DAY.match(stamp):
        day, month, year, hour, minute = map(int, found.groups())
    elif (found := _FIRST_THE_YEAR.match(stamp)) and "午" not in stamp:
        year, month, day, hour, minute = map(int, found.groups())
    else:
        return None
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
