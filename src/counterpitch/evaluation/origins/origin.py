"""Where somebody may be from: invented names and the words that go with a place."""

from functools import lru_cache
from typing import Final

import msgspec

from counterpitch.evaluation.packaged import packaged

LANGUAGES: Final = ("en", "zh", "de", "fr", "ru", "es")
"""The order in which the words of an origin stand."""


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's name in three scripts; an empty given name leaves one word."""

    given: str
    family: str
    han: str
    cyrillic: str


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One origin: two names, places and languages in six languages, money, codes."""

    key: str
    names: tuple[Name, Name]
    country: tuple[str, ...]
    nationality: tuple[str, ...]
    city: tuple[str, ...]
    language: tuple[str, ...]
    currency: tuple[str, ...]
    code: str
    sign: str
    dialling: str
    ending: str


@lru_cache(maxsize=1)
def origins() -> tuple[Origin, ...]:
    """Return all origins, in a fixed order."""
    return packaged("origins", tuple[Origin, ...])
