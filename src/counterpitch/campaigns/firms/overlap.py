"""Which firms overlap in two independent ways, and the edges between their approaches."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Final

import msgspec

from counterpitch.campaigns.edges import Edge, ordered
from counterpitch.campaigns.firms.firm import Firm
from counterpitch.campaigns.identifiers.lists import weights
from counterpitch.campaigns.identifiers.rarity import log_odds

GROUPS: Final = {
    "domain": "domain", "url": "domain", "email": "domain", "address": "seat", "phone": "phone",
    "mail-host": "mail", "site-ip": "hosting", "name-server": "hosting", "certificate": "hosting",
    "site-text": "content", "favicon": "content", "photo": "content", "attachment": "content",
    "analytics": "operator", "wallet": "operator", "handle": "operator",
    "registrant": "registry", "company-number": "registry", "company-page": "registry",
    "registered": "registration",
}  # fmt: skip
"""Which overlaps are one reason. Firms on one server share its address *and* name server; firms
that copied a text may have copied its pictures with it."""
_OF_DOMAIN: Final = frozenset({"mail", "hosting", "content", "registration"})
"""What follows from a shared domain and is no second reason beside it."""
BURST: Final = 90
"""Days within which registrations are one burst (Foresight network: three within 90 days)."""
NEEDED: Final = 2
CROWD: Final = 50
"""Firms that share a value beyond which it ties none of them."""
STRONG: Final = 6.9
"""Log-odds (a thousand to one) from which two overlaps link approaches by themselves."""


class Overlap(msgspec.Struct, frozen=True):
    """One thing that two firms share: its group, weight, and who says so of each."""

    kind: str
    value: str
    group: str
    weight: float
    left: str
    right: str


class FirmLink(msgspec.Struct, frozen=True):
    """Two firms (names, in order) and what they share, best first, one overlap a group."""

    a: str
    b: str
    overlaps: tuple[Overlap, ...]

    @property
    def weight(self) -> float:
        """Return the sum of the overlaps' log-odds."""
        return round(sum(overlap.weight for overlap in self.overlaps), 6)


def firm_links(firms: Sequence[Firm]) -> list[FirmLink]:
    """Return every two firms with at least two independent overlaps, in the order of names."""
    shared: dict[tuple[str, str], list[Overlap]] = defaultdict(list)
    known = {firm.name: firm for firm in firms}
    for (kind, value), names in _holders(firms).items():
        weight = log_odds(kind, len(names), len(firms))
        if 1 < len(names) <= CROWD and weight > 0 and kind in GROUPS:
            for a, b in combinations(sorted(names), 2):
                said = known[a].facts[kind, value], known[b].facts[kind, value]
                shared[a, b].append(Overlap(kind, value, GROUPS[kind], round(weight, 6), *said))
    for a, b in list(shared):
        shared[a, b] += _burst(known[a], known[b], firms)
    links = (FirmLink(a, b, _independent(found)) for (a, b), found in sorted(shared.items()))
    return [link for link in links if len(link.overlaps) >= NEEDED]


def _holders(firms: Sequence[Firm]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for firm in firms:
        for fact in firm.facts:
            found[fact].append(firm.name)
    return found


def _burst(a: Firm, b: Firm, firms: Sequence[Firm]) -> Iterator[Overlap]:
    """Yield the registration burst of two firms that already share something."""
    days = [(one, other) for one in _days(a) for other in _days(b)]
    near = [(abs((one[0] - other[0]).days), one, other) for one, other in days]
    if not near:
        return
    apart, one, other = min(near)
    if 0 < apart <= BURST:
        inside = sum(any(abs((day - one[0]).days) <= BURST for day, _ in _days(f)) for f in firms)
        weight = log_odds("registered", inside, len(firms))
        if weight > 0:
            value = f"{apart} days apart, {one[0].isoformat()} and {other[0].isoformat()}"
            yield Overlap("registered", value, "registration", round(weight, 6), one[1], other[1])


def _days(firm: Firm) -> list[tuple[date, str]]:
    return [
        (date.fromisoformat(value), said)
        for (kind, value), said in firm.facts.items()
        if kind == "registered"
    ]


def _independent(found: Sequence[Overlap]) -> tuple[Overlap, ...]:
    """Return the best overlap of each group; beside a shared domain none that follows from it."""
    best: dict[str, Overlap] = {}
    for overlap in sorted(found, key=lambda each: (-each.weight, each.kind, each.value)):
        best.setdefault(overlap.group, overlap)
    if "domain" in best:
        best = {group: each for group, each in best.items() if group not in _OF_DOMAIN}
    return tuple(best.values())


def firm_edges(firms: Sequence[Firm], links: Sequence[FirmLink]) -> list[Edge]:
    """Return the edges between approaches whose firms are linked, in a fixed order."""
    known = {firm.name: firm for firm in firms}
    edges = {
        (edge.a, edge.b): edge
        for link in sorted(links, key=lambda each: each.weight)
        for edge in _edges(link, known)
    }
    return [edges[pair] for pair in sorted(edges)]


def _edges(link: FirmLink, known: Mapping[str, Firm]) -> Iterator[Edge]:
    left, right = known[link.a], known[link.b]
    reason, evidence = sentence(link, left, right), msgspec.json.encode(link).decode()
    for one, other in _pairs(left.approaches, right.approaches):
        yield ordered(
            Edge(one, other, "front-firm", link.weight, link.weight >= STRONG, reason, evidence)
        )


def _pairs(left: Sequence[str], right: Sequence[str]) -> set[tuple[str, str]]:
    """Return pairs that tie both sides together: all of a few, else each side to one."""
    if len(left) * len(right) <= CROWD:
        pairs = {(one, other) for one in left for other in right}
    else:
        pairs = {(left[0], other) for other in right} | {(one, right[0]) for one in left}
    return {(one, other) for one, other in pairs if one != other}


def sentence(link: FirmLink, left: Firm, right: Firm) -> str:
    """Return what two firms share as one sentence."""
    parts = [
        f"{_what(each.kind)} {each.value[:60] if each.kind != 'site-text' else ''}".strip()
        + f" ({each.weight:+.1f})"
        for each in link.overlaps
    ]
    return f"{left.written} and {right.written} share {'; '.join(parts)}."


def _what(kind: str) -> str:
    known = weights().get(kind)
    return known.what if known else kind
