"""One BODS statement of any version: its type and id, and what it says of an entity or person."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from counterpitch.ownership.ids import lei, uk_company
from counterpitch.ownership.node import Kind
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import child, each, text
from counterpitch.ownership.vocabulary import vocabulary


class Statement:
    """One statement of any version."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.raw = record
        self.id = text(record.get("statementId") or record.get("statementID"))
        old = text(record.get("statementType"))
        self.kind = text(record.get("recordType")) or {
            "entityStatement": "entity",
            "personStatement": "person",
            "ownershipOrControlStatement": "relationship",
        }.get(old, "")
        details = record if old else child(record, "recordDetails")
        self.details: dict[str, Any] = details if isinstance(details, dict) else {}
        self.record = self.id if old else text(record.get("recordId")) or self.id
        self.closed = text(record.get("recordStatus")) == "closed"
        self.replaces = [text(id) for id in each(record.get("replacesStatements"))]


def id_of(statement: Statement) -> str:
    """Return what an entity or person is called in the register: an official id, if it has one."""
    for number in numbers(statement.details):
        scheme, _, value = number.partition(":")
        if scheme == "GB-COH":
            return uk_company(value)
        if scheme in ("XI-LEI", "LEI") and lei(value):
            return lei(value)
    return f"bods:{statement.record}"


def numbers(details: dict[str, Any]) -> Iterator[str]:
    """Yield the official numbers of an entity as ``scheme:value``; those of people are left out."""
    if text(child(details, "personType")) or details.get("statementType") == "personStatement":
        return
    for identifier in each(details.get("identifiers")):
        value = text(child(identifier, "id"))
        scheme = text(child(identifier, "scheme")) or text(child(identifier, "schemeName"))
        if value:
            yield f"{scheme or 'stated'}:{value}"


def kind_of(statement: Statement) -> Kind:
    """Return what kind of node an entity or person is."""
    details = statement.details
    if statement.kind == "person":
        return "person" if text(details.get("personType")) == "knownPerson" else "unknown"
    entity = details.get("entityType")
    code = text(entity.get("type") if isinstance(entity, dict) else entity)
    if text(child(entity, "subtype")) == "trust":
        return "trust"
    kind: Kind = vocabulary("bods")["entities"].get(code, "unknown")
    return kind


def hidden(details: dict[str, Any]) -> str:
    """Return the code by which an entity or person is kept unnamed, or nothing."""
    entity = details.get("entityType")
    code = text(entity.get("type") if isinstance(entity, dict) else entity)
    person = text(details.get("personType"))
    codes = ("anonymousEntity", "unknownEntity", "anonymousPerson", "unknownPerson")
    return next((code for code in (person, code) if code in codes), "")


def address(given: Any) -> str:
    """Return an address on one line."""
    parts = [text(child(given, "address")), text(child(given, "postCode"))]
    country = child(given, "country")
    parts.append(text(child(country, "name")) if isinstance(country, dict) else text(country))
    lines = [part for part in parts if part]
    return ", ".join(part for i, part in enumerate(lines) if i == 0 or part not in lines[0])


def stated(statement: Statement, context: Context, number: int) -> date | None:
    """Return the day of a statement."""
    return context.day(statement.raw.get("statementDate"), number)
