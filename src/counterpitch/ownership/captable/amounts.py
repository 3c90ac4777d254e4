"""Numbers and percentages as people write them into cells; what is unclear is None."""

import math
import re
from collections.abc import Callable
from typing import Final

from counterpitch.ownership.captable.table import Amount

MOST: Final = 1e15
"""More shares than this are a mistake."""

Reading = Callable[[str], float | None]

_LONGEST: Final = 60
_NUMBER: Final = r"\d[\d\s.,'’\u00a0\u202f]*"
_RANGE: Final = re.compile(rf"^({_NUMBER})\s*%?\s*(?:-|–|—|to|\.\.)\s*({_NUMBER})\s*%?$")
_OPEN: Final = re.compile(
    rf"^(>=|≥|>|<=|≤|<|over|more than|up to|less than|at least|at most|under)\s*({_NUMBER})\s*%?$"
)
_PLAIN: Final = re.compile(rf"^({_NUMBER})\s*%?$")
_LOWER: Final = (">", ">=", "≥", "over", "more than", "at least")


def count(text: str) -> Amount | None:
    """Return a number of shares: "1,250,000", "1.250.000", "100-200"; None if it is none."""
    return _amount(text, MOST, _whole)


def percentage(text: str) -> Amount | None:
    """Return a share in percent, 0 to 100 and beyond: "12,5 %", ">25", "25–50%"."""
    return _amount(text, 100.0, _decimal)


def decimal(text: str) -> float | None:
    """Return one number that may have decimals, such as votes per share."""
    found = _amount(text, MOST, _decimal)
    return found.low if found and found.known else None


def _amount(text: str, most: float, read: Reading) -> Amount | None:
    cell = " ".join(text.lower().split())
    if not cell or len(cell) > _LONGEST:
        return None
    if match := _PLAIN.match(cell):
        value = _read(match[1], read)
        return None if value is None else Amount(value, value)
    if match := _RANGE.match(cell):
        low, high = _read(match[1], read), _read(match[2], read)
        return None if low is None or high is None or low > high else Amount(low, high)
    if match := _OPEN.match(cell):
        value = _read(match[2], read)
        if value is None or value > most:
            return None
        return Amount(value, most) if match[1] in _LOWER else Amount(0.0, value)
    return None


def _read(text: str, read: Reading) -> float | None:
    value = read(re.sub(r"[\s'’\u00a0\u202f]", "", text))
    if value is None or not math.isfinite(value) or not 0 <= value <= MOST:
        return None
    return float(value)


def _whole(digits: str) -> float | None:
    """Read "1,250,000.5" and "1.250.000,5"; one mark before three digits groups thousands."""
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits):
        marks = {mark for mark in digits if mark in ".,"}
        return float(re.sub(r"[.,]", "", digits)) if len(marks) == 1 else None
    return _decimal(digits)


def _decimal(digits: str) -> float | None:
    """Read a number whose last mark is the decimal one, unless that mark comes twice."""
    digits = digits.strip(".,") if digits[-1:] in ".," else digits
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return float(digits) if digits.isdecimal() else None
    whole, mark, part = digits[:last], digits[last], digits[last + 1 :]
    if mark in whole:
        groups = digits.split(mark)
        grouped = all(len(each) == 3 for each in groups[1:])
        return float("".join(groups)) if grouped and all(map(str.isdecimal, groups)) else None
    whole = re.sub(r"[.,]", "", whole) or "0"
    return float(f"{whole}.{part or 0}") if whole.isdecimal() and part.isdecimal() else None
