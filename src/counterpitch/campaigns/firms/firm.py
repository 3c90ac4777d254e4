"""A company as contacts name it: what is known of it, and from which approaches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.campaigns.identifiers.company import company_name
from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.hosts import domain_key, host_name
from counterpitch.campaigns.identifiers.supplied import fact_keys, lines
from counterpitch.campaigns.keys import Key

COLUMNS: Final = {
    "domain": "domain", "address": "address", "phone": "phone", "email": "email",
    "mail_host": "mail-host", "ip": "ip", "name_server": "name-server",
    "registered": "registered", "text": "text", "number": "company-number",
    "certificate": "certificate", "analytics": "analytics", "favicon": "favicon",
    "photo": "photo", "registrant": "registrant",
}  # fmt: skip
"""Columns of a CSV of firms, and the fact each gives (``identifiers/data/facts.csv``)."""
_OF_FIRM: Final = frozenset(
    """domain address phone email mail-host site-ip name-server registered site-text company-number
    certificate analytics favicon photo registrant company-page url wallet attachment
    handle""".split()
)
_SURE: Final = 0.75


class Firm(msgspec.Struct, frozen=True):
    """A company: its normal name, as written, its facts, and the approaches that name it.

    ``facts`` maps (kind, value) to who says so: an approach's id or the row of a file.
    """

    name: str
    written: str
    facts: Mapping[tuple[str, str], str]
    approaches: tuple[str, ...] = ()


class Firms(msgspec.Struct, frozen=True):
    """Firms by name, and one sentence for each row that could not be used."""

    firms: tuple[Firm, ...]
    faults: tuple[str, ...] = ()


class _Growing:
    def __init__(self) -> None:
        self.written: dict[str, str] = {}
        self.facts: dict[str, dict[tuple[str, str], str]] = {}
        self.approaches: dict[str, set[str]] = {}

    def add(self, name: str, written: str) -> None:
        self.written.setdefault(name, written)
        self.facts.setdefault(name, {})
        self.approaches.setdefault(name, set())

    def done(self) -> tuple[Firm, ...]:
        return tuple(
            Firm(name, self.written[name], self.facts[name], tuple(sorted(self.approaches[name])))
            for name in sorted(self.written)
        )


def firms(keys: Iterable[Key], listed: Path | None = None) -> Firms:
    """Return the firms that contacts name, with what ``listed`` (a CSV) says of them.

    ``keys`` are those of ``identifiers``. An approach without a company counts for its domain.
    """
    growing = _Growing()
    faults: list[str] = []
    held: dict[str, list[Key]] = {}
    for key in keys:
        held.setdefault(key.approach, []).append(key)
    for approach in sorted(held):
        _add_approach(growing, approach, held[approach])
    if listed is not None:
        for row, line in lines(listed, ("name",)):
            found = _add_row(growing, row, line, listed)
            faults += [f"{listed.name}, row {row}: {fault}" for fault in found]
    return Firms(growing.done(), tuple(faults))


def _add_approach(growing: _Growing, approach: str, keys: Sequence[Key]) -> None:
    names = [key.value for key in keys if key.kind == "company"]
    names = names or sorted(key.value for key in keys if key.kind == "domain")[:1]
    for name in names[:1]:
        growing.add(name, name)
        growing.approaches[name].add(approach)
        for key in keys:
            if key.kind in _OF_FIRM and key.certainty >= _SURE:
                growing.facts[name].setdefault((key.kind, key.value), f"approach {approach}")


def _add_row(growing: _Growing, row: int, line: Mapping[str, str], path: Path) -> Iterator[str]:
    name = company_name(line["name"])
    if not name:
        yield "there is no name; the row was left out."
        return
    growing.add(name, line["name"])
    growing.written[name] = line["name"][:120]
    said = line.get("source", "") or f"{path.name}, row {row}"
    for column, fact in COLUMNS.items():
        for value in filter(None, line.get(column, "").split("|")):
            found = [(each.kind, each.value) for each in _facts(column, fact, value, path.parent)]
            for each in found:
                growing.facts[name].setdefault(each, said)
            if not found:
                yield f"'{value[:60]}' says nothing as {column}, or strangers share it; left out."


def _facts(column: str, fact: str, value: str, folder: Path) -> Iterable[Found]:
    if column == "domain":
        host = value.partition("://")[2].partition("/")[0] or value
        return list(domain_key(host_name(host), 0, 0))
    return list(fact_keys(fact, value, folder))
