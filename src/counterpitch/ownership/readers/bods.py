"""Open Ownership: the Beneficial Ownership Data Standard, 0.4 and the older 0.1 to 0.3.

Two passes: the first finds which statement about each record is the last and what every entity
and person is called here; the second gives the interests. A relationship that lists components
is a claim about them and is marked indirect; the components are what is computed with.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from counterpitch.intake.origin import Origin
from counterpitch.ownership.edge import Directness, Interest
from counterpitch.ownership.ids import lei, uk_company, unknown
from counterpitch.ownership.node import Kind, Node
from counterpitch.ownership.percent import UNKNOWN, Band, fraction
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import child, each, records, text
from counterpitch.ownership.vocabulary import vocabulary

NAME: Final = "bods"
_DIRECTNESS: Final[dict[str, Directness]] = {"direct": "direct", "indirect": "indirect"}


def identify(origin: Origin) -> bool:
    """Tell whether this holds BODS statements."""
    head = origin.head[:16384]
    return b'"statementI' in head and (b'"recordType"' in head or b'"statementType"' in head)


def read(context: Context) -> Iterator[Node | Interest]:
    """Yield nodes and interests of one file."""
    package = _Package(context)
    for number, record in records(context):
        package.look(number, _Statement(record))
    context.lines = 0
    for number, record in records(context):
        statement = _Statement(record)
        if not package.is_last(number, statement):
            continue
        if statement.kind == "relationship":
            yield from package.relationship(statement, number)
        elif node := package.node(statement, number):
            yield node


class _Statement:
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


class _Package:
    """What the first pass learned of a file."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.last: dict[str, int] = {}
        self.ids: dict[str, str] = {}
        self.replaced: set[str] = set()

    def look(self, number: int, statement: _Statement) -> None:
        """Remember a statement as the latest about its record."""
        if not statement.kind or not statement.record:
            self.context.lost(f"Statement {number} has no known type or id; left out.", number)
            return
        self.last[f"{statement.kind}/{statement.record}"] = number
        self.replaced.update(statement.replaces)
        if statement.kind != "relationship":
            self.ids[statement.record] = _id(statement)

    def is_last(self, number: int, statement: _Statement) -> bool:
        """Tell whether no later statement takes this one's place."""
        return (
            self.last.get(f"{statement.kind}/{statement.record}") == number
            and statement.id not in self.replaced
        )

    def node(self, statement: _Statement, number: int) -> Node | None:
        """Return an entity or person."""
        details, context = statement.details, self.context
        kind = _kind(statement)
        names = [child(name, "fullName") for name in each(details.get("names"))]
        name = text(details.get("name")) or next((text(n) for n in names if n), "")
        others = [text(n) for n in [*each(details.get("alternateNames")), *names] if text(n)]
        place = child(details, "jurisdiction") or child(details, "incorporatedInJurisdiction")
        unspecified = child(details, "unspecifiedPersonDetails") or child(
            details, "unspecifiedEntityDetails"
        )
        return Node(
            id=self.ids[statement.record], kind=kind, name=name,
            jurisdiction=text(child(place, "code")) if kind != "person" else "",
            incorporated=context.day(details.get("foundingDate"), number),
            dissolved=context.day(details.get("dissolutionDate"), number),
            addresses=tuple(filter(None, map(_address, each(details.get("addresses"))))),
            numbers=tuple(_numbers(details)),
            former_names=tuple(n for n in dict.fromkeys(others) if n != name),
            category=text(child(details, "entityType", "subtype")) if kind != "person" else "",
            born=text(details.get("birthDate"))[:7],
            reason=text(child(unspecified, "reason")) or _hidden(details), source=NAME,
            source_ref=statement.id, known_from=context.known(_stated(statement, context, number)),
            status="closed" if statement.closed else "",
        )  # fmt: skip

    def relationship(self, statement: _Statement, number: int) -> Iterator[Node | Interest]:
        """Yield the interests of one relationship, and the unknown owner if there is one."""
        details = statement.details
        owned = self._named(details.get("subject"), statement, number)
        if not owned:
            self.context.lost(f"Statement {number} does not say what is owned; left out.", number)
            return
        party = details.get("interestedParty")
        owner = self._named(party, statement, number)
        if not owner:
            node = self._unknown(owned, party, statement)
            owner = node.id
            yield node
        filed = _stated(statement, self.context, number)
        closed = (filed or self.context.snapshot) if statement.closed else None
        claims = bool(details.get("componentRecords") or details.get("componentStatementIDs"))
        for interest in each(details.get("interests")) or [{}]:
            yield self._interest(owner, owned, interest, statement, number, closed, claims)

    def _interest(
        self, owner: str, owned: str, interest: Any, statement: _Statement, number: int,
        closed: date | None, claims: bool,
    ) -> Interest:  # fmt: skip
        if not isinstance(interest, dict):
            interest = {}
        code = text(interest.get("type"))
        basis = vocabulary("bods")["interests"].get(_camel(code))
        if code and basis is None:
            self.context.warn(
                "unknown-code",
                f"“{code[:60]}” is no known interest; read as 0 to 100 %.",
                number,
            )
        band = _band(interest.get("share"), self.context, number) if basis else UNKNOWN
        level = text(interest.get("directOrIndirect") or interest.get("interestLevel"))
        directness = "indirect" if claims else _DIRECTNESS.get(level, "unknown")
        until = self.context.end(interest.get("endDate"), number)
        return Interest(
            owner=owner, owned=owned, basis=basis or "influence",
            capacity="nominee" if basis == "nominee" else "self",
            lo=band.lo, lo_open=band.lo_open, hi=band.hi, hi_open=band.hi_open,
            directness=directness, since=self.context.day(interest.get("startDate"), number),
            until=until or closed,
            known_from=self.context.known(_stated(statement, self.context, number)),
            source=NAME, source_ref=statement.id,
        )  # fmt: skip

    def _named(self, party: Any, statement: _Statement, number: int) -> str:
        if isinstance(party, dict):
            party = party.get("describedByEntityStatement") or party.get(
                "describedByPersonStatement"
            )
        name = text(party)
        if not name:
            return ""
        if name not in self.ids:
            self.context.warn(
                "missing-record", f"“{name[:60]}” is referred to, but not in the file.", number
            )
        return self.ids.get(name, f"bods:{name}")

    def _unknown(self, owned: str, party: Any, statement: _Statement) -> Node:
        stated = child(party, "unspecified") or party
        reason = text(child(stated, "reason")) or "unknown"
        return Node(
            unknown(owned, reason, statement.record), reason=reason, source=NAME,
            source_ref=statement.id, name=text(child(stated, "description"))[:200],
        )  # fmt: skip


