"""One campaign on a page: who, when, how many organisations, the template with its variants."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from counterpitch.campaigns.archive import Card, Said
from counterpitch.campaigns.edges import Edge
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.reuse.align import Word, words
from counterpitch.campaigns.reuse.boilerplate import strip

VARIANTS: Final = 40
"""Members whose texts are laid beside the template."""
FIXED: Final = 0.6
"""Share of members that have a word of the template from which it counts as fixed."""
EXAMPLES: Final = 4


class Piece(msgspec.Struct, frozen=True):
    """A part of the template: fixed words, or a slot with what stood there."""

    text: str
    fixed: bool
    fillings: tuple[str, ...] = ()


class Template(msgspec.Struct, frozen=True):
    """The message of ``approach`` that most others resemble, cut into fixed words and slots."""

    approach: str
    message: int
    pieces: tuple[Piece, ...]
    compared: int


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
    """Everything about a campaign; ``days`` counts first messages a day (ISO date)."""

    campaign: str
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


def page(linked: Linked, campaign: str) -> Page:
    """Return the page of ``campaign`` (an id)."""
    names = linked.members[campaign]
    cards = linked.archive.cards(names)
    members = tuple(cards.get(name, Card(name)) for name in names)
    times = sorted(each.first for each in members if each.first)
    own = linked.all_inside(names)
    return Page(
        campaign,
        members,
        tuple(_distinct(each.organisation for each in members)),
        tuple(_distinct(each.name for each in members)),
        dict(Counter(each.channel or "other" for each in members)),
        dict(Counter(each.language or "?" for each in members)),
        times[0] if times else None,
        max((each.last for each in members if each.last), default=None),
        dict(sorted(Counter(time.date().isoformat() for time in times).items())),
        template(linked, names),
        _shared(own.to_pylist()),
        _bridges(linked, set(names), campaign),
        linked.inside(names).num_rows,
    )


def _distinct(values: Iterable[str]) -> list[str]:
    return [value for value, _ in Counter(filter(None, values)).most_common()]


def shared_by(linked: Linked, members: Sequence[str]) -> tuple[Shared, ...]:
    """Return what ties the members of one campaign, the heaviest first."""
    return _shared(linked.all_inside(members).to_pylist())


def _shared(rows: list[dict[str, object]]) -> tuple[Shared, ...]:
    found: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        text = str(row["kind"]).startswith("text-")
        edge = Edge("", "", str(row["kind"]), 0, False, "", str(row["evidence"] or ""))
        value = "" if text else value_of(edge)
        found.setdefault((edge.kind, value), []).append(float(str(row["weight"])))
    listed = [Shared(k, v, len(w), max(w)) for (k, v), w in found.items()]
    return tuple(
        sorted(listed, key=lambda each: (-each.weight, -each.pairs, each.kind, each.value))
    )


def value_of(edge: Edge) -> str:
    """Return what two approaches share by ``edge``, for showing."""
    try:
        evidence = msgspec.json.decode(edge.evidence) if edge.evidence else None
    except msgspec.MsgspecError:
        return edge.evidence
    return str(evidence.get("value", "")) if isinstance(evidence, dict) else ""


def _bridges(linked: Linked, own: set[str], campaign: str) -> tuple[Bridge, ...]:
    import pyarrow as pa
    import pyarrow.compute as pc

    table = linked.edges.filter(linked.edges["tied"])
    names = pa.array(sorted(own), pa.string())
    out = pc.xor(pc.is_in(table["a"], names), pc.is_in(table["b"], names))
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in table.filter(out).to_pylist():
        other = row["b"] if row["a"] in own else row["a"]
        found.setdefault(linked.campaign_of.get(other, ""), []).append(
            (row["a"], row["b"], row["reason"])
        )
    return tuple(
        Bridge(key, tuple(ties[:5])) for key, ties in sorted(found.items()) if key != campaign
    )


def template(linked: Linked, names: Sequence[str]) -> Template | None:
    """Return the text that most members resemble, with what varies in it; None if none is
    shared."""
    ranked = Counter[str]()
    rows = linked.all_inside(names).select(["a", "b", "kind"]).to_pylist()
    for row in rows:
        if row["kind"].startswith("text-"):
            ranked[row["a"]] += 1
            ranked[row["b"]] += 1
    if not ranked:
        return None
    # Of those that resemble most, the first by id: the same on every run.
    chosen = min(ranked, key=lambda each: (-ranked[each], each))
    said = _longest(linked.archive.messages(chosen))
    if said is None:
        return None
    others = [name for name in sorted(ranked) if name != chosen][:VARIANTS]
    texts = [text for name in others if (text := _longest(linked.archive.messages(name)))]
    own = strip(said.text)
    return Template(
        chosen, said.message, _pieces(own, [strip(each.text) for each in texts]), len(texts)
    )


def _longest(messages: Sequence[Said]) -> Said | None:
    own = [each for each in messages if each.contact]
    return max(own, key=lambda each: (len(each.text), -each.message), default=None)


def _pieces(text: str, others: Sequence[str]) -> tuple[Piece, ...]:
    from counterpitch.campaigns.reuse.align import shared

    own = words(text)
    held = [0] * len(own)
    fillings: list[list[str]] = [[] for _ in own]
    for other in others:
        _lay_beside(own, text, other, shared(text, other), held, fillings)
    if not others:
        return (Piece(text, True),)
    fixed = [count >= FIXED * len(others) for count in held]
    return tuple(_runs(text, own, fixed, fillings))


def _lay_beside(
    own: list[Word], text: str, other: str, passages: Sequence[tuple[int, int, int, int]],
    held: list[int], fillings: list[list[str]],
) -> None:  # fmt: skip
    """Count which words of ``own`` stand in ``other``, and note what stands there instead."""
    at = other_at = 0
    number = 0
    for start, end, other_start, other_end in passages:
        first = number
        while number < len(own) and own[number].start < start:
            number += 1
        if number > first and other_at <= other_start <= other_at + 120:
            fillings[first].append(other[other_at:other_start].strip(" ,.;:!?\n"))
        while number < len(own) and own[number].end <= end:
            held[number] += 1
            number += 1
        at, other_at = end, other_end
    del at


def _runs(
    text: str, own: list[Word], fixed: list[bool], fillings: list[list[str]]
) -> Iterable[Piece]:
    start = 0
    while start < len(own):
        end = start
        while end < len(own) and fixed[end] == fixed[start]:
            end += 1
        last = own[end].start if end < len(own) else len(text)
        first = own[start].start if start else 0
        several = Counter(each for slot in fillings[start:end] for each in slot if each)
        shown = tuple(each for each, _ in several.most_common(EXAMPLES))
        yield Piece(text[first:last], fixed[start], () if fixed[start] else shown)
        start = end
