"""The list of campaigns, and that of judgements."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from counterpitch.campaigns.judgements import read
from counterpitch.campaigns.linked import Linked
from counterpitch.render.plain import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType


class Line(msgspec.Struct, frozen=True):
    """A campaign in a list: ``names`` and ``organisations`` count different ones."""

    campaign: str
    approaches: int
    organisations: int
    names: tuple[str, ...]
    first: str
    last: str


def lines(linked: Linked, most: int, *, pairs: bool = True) -> list[Line]:
    """Return the ``most`` largest campaigns, those of two left out where ``pairs`` is false."""
    listed = linked.ranked if pairs else linked.several
    ranked = [(campaign, linked.members[campaign]) for campaign in listed[:most]]
    cards = linked.archive.cards(name for _, own in ranked for name in own)
    return [
        _line(campaign, [cards[name] for name in own if name in cards]) for campaign, own in ranked
    ]


def _line(campaign: str, cards: list[Any]) -> Line:
    times = [time for card in cards for time in (card.first, card.last) if time]
    return Line(
        campaign,
        len(cards),
        len({card.organisation for card in cards if card.organisation}),
        tuple(dict.fromkeys(card.name for card in cards if card.name)),
        min(times).date().isoformat() if times else "",
        max(times).date().isoformat() if times else "",
    )


def campaign_list(
    linked: Linked, most: int, *, pairs: bool, as_json: bool
) -> "bytes | Iterator[RenderableType]":
    """Return the list as a table, or as JSON.

    In the table campaigns of two are only counted unless ``pairs`` says so, or all are.
    """
    pairs = pairs or as_json or not linked.several
    found = lines(linked, most, pairs=pairs)
    if as_json:
        return msgspec.json.format(msgspec.json.encode(found), indent=2)
    left = len(linked.ranked if pairs else linked.several) - len(found)
    return _table(found, left, 0 if pairs else len(linked.ranked) - len(linked.several))


def _table(found: list[Line], left: int, pairs: int) -> "Iterator[RenderableType]":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name, side in (("campaign", "left"), ("approaches", "right"), ("organisations", "right")):
        table.add_column(name, justify=side, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("from – to", no_wrap=True)
    table.add_column("under the names of")
    for each in found:
        names = ", ".join(one_line(name, 40) for name in each.names[:4])
        more = f" and {len(each.names) - 4} more" if len(each.names) > 4 else ""
        days = each.first if each.first == each.last else f"{each.first} – {each.last}"
        organisations = str(each.organisations or "–")
        table.add_row(
            each.campaign, f"{each.approaches:,}", organisations, days, Text(names + more)
        )
    yield table
    if left:
        yield f"and {left:,} smaller ones"
    if pairs:
        yield f"and {pairs:,} {'pair' if pairs == 1 else 'pairs'} of approaches: --pairs"


def judgement_list(linked: Linked, *, as_json: bool) -> "bytes | Iterator[RenderableType]":
    """Return every judgement ever made, and which of them hold."""
    judged = read(linked.state.judgements)
    if as_json:
        return msgspec.json.format(msgspec.json.encode(judged), indent=2)
    holding = {each.number for each in linked.judgements}
    return (
        f"{each.number:>4}  {each.at:%Y-%m-%d %H:%M}  {each.told or each.act:<9}"
        f" {_about(each.one)} {_about(each.other) if each.other else each.of or ''}"
        f"{'  ' + one_line(each.why, 80) if each.why else ''}"
        f"{'' if each.number in holding or each.act == 'undo' else '  (taken back)'}"
        for each in judged
    )


def _about(names: tuple[str, ...]) -> str:
    more = f" +{len(names) - 2}" if len(names) > 2 else ""
    return ", ".join(one_line(name, 40) for name in names[:2]) + more
