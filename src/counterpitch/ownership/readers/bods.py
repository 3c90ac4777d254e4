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
from counterpitch.ownership.ids import unknown
from counterpitch.ownership.node import Node
from counterpitch.ownership.percent import UNKNOWN
from counterpitch.ownership.readers.bodsshare import band_of
from counterpitch.ownership.readers.bodsstatement import (
    Statement,
    address,
    hidden,
    id_of,
    kind_of,
    numbers,
    stated,
)
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
        package.look(number, Statement(record))
    context.lines = 0
    for number, record in records(context):
        statement = Statement(record)
        if not package.is_last(number, statement):
            continue
        if statement.kind == "relationship":
            yield from package.relationship(statement, number)
        elif node := package.node(statement, number):
            yield node


class _Package:
    """What the first pass learned of a file."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.last: dict[str, int] = {}
        self.ids: dict[str, str] = {}
        self.replaced: set[str] = set()

    def look(self, number: int, statement: Statement) -> None:
        """Remember a statement as the latest about its record."""
        if not statement.kind or not statement.record:
            self.context.lost(f"Statement {number} has no known type or id; left out.", number)
            return
        self.last[f"{statement.kind}/{statement.record}"] = number
        self.replaced.update(statement.replaces)
        if statement.kind != "relationship":
            self.ids[statement.record] = id_of(statement)

    def is_last(self, number: int, statement: Statement) -> bool:
        """Tell whether no later statement takes this one's place."""
        return (
            self.last.get(f"{statement.kind}/{statement.record}") == number
            and statement.id not in self.replaced
        )

    def node(self, statement: Statement, number: int) -> Node | None:
        """Return an entity or person."""
        details, context = statement.details, self.context
        kind = kind_of(statement)
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
            addresses=tuple(filter(None, map(address, each(details.get("addresses"))))),
            numbers=tuple(numbers(details)),
            former_names=tuple(n for n in dict.fromkeys(others) if n != name),
            category=text(child(details, "entityType", "subtype")) if kind != "person" else "",
            born=text(details.get("birthDate"))[:7],
            reason=text(child(unspecified, "reason")) or hidden(details), source=NAME,
            source_ref=statement.id, known_from=context.known(stated(statement, context, number)),
            status="closed" if statement.closed else "",
        )  # fmt: skip

    def relationship(self, statement: Statement, number: int) -> Iterator[Node | Interest]:
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
        filed = stated(statement, self.context, number)
        closed = (filed or self.context.snapshot) if statement.closed else None
        claims = bool(details.get("componentRecords") or details.get("componentStatementIDs"))
        for interest in each(details.get("interests")) or [{}]:
            yield self._interest(owner, owned, interest, statement, number, closed, claims)

    def _interest(
        self, owner: str, owned: str, interest: Any, statement: Statement, number: int,
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
        band = band_of(interest.get("share"), self.context, number) if basis else UNKNOWN
        level = text(interest.get("directOrIndirect") or interest.get("interestLevel"))
        directness = "indirect" if claims else _DIRECTNESS.get(level, "unknown")
        until = self.context.end(interest.get("endDate"), number)
        return Interest(
            owner=owner, owned=owned, basis=basis or "influence",
            capacity="nominee" if basis == "nominee" else "self",
            lo=band.lo, lo_open=band.lo_open, hi=band.hi, hi_open=band.hi_open,
            directness=directness, since=self.context.day(interest.get("startDate"), number),
            until=until or closed,
            known_from=self.context.known(stated(statement, self.context, number)),
            source=NAME, source_ref=statement.id,
        )  # fmt: skip

    def _named(self, party: Any, statement: Statement, number: int) -> str:
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

    def _unknown(self, owned: str, party: Any, statement: Statement) -> Node:
        given = child(party, "unspecified") or party
        reason = text(child(given, "reason")) or "unknown"
        return Node(
            unknown(owned, reason, statement.record), reason=reason, source=NAME,
            source_ref=statement.id, name=text(child(given, "description"))[:200],
        )  # fmt: skip


def _camel(code: str) -> str:
    return re.sub(r"-(\w)", lambda found: found[1].upper(), code)
