"""FollowTheMoney entities, as OpenSanctions and Aleph write them: JSON Lines."""

from collections.abc import Iterator
from typing import Any, Final

from counterpitch.intake.origin import Origin
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.ids import lei, uk_company, uk_number
from counterpitch.ownership.node import Kind, Node
from counterpitch.ownership.percent import UNKNOWN, Band, parse_percent
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import child, each, records, text
from counterpitch.ownership.vocabulary import vocabulary

NAME: Final = "ftm"


def identify(origin: Origin) -> bool:
    """Tell whether these are FollowTheMoney entities."""
    head = origin.head[:16384]
    return b'"schema"' in head and b'"properties"' in head and b'"statementI' not in head


def read(context: Context) -> Iterator[Node | Interest]:
    """Yield nodes and interests of one file."""
    links = vocabulary("ftm")["links"]
    ids = {
        text(record.get("id")): _id(record)
        for _, record in records(context)
        if text(record.get("schema")) not in links
    }
    context.lines = 0
    for number, record in records(context):
        schema = text(record.get("schema"))
        if not text(record.get("id")) or not schema:
            context.lost(f"Entity {number} has no id or schema and was left out.", number)
        elif schema in links:
            yield from _link(record, links[schema], ids, context, number)
        else:
            yield _node(record, schema, ids, context, number)


def _all(record: dict[str, Any], name: str) -> list[str]:
    found = (text(value) for value in each(child(record, "properties", name)))
    return [value for value in found if value]


def _first(record: dict[str, Any], name: str) -> str:
    return next(iter(_all(record, name)), "")


def _id(record: dict[str, Any]) -> str:
    code = lei(_first(record, "leiCode"))
    if code:
        return code
    number, place = _first(record, "registrationNumber"), _first(record, "jurisdiction").lower()
    if place in ("gb", "uk") and uk_number(number):
        return uk_company(number)
    return f"ftm:{text(record.get('id'))}"


def _node(
    record: dict[str, Any], schema: str, ids: dict[str, str], context: Context, number: int
) -> Node:
    place = _first(record, "jurisdiction") or _first(record, "country")
    kind = _kind(schema)
    names = [text(record.get("caption")), *_all(record, "name")]
    known = [name for name in dict.fromkeys(names) if name]
    return Node(
        id=ids[text(record.get("id"))], kind=kind, name=known[0] if known else "",
        jurisdiction=place if kind != "person" else "", status=_first(record, "status"),
        incorporated=context.day(_first(record, "incorporationDate"), number),
        dissolved=context.day(_first(record, "dissolutionDate"), number),
        addresses=tuple(_all(record, "address")),
        numbers=tuple(f"stated:{each}" for each in _all(record, "registrationNumber")),
        former_names=(*known[1:], *_all(record, "previousName"), *_all(record, "alias")),
        category=_first(record, "legalForm"), born=_first(record, "birthDate")[:7], source=NAME,
        source_ref=text(record.get("id")), known_from=context.known(
            context.day(_first(record, "modifiedAt"), number)
        ),
    )  # fmt: skip


def _kind(schema: str) -> Kind:
    words = vocabulary("ftm")
    if schema in words["states"]:
        return "state"
    if schema in words["persons"]:
        return "person"
    return "company" if schema in words["companies"] else "unknown"


def _link(
    record: dict[str, Any], link: list[Any], ids: dict[str, str], context: Context, number: int
) -> Iterator[Interest]:
    above, below, basis = link
    owners, owned = _all(record, above), _all(record, below)
    if not owners or not owned:
        context.lost(f"Entity {number} links nothing; left out.", number)
        return
    band = _band(record, context, number) if basis == "shares" else UNKNOWN
    until = context.end(_first(record, "endDate"), number)
    for owner in owners:
        for company in owned:
            yield Interest(
                owner=ids.get(owner, f"ftm:{owner}"), owned=ids.get(company, f"ftm:{company}"),
                basis=basis, lo=band.lo, lo_open=band.lo_open, hi=band.hi, hi_open=band.hi_open,
                since=context.day(_first(record, "startDate"), number), until=until,
                known_from=context.snapshot, source=NAME, source_ref=text(record.get("id")),
            )  # fmt: skip


def _band(record: dict[str, Any], context: Context, number: int) -> Band:
    stated = _first(record, "percentage")
    if not stated:
        return UNKNOWN
    band = parse_percent(stated)
    if band is None:
        context.warn(
            "unclear-share", f"“{stated[:60]}” is no percentage; read as 0 to 100 %.", number
        )
    return band or UNKNOWN
