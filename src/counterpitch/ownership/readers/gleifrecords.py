"""GLEIF's records from XML, JSON or CSV, each as texts under the paths of its XML schema."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, Final
from xml.parsers import expat

from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import records as json_records

Record = dict[str, str]

_RECORDS: Final = frozenset({"LEIRecord", "RelationshipRecord", "Exception"})
_MOST_FIELDS: Final = 2000
_MOST_TEXT: Final = 10_000
_CHUNK: Final = 1 << 20


def records(context: Context) -> Iterator[tuple[int, Record]]:
    """Yield each record with its number from 1."""
    head = context.origin.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        yield from _xml(context)
    elif head.startswith((b"[", b"{")):
        for number, record in json_records(context):
            yield number, _flat(record)
    else:
        yield from _csv(context)


def _flat(record: Any, path: str = "", depth: int = 0) -> Record:
    flat: Record = {}
    if depth > 12:
        return flat
    pairs: Any = (
        record.items() if isinstance(record, dict) else enumerate(record[:50])
        if isinstance(record, list) else ()
    )  # fmt: skip
    for key, value in pairs:
        name = f"{path}.{key}" if path else str(key)
        if isinstance(value, dict | list):
            flat |= _flat(value, name, depth + 1)
        elif value is not None:
            flat[name] = str(value)[:_MOST_TEXT]
    return flat


class _Xml:
    """Gathers records while expat reads; no entity is expanded and no document type is read."""

    def __init__(self) -> None:
        self.done: list[Record] = []
        self.path: list[str] = []
        self.record: Record | None = None
        self.words: list[str] = []
        self.periods = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = _refuse

    def _start(self, tag: str, _: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if self.record is None:
            if name in _RECORDS:
                self.record, self.path, self.periods = {}, [], 0
            return
        self.path.append(name)
        self.words = []

    def _text(self, text: str) -> None:
        if self.record is not None and sum(map(len, self.words)) < _MOST_TEXT:
            self.words.append(text)

    def _end(self, tag: str) -> None:
        if self.record is None:
            return
        if not self.path:
            self.done.append(self.record)
            self.record = None
            return
        words = "".join(self.words).strip()
        if words and len(self.record) < _MOST_FIELDS:
            self.record.setdefault(self._name(), words)
        self.words = []
        if self.path.pop() == "RelationshipPeriod":
            self.periods += 1

    def _name(self) -> str:
        return ".".join(
            str(self.periods) if part == "RelationshipPeriod" else part for part in self.path
        )


def _refuse(*_: object) -> None:
    raise ValueError("it declares entities, which no file of GLEIF does")


def _xml(context: Context) -> Iterator[tuple[int, Record]]:
    reader, number = _Xml(), 0
    with context.origin.open() as stream:
        while piece := stream.read(_CHUNK):
            problem = ""
            try:
                reader.parser.Parse(piece, False)
            except (expat.ExpatError, ValueError) as error:
                problem = str(error)
            for record in reader.done:
                number += 1
                context.lines += 1
                yield number, record
            reader.done = []
            if problem:
                context.broken(
                    f"The file breaks off or is damaged after record {number} ({problem[:80]});"
                    " what came before was read.",
                    number,
                )
                return
    if reader.record is not None or reader.path:
        context.lost(f"The file breaks off after record {number}.", number)


_PERIOD: Final = re.compile(r"relationshipperiod(\d)")


def _csv(context: Context) -> Iterator[tuple[int, Record]]:
    with context.origin.open() as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", "replace", newline="")
        rows = csv.reader(text)
        try:
            names = [_path(name) for name in next(rows, [])]
            for number, row in enumerate(rows, 2):
                context.lines += 1
                if len(row) != len(names):
                    context.warn("uneven-row", f"Row {number} has {len(row)} cells.", number)
                cells = zip(names, row, strict=False)
                yield number, {name: cell for name, cell in cells if cell and cell != "NULL"}
        except csv.Error as error:
            context.lost(f"The file is no readable CSV from row {rows.line_num} on ({error}).")


def _path(header: str) -> str:
    """Return the path that a CSV header means: GLEIF's own, or a database's with ``_``."""
    plain = re.sub(r"[^a-z0-9]", "", header.lower())
    return _PATHS.get(plain, header)


def _paths() -> dict[str, str]:
    entity = [
        "LegalName", "EntityCategory", "EntitySubCategory", "EntityStatus", "LegalJurisdiction",
        "EntityCreationDate", "EntityExpirationDate",
        "RegistrationAuthority.RegistrationAuthorityID",
        "RegistrationAuthority.RegistrationAuthorityEntityID",
    ]  # fmt: skip
    parts = ("FirstAddressLine", "AdditionalAddressLine", "City", "Region", "PostalCode", "Country")
    entity += [f"{which}.{p}" for which in ("LegalAddress", "HeadquartersAddress") for p in parts]
    registration = [
        "InitialRegistrationDate", "LastUpdateDate", "RegistrationStatus", "NextRenewalDate",
    ]  # fmt: skip
    relation = [
        "StartNode.NodeID", "EndNode.NodeID", "RelationshipType", "RelationshipStatus",
        "StartNode.StartNodeID", "EndNode.EndNodeID",
    ]  # fmt: skip
    paths = {"lei": "LEI", "exceptioncategory": "ExceptionCategory"}
    paths["exceptionreason"] = paths["exceptionreason1"] = "ExceptionReason"
    for name in entity:
        plain = re.sub(r"[^a-z0-9]", "", name.lower())
        paths["entity" + plain] = paths["entityentity" + plain] = f"Entity.{name}"
        paths["entity" + plain.removeprefix("entity")] = f"Entity.{name}"
    for name in registration:
        plain = name.lower()
        paths["registration" + plain] = f"Registration.{name}"
        paths["registration" + plain.removeprefix("registration")] = f"Registration.{name}"
    for name in relation:
        plain = re.sub(r"[^a-z0-9]", "", name.lower())
        target = name.replace("StartNodeID", "NodeID").replace("EndNodeID", "NodeID")
        paths["relationship" + plain] = f"Relationship.{target}"
        paths["relationship" + plain.removeprefix("relationship")] = f"Relationship.{target}"
    for at in range(1, 6):
        for field in ("StartDate", "EndDate", "PeriodType"):
            target = f"Relationship.RelationshipPeriods.{at - 1}.{field}"
            paths[f"relationshipperiod{at}{field.lower()}"] = target
            paths[f"relationshiprelationshipperiods{at}{field.lower()}"] = target
    return paths


_PATHS: Final = _paths()
