"""Edges from shared identifiers, each with its sentence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

import msgspec

from counterpitch.campaigns.edges import Edge
from counterpitch.campaigns.identifiers.lists import weights
from counterpitch.campaigns.identifiers.photo import NEAR, near_pairs
from counterpitch.campaigns.identifiers.rarity import is_strong, log_odds

if TYPE_CHECKING:
    import pyarrow

EACH_PAIR: Final = 50
"""Holders up to which every pair of a weak value gets its edge; beyond, they form a chain."""
_SITE: Final = (
    "site-ip", "mail-host", "name-server", "certificate", "analytics", "favicon", "registrant",
    "registered", "site-text",
)  # fmt: skip
IMPLIED: Final[dict[str, tuple[str, ...]]] = {
    "email-loose": ("email",),
    "phone-tail": ("phone",),
    "domain": ("email", "email-loose", "url"),
    **dict.fromkeys(_SITE, ("domain", "email", "email-loose", "url")),
}
"""What follows from what: who shares a mailbox shares its domain, and with that its server."""


class Holder(msgspec.Struct, frozen=True, order=True):
    """An approach that holds a value, where, and how surely."""

    approach: str
    certainty: float
    message: int
    start: int
    end: int


def identifier_edges(keys: "pyarrow.Table", everyone: int = 0) -> list[Edge]:
    """Return the edges between approaches that share an identifier, in a fixed order.

    ``keys`` is a table of ``campaigns.keys.schema`` with everything that is known; its order does
    not matter. ``everyone`` counts all approaches, those without a key included. Pictures are
    compared by distance (``photo.near_pairs``), all else by equality.
    """
    everyone = max(everyone, len(set(keys["approach"].to_pylist())))
    groups = _groups(keys)
    edges = [
        edge
        for (kind, value), holders in sorted(groups.items())
        if len(holders) > 1
        for edge in _of_value(kind, value, holders, everyone)
    ]
    photos = {value: holders for (kind, value), holders in groups.items() if kind == "photo"}
    return list(_without_implied([*edges, *_photo_edges(photos, everyone)]))


def _groups(keys: "pyarrow.Table") -> dict[tuple[str, str], list[Holder]]:
    found: dict[tuple[str, str], dict[str, Holder]] = defaultdict(dict)
    columns = ("kind", "value", "approach", "certainty", "message", "start", "end")
    for kind, value, *rest in zip(*(keys[name].to_pylist() for name in columns), strict=True):
        holder = Holder(*rest)
        known = found[kind, value].get(holder.approach)
        if known is None or known.certainty < holder.certainty:
            found[kind, value][holder.approach] = holder
    return {key: sorted(holders.values()) for key, holders in found.items()}


def _of_value(kind: str, value: str, holders: Sequence[Holder], everyone: int) -> Iterator[Edge]:
    pairs = combinations(holders, 2) if len(holders) <= EACH_PAIR else pairwise(holders)
    for one, other in pairs:
        certainty = one.certainty * other.certainty
        weight = log_odds(kind, len(holders), everyone, certainty)
        if weight > 0:
            strong = is_strong(kind, weight, certainty)
            reason = _sentence(kind, value, len(holders), everyone, certainty)
            yield _edge(one, other, kind, weight, strong, reason, value)


def _edge(
    one: Holder, other: Holder, kind: str, weight: float, strong: bool, reason: str, value: str
) -> Edge:
    shown = msgspec.json.encode({"value": value, "places": [_place(one), _place(other)]}).decode()
    return Edge(one.approach, other.approach, kind, round(weight, 6), strong, reason, shown)


def _place(holder: Holder) -> dict[str, object]:
    return {
        "approach": holder.approach,
        "message": holder.message,
        "start": holder.start,
        "end": holder.end,
    }


def _sentence(kind: str, value: str, holders: int, everyone: int, certainty: float) -> str:
    known = weights().get(kind)
    what = known.what if known else kind
    rare = f"{holders} of {everyone} approaches have it"
    unsure = "; one reading is uncertain" if certainty < 1 else ""
    return f"Both give the same {what}: {value[:120]} ({rare}{unsure})."


def _photo_edges(photos: dict[str, list[Holder]], everyone: int) -> Iterator[Edge]:
    """Yield edges between holders of pictures that are nearly the same."""
    for one, other, apart in near_pairs(photos):
        left, right = photos[one][0], photos[other][0]
        if left.approach == right.approach:
            continue
        first, second = sorted((left, right))
        together = len(photos[one]) + len(photos[other])
        weight = log_odds("photo", together, everyone) * (1 - apart / (2 * (NEAR + 1)))
        if weight > 0:
            reason = (
                f"Their pictures are the same but for {apart} of 64 bits of the picture hash,"
                f" as after resizing ({together} of {everyone} approaches have it)."
            )
            yield _edge(first, second, "photo", weight, False, reason, f"{one} {other}")


def _without_implied(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Leave out what follows from something else that two approaches share: no second reason."""
    kept = sorted(edges, key=lambda edge: (edge.a, edge.b, edge.kind, edge.evidence))
    shared = {(edge.a, edge.b, edge.kind) for edge in kept}
    for edge in kept:
        causes = (_spelt(edge),) if edge.kind == "lookalike" else IMPLIED.get(edge.kind, ())
        if not any((edge.a, edge.b, cause) in shared for cause in causes):
            yield edge


def _spelt(edge: Edge) -> str:
    """Return the kind of value that a look-alike spells: ``email`` of ``email:…``."""
    return edge.evidence.partition('"value":"')[2].partition(":")[0]
