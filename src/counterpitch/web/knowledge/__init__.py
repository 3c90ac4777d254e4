"""What pages tell that is knowledge and not mechanism: see the README beside the files."""

import csv
from functools import cache
from pathlib import Path

import msgspec

HERE = Path(__file__).parent


class Check(msgspec.Struct, frozen=True):
    """A check of a profile that a person does, by hand."""

    name: str
    question: str
    how: str


class Pointer(msgspec.Struct, frozen=True):
    """A section of a law, and what it is about."""

    law: str
    section: str
    about: str


@cache
def checks() -> tuple[Check, ...]:
    """Return the checks of a profile."""
    return tuple(Check(*row) for row in _rows("profile-checks.csv"))


@cache
def legal() -> tuple[Pointer, ...]:
    """Return the pointers to laws. Information, not advice."""
    return tuple(Pointer(*row) for row in _rows("legal.csv"))


@cache
def revealed() -> tuple[str, ...]:
    """Return what a reporter can tick as revealed."""
    return tuple(row[0] for row in _rows("revealed.csv"))


def _rows(name: str) -> list[list[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.reader(stream) if row][1:]
