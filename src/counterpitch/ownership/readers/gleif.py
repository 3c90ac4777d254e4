"""GLEIF: entities (level 1), relationships (level 2) and reporting exceptions.

As XML, JSON or CSV of the golden copies and their deltas; all three carry the same names, and
are brought to paths such as ``Entity.LegalName`` by `gleifrecords`. Consolidation in accounts is
control without a percentage; an ultimate link is indirect and never added to direct ones.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from counterpitch.intake.origin import Origin
from counterpitch.ownership.edge import LAPSED, Basis, Directness, Interest
from counterpitch.ownership.ids import lei, uk_company, unknown
from counterpitch.ownership.node import Kind, Node
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.gleifrecords import Record, records
from counterpitch.ownership.vocabulary import vocabulary

NAME: Final = "gleif"
_COMPANIES_HOUSE: Final = ("RA000585", "RA000586", "RA000587")
_OPEN: Final = ("", "ACTIVE", "NULL")
_LAPSED: Final = f"/{LAPSED}"
_WITHDRAWN: Final = ("ANNULLED", "DUPLICATE", "RETIRED", "TRANSFERRED")


def identify(origin: Origin) -> bool:
    """Tell whether this is one of GLEIF's files."""
    head = origin.head[:16384]
    return (
        b"gleif.org/data/schema" in head
        or (b'"LEI"' in head and (b'"Entity"' in head or b'"ExceptionCategory"' in head))
        or (b'"StartNode"' in head and b'"RelationshipType"' in head)
        or head.lower().startswith((b"lei,", b'"lei"', b"relationship_start", b'"relationship.',
                                    b"relationship."))
    )  # fmt: skip


def read(context: Context) -> Iterator[Node | Interest]:
    """Yield nodes and interests of one file."""
    for number, record in records(context):
        if "LEI" in record and record.get("ExceptionCategory"):
            yield from _exception(record, context, number)
        elif "Relationship.StartNode.NodeID" in record:
            yield from _relationship(record, context, number)
        elif record.get("LEI"):
            yield from _entity(record, context, number)
        else:
            context.lost(f"Record {number} has no LEI and was left out.", number)


def _entity(record: Record, context: Context, number: int) -> Iterator[Node]:
    id = lei(record["LEI"])
    if not id:
        context.lost(f"Record {number}: “{record['LEI'][:30]}” is no LEI; left out.", number)
        return
    authority = record.get("Entity.RegistrationAuthority.RegistrationAuthorityID", "")
    local = record.get("Entity.RegistrationAuthority.RegistrationAuthorityEntityID", "")
    numbers = [f"LEI:{id[4:]}"]
    if local and local != "NULL":
        numbers.append(f"{authority}:{local}" if authority else f"stated:{local}")
    if authority in _COMPANIES_HOUSE and local:
        numbers.append(f"GB-COH:{uk_company(local)[7:]}")
    status = record.get("Entity.EntityStatus", "")
    yield Node(
        id=id, kind=_kind(record), name=record.get("Entity.LegalName", ""),
        jurisdiction=record.get("Entity.LegalJurisdiction", ""),
        status="" if status == "NULL" else status,
        incorporated=context.day(record.get("Entity.EntityCreationDate"), number),
        dissolved=context.day(record.get("Entity.EntityExpirationDate"), number),
        addresses=tuple(dict.fromkeys(filter(None, (
            _address(record, "LegalAddress"), _address(record, "HeadquartersAddress"),
        )))),
        numbers=tuple(numbers), category=record.get("Entity.EntityCategory", ""), source=NAME,
        source_ref=id[4:], known_from=context.known(
            context.day(record.get("Registration.InitialRegistrationDate"), number)
        ),
    )  # fmt: skip


def _kind(record: Record) -> Kind:
    category = record.get("Entity.EntityCategory", "")
    if category == "SOLE_PROPRIETOR":
        return "person"
    if category == "RESIDENT_GOVERNMENT_ENTITY":
        return "state"
    return "arrangement" if category == "FUND" else "company"


def _address(record: Record, which: str) -> str:
    parts = ("FirstAddressLine", "AdditionalAddressLine", "City", "Region", "PostalCode", "Country")
    found = (record.get(f"Entity.{which}.{part}", "") for part in parts)
    return ", ".join(part for part in found if part and part != "NULL")


def _relationship(record: Record, context: Context, number: int) -> Iterator[Interest]:
    child = lei(record.get("Relationship.StartNode.NodeID", ""))
    parent = lei(record.get("Relationship.EndNode.NodeID", ""))
    if not child or not parent:
        context.lost(f"Record {number} does not name two LEIs; left out.", number)
        return
    code = record.get("Relationship.RelationshipType", "")
    known = vocabulary("gleif")["relationships"].get(code)
    if known is None:
        context.warn("unknown-code", f"“{code[:60]}” is no known relationship; kept.", number)
    basis: Basis = known[0] if known else "influence"
    directness: Directness = known[1] if known else "unknown"
    since, until = _period(record, context, number)
    status = record.get("Relationship.RelationshipStatus", "")
    filed = context.day(record.get("Registration.InitialRegistrationDate"), number)
    registered = record.get("Registration.RegistrationStatus", "")
    ended = status not in _OPEN or registered in _WITHDRAWN
    yield Interest(
        owner=parent, owned=child, basis=basis, lo=0.0, hi=1.0, directness=directness, since=since,
        until=(until or context.day(record.get("Registration.LastUpdateDate"), number)
               or context.snapshot) if ended else None,
        known_from=context.known(filed), source=NAME,
        source_ref=f"{child[4:]}/{code}/{parent[4:]}" + (_LAPSED if registered == "LAPSED" else ""),
    )  # fmt: skip


def _period(record: Record, context: Context, number: int) -> tuple[date | None, date | None]:
    """Return since when a relationship holds: its own period, not that of an accounting year.

    A table without the type of its periods does not say which they are; then it is not stated.
    """
    place = "Relationship.RelationshipPeriods"
    for at in range(8):
        if record.get(f"{place}.{at}.PeriodType") != "RELATIONSHIP_PERIOD":
            continue
        start = record.get(f"{place}.{at}.StartDate")
        if start:
            end = record.get(f"{place}.{at}.EndDate")
            return context.day(start, number), context.day(end, number)
    return None, None


def _exception(record: Record, context: Context, number: int) -> Iterator[Node | Interest]:
    child = lei(record["LEI"])
    if not child:
        context.lost(f"Record {number}: “{record['LEI'][:30]}” is no LEI; left out.", number)
        return
    category, reason = record["ExceptionCategory"], record.get("ExceptionReason", "UNKNOWN")
    id = unknown(child, f"{category}/{reason}")
    ref = f"{child[4:]}/{category}/{reason}"
    direct = category.startswith("DIRECT")
    yield Node(id, reason=reason, source=NAME, source_ref=ref, known_from=context.snapshot)
    yield Interest(
        owner=id, owned=child, basis="consolidation", directness="direct" if direct else "indirect",
        known_from=context.snapshot, source=NAME, source_ref=ref,
    )  # fmt: skip