def _id(statement: _Statement) -> str:
    for number in _numbers(statement.details):
        scheme, _, value = number.partition(":")
        if scheme == "GB-COH":
            return uk_company(value)
        if scheme in ("XI-LEI", "LEI") and lei(value):
            return lei(value)
    return f"bods:{statement.record}"


def _numbers(details: dict[str, Any]) -> Iterator[str]:
    if text(child(details, "personType")) or details.get("statementType") == "personStatement":
        return
    for identifier in each(details.get("identifiers")):
        value = text(child(identifier, "id"))
        scheme = text(child(identifier, "scheme")) or text(child(identifier, "schemeName"))
        if value:
            yield f"{scheme or 'stated'}:{value}"


def _kind(statement: _Statement) -> Kind:
    details = statement.details
    if statement.kind == "person":
        return "person" if text(details.get("personType")) == "knownPerson" else "unknown"
    stated = details.get("entityType")
    code = text(stated.get("type") if isinstance(stated, dict) else stated)
    if text(child(stated, "subtype")) == "trust":
        return "trust"
    kind: Kind = vocabulary("bods")["entities"].get(code, "unknown")
    return kind


def _hidden(details: dict[str, Any]) -> str:
    stated = details.get("entityType")
    code = text(stated.get("type") if isinstance(stated, dict) else stated)
    person = text(details.get("personType"))
    hidden = ("anonymousEntity", "unknownEntity", "anonymousPerson", "unknownPerson")
    return next((code for code in (person, code) if code in hidden), "")


def _address(address: Any) -> str:
    parts = [text(child(address, "address")), text(child(address, "postCode"))]
    country = child(address, "country")
    parts.append(text(child(country, "name")) if isinstance(country, dict) else text(country))
    lines = [part for part in parts if part]
    return ", ".join(part for i, part in enumerate(lines) if i == 0 or part not in lines[0])


def _stated(statement: _Statement, context: Context, number: int) -> date | None:
    return context.day(statement.raw.get("statementDate"), number)


def _band(share: Any, context: Context, number: int) -> Band:
    if not isinstance(share, dict) or not share:
        return UNKNOWN
    given = {key: value for key, value in share.items() if value is not None}
    values = {key: fraction(value) for key, value in given.items() if not isinstance(value, bool)}
    if any(value is None for value in values.values()):
        context.warn(
            "unclear-share", f"“{str(share)[:80]}” is no share; read as 0 to 100 %.", number
        )
        return UNKNOWN
    if values.get("exact") is not None:
        return Band(values["exact"] or 0.0, False, values["exact"] or 0.0, False)
    low, above = values.get("minimum"), values.get("exclusiveMinimum")
    high, below = values.get("maximum"), values.get("exclusiveMaximum")
    band = Band(
        above if above is not None else low or 0.0, above is not None or _flag(given, "Minimum"),
        below if below is not None else 1.0 if high is None else high,
        below is not None or _flag(given, "Maximum"),
    )  # fmt: skip
    if band.lo > band.hi:
        context.warn(
            "unclear-share", f"“{str(share)[:80]}” is no share; read as 0 to 100 %.", number
        )
        return UNKNOWN
    return band


def _flag(share: dict[str, Any], end: str) -> bool:
    """Tell of the older form, in which ``exclusiveMinimum`` is true or false."""
    return share.get(f"exclusive{end}") is True


def _camel(code: str) -> str:
    return re.sub(r"-(\w)", lambda found: found[1].upper(), code)
