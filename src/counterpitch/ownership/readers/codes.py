"""The natures of control of the United Kingdom's PSC register, read by their grammar.

A code is a base (what is held), a band, a capacity and a legal form, joined by hyphens. The
published enumeration has 116 of them and grows; a grammar reads those to come.
"""

from typing import Final, NamedTuple

from counterpitch.ownership.edge import Basis, Capacity
from counterpitch.ownership.percent import UNKNOWN, Band
from counterpitch.ownership.vocabulary import vocabulary


class Nature(NamedTuple):
    """What one code says. ``known`` is False where it was not understood wholly."""

    basis: Basis
    capacity: Capacity
    band: Band
    known: bool


UNREADABLE: Final = Nature("influence", "self", UNKNOWN, False)
"""What an unknown code becomes: some influence, of unknown size."""


def nature(code: str) -> Nature:
    """Return what ``code`` says; an unknown code widens to influence of unknown size."""
    words = vocabulary("psc")
    base = _longest(code, words["bases"])
    if base is None:
        return UNREADABLE
    rest = code[len(base) :].strip("-")
    band_text, rest = _taken(rest, words["bands"])
    capacity_text, rest = _taken(rest, words["capacities"])
    form = rest in ("", *words["forms"]) or _is_form(rest, words["forms"])
    if not form:
        return UNREADABLE
    basis: Basis = words["bases"][base]
    capacity: Capacity = words["capacities"][capacity_text] if capacity_text else "self"
    band = Band(*words["bands"][band_text]) if band_text else UNKNOWN
    partial = base.startswith("part-right")
    known = bool(band_text) or partial or basis not in ("shares", "votes", "surplus")
    return Nature(basis, capacity, band, known)


def _longest(code: str, beginnings: dict[str, str]) -> str | None:
    found = [each for each in beginnings if code == each or code.startswith(f"{each}-")]
    return max(found, key=len, default=None)


def _taken(rest: str, choices: dict[str, object]) -> tuple[str, str]:
    found = _longest(rest, dict.fromkeys(choices, ""))
    return ("", rest) if found is None else (found, rest[len(found) :].strip("-"))


def _is_form(rest: str, forms: list[str]) -> bool:
    while rest:
        found = _longest(rest, dict.fromkeys(forms, ""))
        if found is None:
            return False
        rest = rest[len(found) :].strip("-")
    return True
