"""Signals on one screen, each with rows, honest explanations and base rate."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from counterpitch.ownership.signals.signal import Signal
from counterpitch.render.plain import one_line


def screen(found: tuple[Signal, ...], name: str) -> RenderableType:
    """Return the signals of the company called ``name``."""
    if not found:
        return Text(f"No signal at {one_line(name, 80)}. Silence is no proof.", "green")
    many = f"{len(found)} signal{'s' if len(found) != 1 else ''}"
    title = Text(f"{one_line(name, 80)}: {many}", "bold")
    parts: list[RenderableType] = [title, Text()]
    for signal in found:
        parts += _signal(signal)
    parts.append(
        Text("A signal is a reason to ask, not proof. They are not added up to a score.", "dim")
    )
    return Group(*parts)


def _signal(signal: Signal) -> list[RenderableType]:
    lines: list[RenderableType] = [Text(signal.kind.title, "bold yellow")]
    for row in signal.evidence[:6]:
        source = " ".join(part for part in (row.source, row.source_ref) if part)
        lines.append(_in(Text(one_line(row.sentence, 400)), 2))
        if source:
            lines.append(_in(Text(one_line(source, 160), "dim"), 4))
    more = signal.more + max(len(signal.evidence) - 6, 0)
    if more:
        lines.append(_in(Text(f"and {more} more rows", "dim"), 2))
    lines.append(_in(Text(f"Honest explanation: {' '.join(signal.kind.innocent)}", "green"), 2))
    if signal.rate:
        note = f", {signal.rate.note}" if signal.rate.note else ""
        lines.append(_in(Text(f"In the loaded register: {signal.rate.words}{note}.", "dim"), 2))
    lines += [_in(Text(signal.kind.settle), 2), Text()]
    return lines


def _in(text: Text, by: int) -> Padding:
    return Padding(text, (0, 0, 0, by), expand=False)
