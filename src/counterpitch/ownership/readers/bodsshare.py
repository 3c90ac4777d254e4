"""The share that a BODS interest states, as a band."""

from typing import Any

from counterpitch.ownership.percent import UNKNOWN, Band, fraction
from counterpitch.ownership.readers.context import Context


def band_of(share: Any, context: Context, number: int) -> Band:
    """Return the band of a share; what is no share is told and read as 0 to 100 %."""
    if not isinstance(share, dict) or not share:
        return UNKNOWN
    given = {key: value for key, value in share.items() if value is not None}
    values = {key: fraction(value) for key, value in given.items() if not isinstance(value, bool)}
    if any(value is None for value in values.values()):
        context.warn(
            "unclear-share", f"“{str(share)[:80]}” is no share; read as 0 to 100 %.", number
        )
        return UNKNOWN
    if values.get("exact") is not None:
        return Band(values["exact"] or 0.0, False, values["exact"] or 0.0, False)
    low, above = values.get("minimum"), values.get("exclusiveMinimum")
    high, below = values.get("maximum"), values.get("exclusiveMaximum")
    band = Band(
        above if above is not None else low or 0.0, above is not None or _flag(given, "Minimum"),
        below if below is not None else 1.0 if high is None else high,
        below is not None or _flag(given, "Maximum"),
    )  # fmt: skip
    if band.lo > band.hi:
        context.warn(
            "unclear-share", f"“{str(share)[:80]}” is no share; read as 0 to 100 %.", number
        )
        return UNKNOWN
    return band


def _flag(share: dict[str, Any], end: str) -> bool:
    """Tell of the older form, in which ``exclusiveMinimum`` is true or false."""
    return share.get(f"exclusive{end}") is True
