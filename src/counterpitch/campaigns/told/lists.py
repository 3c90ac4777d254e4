"""The list of campaigns, and that of judgements."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from counterpitch.campaigns.judgements import Judgement, read, taken_back
from counterpitch.campaigns.linked import Linked
from counterpitch.render.plain import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

BESIDE: Final = 100
"""Columns from which names stand beside their campaign."""


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
    linked: Linked, most: int, *, pairs: bool, as_json: bool, width: int = BESIDE
) -> "bytes | Iterator[RenderableType]":
    """Return the list as a table for ``width`` columns, or as JSON.

    In the table campaigns of two are only counted unless ``pairs`` says so, or all are.
    """
    pairs = pairs or as_json or not linked.several
    found = lines(linked, most, pairs=pairs)
    if as_json:
        return msgspec.json.format(msgspec.json.encode(found), indent=2)
    left = len(linked.ranked if pairs else linked.several) - len(found)
    held_back = 0 if pairs else len(linked.ranked) - len(linked.several)
    return _table(found, left, held_back, width)


def _table(found: list[Line], left: int, pairs: int, width: int) -> "Iterator[RenderableType]":
    yield from _beside(found) if width >= BESIDE else _below(found)
    if left:
        yield f"and {left:,} smaller ones"
    if pairs:
        yield f"and {pairs:,} {'pair' if pairs == 1 else 'pairs'} of approaches: --pairs"


def _beside(found: list[Line]) -> "Iterator[RenderableType]":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name, side in (("campaign", "left"), ("approaches", "right"), ("organisations", "right")):
        table.add_column(name, justify=side, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("from – to", no_wrap=True)
    table.add_column("under the names of")
    for each in found:
        table.add_row(*_cells(each), Text(_called(each)))
    yield table


def _below(found: list[Line]) -> "Iterator[RenderableType]":
    """Yield a line a campaign, and the names on lines of their own: there is no room beside it."""
    from rich.padding import Padding
    from rich.text import Text

    heading = ("campaign", "approaches", "organisations", "from – to")
    for cells, each in ((heading, None), *((_cells(each), each) for each in found)):
        campaign, approaches, organisations, days = cells
        yield Text(f"{campaign:<10} {approaches:>10} {organisations:>13}  {days}",
                   "" if each else "bold")  # fmt: skip
        if each and each.names:
            yield Padding(Text(_called(each)), (0, 0, 0, 2), expand=False)


def _cells(each: Line) -> tuple[str, str, str, str]:
    days = each.first if each.first == each.last else f"{each.first} – {each.last}"
    return each.campaign, f"{each.approaches:,}", str(each.organisations or "–"), days


def _called(each: Line) -> str:
    more = f" and {len(each.names) - 4} more" if len(each.names) > 4 else ""
    return ", ".join(one_line(name, 40) for name in each.names[:4]) + more


def judgement_list(linked: Linked, *, as_json: bool) -> "bytes | Iterator[RenderableType]":
    """Return every judgement ever made, and which of them hold."""
    judged = read(linked.state.judgements)
    if as_json:
        return msgspec.json.format(msgspec.json.encode(judged), indent=2)
    if not judged:
        from rich.text import Text

        return iter([Text("No judgement yet. Judge: counterpitch same A B, or different A B.")])
    gone = taken_back(judged)
    return (_judged(each, gone.get(each.number, 0)) for each in judged)


def _judged(each: Judgement, by: int) -> "Text":
    """Return one judgement on a line: whether it holds, what was named, and why."""
    from rich.text import Text

    told = each.told or each.act
    if each.act == "undo":
        about = str(each.of)
    elif told == "split":
        whole, *out = each.named or ("", *each.one)
        about = f"{_names(out)} out of {one_line(whole, 40)}" if whole else _names(out)
    else:
        about = " and ".join(map(_names, (each.named[:1], each.named[1:]) if each.named
                                 else (each.one, each.other)))  # fmt: skip
    state = f"taken back by {by}" if by else "holds"
    why = f"  “{one_line(each.why, 80)}”" if each.why else ""
    line = f"{each.number:>4}  {each.at:%Y-%m-%d %H:%M}  {state:<15}  {told} {about}{why}"
    return Text(line, "dim" if by else "")


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return ", ".join(one_line(name, 40) for name in names[:4]) + more
