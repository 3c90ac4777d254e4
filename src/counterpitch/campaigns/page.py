"""One campaign on a page: who, when, how many organisations, the template with its variants."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from counterpitch.campaigns.archive import Card
from counterpitch.campaigns.edges import Edge
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.template import Template, template

if TYPE_CHECKING:
    import pyarrow as pa

MEMBERS: Final = 200
"""Members that a page lists."""


class Shared(msgspec.Struct, frozen=True):
    """An identifier or other reason that ties members, and how many pairs it ties."""

    kind: str
    value: str
    pairs: int
    weight: float


class Bridge(msgspec.Struct, frozen=True):
    """Another campaign that a thin bridge leads to; kept apart, for a person to look at."""

    campaign: str
    ties: tuple[tuple[str, str, str], ...]


class Page(msgspec.Struct, frozen=True):
    """Everything about a campaign of ``size`` approaches; ``days`` counts first messages a day (ISO
    date). ``members`` are the first of them, the founder before all.
    """

    campaign: str
    size: int
    members: tuple[Card, ...]
    organisations: tuple[str, ...]
    names: tuple[str, ...]
    channels: dict[str, int]
    languages: dict[str, int]
    first: datetime | None
    last: datetime | None
    days: dict[str, int]
    template: Template | None
    shared: tuple[Shared, ...]
    bridges: tuple[Bridge, ...]
    ties: int


def page(linked: Linked, campaign: str, most: int = MEMBERS) -> Page:
    """Return the page of ``campaign`` (an id), with ``most`` of its members (0: all)."""
    import pyarrow.compute as pc

    names = linked.members[campaign]
    listed = names[:most] if most else names
    cards = linked.archive.cards(listed)
    rows = linked.archive.rows(names)
    days = pc.strftime(rows["first"].drop_null(), format="%Y-%m-%d")
    return Page(
        campaign,
        len(names),
        tuple(cards.get(name, Card(name)) for name in listed),
        tuple(_counted(rows["organisation"])),
        tuple(_counted(rows["name"])),
        _counted(pc.if_else(_empty(rows["channel"]), "other", rows["channel"])),
        _counted(pc.if_else(_empty(rows["language"]), "?", rows["language"])),
        pc.min(rows["first"]).as_py(),
        pc.max(rows["last"]).as_py(),
        dict(sorted(_counted(days).items())),
        template(linked, names),
        shared_by(linked, names),
        _bridges(linked, names, campaign),
        linked.inside(names).num_rows,
    )


def _empty(column: "pa.ChunkedArray") -> Any:
    import pyarrow.compute as pc

    return pc.fill_null(pc.equal(column, ""), True)


def _counted(column: "pa.ChunkedArray") -> dict[str, int]:
    """Count what is in a column, the most frequent first; what is empty counts for nothing."""
    import pyarrow.compute as pc

    found = {each["values"]: each["counts"] for each in pc.value_counts(column).to_pylist()}
    ranked = sorted(found, key=lambda value: -found[value])
    return {value: found[value] for value in ranked if value}


def shared_by(linked: Linked, members: Sequence[str]) -> tuple[Shared, ...]:
    """Return what ties the members of one campaign, the heaviest first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = linked.all_inside(members)
    text = pc.starts_with(rows["kind"], "text-")
    value = pc.if_else(text, "", _values(rows["evidence"]))
    table = pa.table({"kind": rows["kind"], "value": value, "weight": rows["weight"]})
    grouped = table.group_by(["kind", "value"]).aggregate([("weight", "count"), ("weight", "max")])
    listed = [
        Shared(row["kind"], _spelt(row["value"]), row["weight_count"], row["weight_max"])
        for row in grouped.to_pylist()
    ]
    return tuple(
        sorted(listed, key=lambda each: (-each.weight, -each.pairs, each.kind, each.value))
    )


def _values(evidence: "pa.ChunkedArray") -> Any:
    """Return what each evidence says is shared, as it stands in JSON; one that is none as it is."""
    import pyarrow.compute as pc

    evidence = pc.fill_null(evidence, "")
    pattern = r'^\{"value":(?P<value>"(?:[^"\\]|\\.)*")'
    found = pc.struct_field(pc.extract_regex(evidence, pattern), "value")
    plain = pc.if_else(pc.starts_with(evidence, "{"), "", evidence)
    return pc.coalesce(found, plain)


def _spelt(value: str) -> str:
    try:
        return str(msgspec.json.decode(value)) if value.startswith('"') else value
    except msgspec.MsgspecError:
        return value


def value_of(edge: Edge) -> str:
    """Return what two approaches share by ``edge``, for showing."""
    try:
        evidence = msgspec.json.decode(edge.evidence) if edge.evidence else None
    except msgspec.MsgspecError:
        return edge.evidence
    return str(evidence.get("value", "")) if isinstance(evidence, dict) else ""


def _bridges(linked: Linked, members: Sequence[str], campaign: str) -> tuple[Bridge, ...]:
    import pyarrow as pa
    import pyarrow.compute as pc

    own, table = set(members), linked.outside
    names = pa.array(members, pa.string())
    touching = pc.or_(pc.is_in(table["a"], names), pc.is_in(table["b"], names))
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in table.filter(touching).to_pylist():
        other = row["b"] if row["a"] in own else row["a"]
        found.setdefault(linked.campaign_of.get(other, ""), []).append(
            (row["a"], row["b"], row["reason"])
        )
    return tuple(
        Bridge(key, tuple(ties[:5])) for key, ties in sorted(found.items()) if key != campaign
    )
