"""An area of the Notifiable Acquisition Regulations, as its data file describes it."""

from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from counterpitch.errors import RulebookError
from counterpitch.rulebook.yaml import FaultyFile, load

Struct = TypeVar("Struct")

DATA: Final = Path(__file__).parent / "data"


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a company does: one term of each group in ``all``, or one of ``alone``."""

    name: str
    all: tuple[tuple[str, ...], ...] = ()
    alone: tuple[str, ...] = ()


class LeftOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the Schedule leaves out, and the sentence that says so."""

    terms: tuple[str, ...]
    says: str


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the 17; see the README beside the data for what each key means."""

    id: str
    title: str
    schedule: int
    source: str
    summary: str
    activities: tuple[Activity, ...]
    topics: tuple[str, ...]
    topics_say: str
    sic: tuple[str, ...]
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]
    exceptions: tuple[LeftOut, ...] = ()


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Terms that all areas share: who only uses or trades, who denies."""

    uses: tuple[str, ...]
    denies: tuple[str, ...]


@cache
def areas() -> tuple[Area, ...]:
    """Return the areas in the order of their Schedules; RulebookError for a faulty file."""
    files = sorted(path for path in DATA.glob("*.yml") if path.name != "words.yml")
    return tuple(sorted((_read(path, Area) for path in files), key=lambda area: area.schedule))


@cache
def words() -> Words:
    """Return the terms that all areas share."""
    return _read(DATA / "words.yml", Words)


def _read(path: Path, kind: type[Struct]) -> Struct:
    try:
        return load(path.read_text("utf-8"), kind)
    except FaultyFile as fault:
        raise RulebookError(fault.message, where=f"{path}:{fault.line or 1}") from None
