"""A planned deal on one screen: crossings first, then all holders, then side rights."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from counterpitch.ownership.answer import Bounds
from counterpitch.ownership.captable.table import Holding
from counterpitch.ownership.deal.crossing import REASONS, UNREAD, Crossing
from counterpitch.ownership.deal.whatif import Party, Side, WhatIf
from counterpitch.render.plain import one_line

SHOWN: Final = 40
"""Parties that are shown; the rest is counted."""

_NAMES: Final = (
    "holder",
    "shares",
    "votes by law",
    "if converted",
    "economic",
    "power",
    "alone it",
)
_NAME: Final = 26
"""Columns that a name may take; a longer one is folded."""

LAW = (
    "If the company works in one of the 17 areas of the NSI Act (counterpitch own areas), crossing"
    " such a line must be notified before completion, or the deal is void. Not legal advice."
)
PLANS_NOTHING = (
    "The file plans nothing, so that nobody can cross a line. Add a row for each new or sold"
    " holding with “yes” in a column “planned”; who sells stands in “seller” (docs/what-if.md)."
)
COUNTED = (
    "By law, a majority stake makes all that the company below holds the holder's own, and holders"
    " under one arrangement each hold the whole (NSI Act 2021, Schedule 1)."
)


def screen(found: WhatIf) -> RenderableType:
    """Return the whole answer."""
    title = Text(f"What the planned deal changes in {one_line(found.company, 80)}", "bold")
    parts: list[RenderableType] = [title, Text()]
    crossing = [party for party in found.parties if party.crossings]
    parts += list(_crossings(crossing[:SHOWN]))
    parts += _rest(len(crossing))
    if not found.planned:
        parts.append(Text(PLANS_NOTHING, "yellow"))
    elif not crossing:
        parts.append(Text("Nobody crosses 25, 50 or 75 %.", "green"))
    parts += [
        Text(),
        _Holders(found.parties[:SHOWN]),
        *_rest(len(found.parties)),
        Text(COUNTED, "dim"),
        Text(),
    ]
    parts += list(_side_rights(found.side_rights))
    parts += [Text(f"! {one_line(remark, 500)}", "yellow") for remark in found.remarks]
    if any(c.up for party in crossing for c in party.crossings):
        parts.append(Text(LAW, "dim"))
    return Group(*parts)


def _rest(count: int) -> list[RenderableType]:
    more = count - SHOWN
    return [Text(f"and {more:,} more; --json has all of them", "dim")] if more > 0 else []


def _crossings(parties: list[Party]) -> Iterator[RenderableType]:
    for party in parties:
        yield Text(one_line(party.name, 70), "bold")
        for words, style in _grouped(party.crossings):
            yield Padding(Text(words, style), (0, 0, 0, 2), expand=False)
        beside = [name for name in party.after.members if name not in party.holders]
        if beside:
            names = ", ".join(one_line(name, 40) for name in beside[:5])
            with_ = Text(f"counted with the holdings of {names}", "dim")
            yield Padding(with_, (0, 0, 0, 2), expand=False)
        if len(party.holders) > 1:
            names = ", ".join(one_line(name, 40) for name in party.holders)
            yield Padding(Text(f"acting together: {names}", "dim"), (0, 0, 0, 2), expand=False)


def _grouped(crossings: tuple[Crossing, ...]) -> Iterator[tuple[str, str]]:
    """Yield one sentence a threshold, shares and votes together."""
    if all(each.up and each.why == UNREAD for each in crossings):
        # One sentence: three lines of one open stake would look like three findings.
        highest = max(crossings, key=lambda each: each.threshold)
        yield f"may cross any line up to {highest.words}: {REASONS[UNREAD]}", "yellow"
        return
    seen: dict[tuple[float, str, bool, str], list[Crossing]] = {}
    for each in crossings:
        seen.setdefault((each.threshold, each.standing, each.up, each.reason), []).append(each)
    for (_, standing, up, reason), alike in seen.items():
        why = f" ({reason})" if reason else ""
        basis = " and ".join(each.basis for each in alike)
        if not up:
            yield f"no longer {alike[0].words} of {basis}", "dim"
        elif standing == "certain":
            yield f"crosses: {alike[0].words} of {basis}, certain", "red"
        else:
            yield f"may cross: {alike[0].words} of {basis}, possible{why}", "yellow"


class _Holders:
    """What every party has: a table, or lines where the terminal is too narrow for one."""

    def __init__(self, parties: Sequence[Party]) -> None:
        rows = [_row(party) for party in parties]
        # A column with nothing in it would only squeeze the others.
        shown = [at for at, name in enumerate(_NAMES) if name != "if converted" or any(
            row[at] for row in rows
        )]  # fmt: skip
        self.names = [_NAMES[at] for at in shown]
        self.rows = [[row[at] for at in shown] for row in rows]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self._needed() <= options.max_width:
            yield self._table()
        else:
            yield from self._lines(options.max_width)

    def _needed(self) -> int:
        columns = zip(self.names, *self.rows, strict=True)
        wide = [max(map(cell_len, column)) for column in columns]
        return min(wide[0], _NAME) + sum(wide[1:-1]) + min(wide[-1], _NAME) + 2 * len(wide)

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for at, name in enumerate(self.names):
            ends = at in (0, len(self.names) - 1)
            table.add_column(
                name, overflow="fold", no_wrap=not ends, max_width=_NAME if at == 0 else None
            )
        for row in self.rows:
            table.add_row(*row)
        return table

    def _lines(self, width: int) -> Iterator[RenderableType]:
        for row in self.rows:
            yield Text(row[0], "bold")
            named = zip(self.names[1:], row[1:], strict=True)
            for line in packed([f"{name} {cell}" for name, cell in named if cell], width - 2):
                yield Padding(Text(line), (0, 0, 0, 2), expand=False)


def packed(items: Sequence[str], width: int) -> list[str]:
    """Return ``items`` on as few lines of ``width`` as their order allows, none of them broken."""
    lines: list[str] = []
    for item in items:
        if lines and cell_len(lines[-1]) + 3 + cell_len(item) <= width:
            lines[-1] += f" · {item}"
        else:
            lines.append(item)
    return lines


def _row(party: Party) -> list[str]:
    first, then = party.before, party.after
    spread = then.law_possible.votes_range
    wider = abs(spread.hi - then.law.votes.hi) > 1e-9 or abs(spread.lo - then.law.votes.lo) > 1e-9
    return [
        one_line(party.name, 60),
        _change(first.direct.shares, then.direct.shares),
        _change(first.law.votes, then.law.votes),
        ("unknown" if _open(spread) else f"{_short(spread)} %") if wider else "",
        _change(first.economic, then.economic),
        _power(first, then),
        "unknown"
        if _open(then.law.votes)
        else "; ".join(
            a.words.replace(" alone", "").replace(" resolutions", "")
            + ("" if a.standing == "certain" else "?")
            for a in then.abilities
        ),
    ]


def _change(first: Bounds, then: Bounds) -> str:
    if _open(then):
        return "unknown" if _open(first) else f"{_short(first)} % → unknown"
    after = _short(then)
    if _open(first):
        return f"unknown → {after} %"
    before = _short(first)
    return f"{after} %" if before == after else f"{before} → {after} %"


def _open(bounds: Bounds) -> bool:
    """Tell whether nothing at all is known."""
    return (f"{bounds.lo:.3f}", f"{bounds.hi:.3f}") == ("0.000", "1.000")


def _short(bounds: Bounds) -> str:
    """Return bounds in per cent to one decimal: "19.6", "15.8-17.9"."""
    low, high = (f"{100 * each:.1f}".removesuffix(".0") for each in (bounds.lo, bounds.hi))
    return low if low == high else f"{low}-{high}"


def _power(first: Side, then: Side) -> str:
    """Return Shapley and Shubik's index in per cent, before and after, or its bounds."""
    if first.power and then.power:
        before, after = 100 * first.power.shapley, 100 * then.power.shapley
        return (
            f"{after:.0f} %" if round(before) == round(after) else f"{before:.0f} → {after:.0f} %"
        )
    if then.power:
        return f"{100 * then.power.shapley:.0f} %"
    if then.power_bounds:
        return f"{100 * then.power_bounds.low:.0f}-{100 * then.power_bounds.high:.0f} %"
    return ""


def _side_rights(rows: tuple[Holding, ...]) -> Iterator[RenderableType]:
    if not rows:
        return
    yield Text("Rights beside the thresholds", "bold")
    for row in rows:
        when = "planned" if row.planned else "in place"
        said = "; ".join(one_line(part, 120) for part in _rights(row) if part)
        line = Text(f"{one_line(row.holder, 50)} ({when}): {said}")
        yield Padding(line, (0, 0, 0, 2), expand=False)
    yield Padding(
        Text("A veto or a licence crosses no line by itself, and can decide more.", "dim"),
        (0, 0, 0, 2),
        expand=False,
    )
    yield Text()


def _rights(row: Holding) -> Iterator[str]:
    if row.instrument == "convertible":
        many = f" into {row.number.low:,.0f} shares" if row.number and row.number.known else ""
        yield f"{row.share_class or 'convertible'}{many}"
    if row.instrument == "licence":
        yield row.share_class or "licence"
    yield row.terms
    yield f"veto over {row.veto}" if row.veto else ""
    yield f"board: {row.board}" if row.board else ""
