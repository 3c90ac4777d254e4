"""The data files beside this package, read strictly and once."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

FOLDER: Final = Path(__file__).parent / "data"
T = TypeVar("T", bound=msgspec.Struct)


class Lures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Kinds of lure, each with the indicators that make it up."""

    lures: dict[str, tuple[str, ...]]


class Areas(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sensitive technology areas, each with the words that name it."""

    areas: dict[str, tuple[str, ...]]


class YardstickRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public figure: a factor over some months, or hours from one case to the next."""

    id: str
    said: str
    reference: str
    months: int | None = None
    factor: float | None = None
    hours: float | None = None


class Yardsticks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every public figure."""

    yardsticks: tuple[YardstickRule, ...]


class LegalSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of a law: what it is about, and what to look at."""

    section: str
    about: str
    look: str


class Legal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pointers to one law; information, not advice."""

    title: str
    in_force: str
    address: str
    caution: str
    sections: tuple[LegalSection, ...]


@lru_cache(maxsize=8)
def _read(name: str, kind: type[Any]) -> Any:
    return msgspec.yaml.decode((FOLDER / name).read_bytes(), type=kind)


def lures() -> Lures:
    """Return the kinds of lure."""
    return _read("lures.yml", Lures)  # type: ignore[no-any-return]


def areas() -> Areas:
    """Return the sensitive technology areas."""
    return _read("areas.yml", Areas)  # type: ignore[no-any-return]


def yardsticks() -> Yardsticks:
    """Return the public figures."""
    return _read("yardsticks.yml", Yardsticks)  # type: ignore[no-any-return]


def legal() -> Legal:
    """Return the pointers to the law of the United Kingdom."""
    return _read("legal-gb.yml", Legal)  # type: ignore[no-any-return]
