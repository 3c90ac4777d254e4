"""Telephone numbers in E.164, and their last digits where the country is not said."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from counterpitch.campaigns.identifiers.found import Found

_CANDIDATE: Final = re.compile(
    r"(?<![\w.+/=#-])(?P<plus>\+|00)?"
    r"(?P<rest>[ \u00a0]?\(?\d[\d ()./\-\u00a0\u2010-\u2014]{5,30}\d)(?!\w)"
)
_DATE: Final = re.compile(
    r"\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}"
    r"|(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d"
)
_NOT_DIGIT: Final = re.compile(r"\D")
TAIL: Final = 9
"""Digits of a number that are compared where the country is not said."""
NOT_ASSIGNED: Final = 0.9
"""Certainty of a number whose length is right but whose range the metadata do not know."""


def phones(text: str) -> Iterator[Found]:
    """Yield the telephone numbers in ``text``."""
    for match in _CANDIDATE.finditer(text):
        digits = _NOT_DIGIT.sub("", match["rest"])
        if not 7 <= len(digits) <= 15:
            continue
        if match["plus"]:
            yield from number(f"+{digits}", match.start(), match.end())
        elif _is_national(match["rest"], digits):
            yield Found("phone-tail", digits[-TAIL:], match.start(), match.end(), 0.7)


def _is_national(written: str, digits: str) -> bool:
    """Tell whether digits without a country look dialled: long enough, grouped or led by 0 or 1."""
    if len(digits) < 10 or len(digits) > 13 or _DATE.search(written):
        return False
    return digits[0] in "01" or any(char in " -()" for char in written.strip())


def number(international: str, start: int = 0, end: int = 0) -> Iterator[Found]:
    """Yield the keys of a number written with its country, if it can be one."""
    value, assigned = _parsed(international)
    if value:
        certainty = 1.0 if assigned else NOT_ASSIGNED
        yield Found("phone", value, start, end, certainty)
        if len(value) > TAIL:
            yield Found("phone-tail", value[-TAIL:], start, end, 0.7)


@lru_cache(maxsize=16_384)
def _parsed(international: str) -> tuple[str, bool]:
    library = _library()
    try:
        parsed = library.parse(international, None)
    except library.NumberParseException:
        return "", False
    if not library.is_possible_number(parsed):
        return "", False
    form = library.format_number(parsed, library.PhoneNumberFormat.E164)
    return str(form), bool(library.is_valid_number(parsed))


@lru_cache(maxsize=1)
def _library() -> Any:
    import phonenumbers

    return phonenumbers
