"""Honest texts, groups of people, and the swap check."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from counterpitch.evaluation.alarms import Alarms
from counterpitch.evaluation.groups import Difference, Fairness
from counterpitch.evaluation.interval import Rate
from counterpitch.evaluation.swap import SwapFigures
from counterpitch.evaluation.terminal.layout import grid, title
from counterpitch.evaluation.words import per_thousand, percent, span
from counterpitch.render.plain import one_line


def alarms(found: Sequence[Alarms]) -> Iterator[RenderableType]:
    """Yield the false alarms on honest texts."""
    yield title("Honest texts", "false alarms per 1,000")
    shown = grid("corpus", "texts", "elevated+", "95%", "high", "95%", "scam")
    for each in found:
        shown.add_row(
            one_line(each.corpus, 40), str(each.elevated.total), *_thousand(each.elevated),
            *_thousand(each.high), per_thousand(each.scam),
        )  # fmt: skip
    yield shown


def _thousand(each: Rate) -> tuple[str, str]:
    return per_thousand(each), span(each, times=1000)


def fairness(found: Fairness) -> Iterator[RenderableType]:
    """Yield false alarms and mean scores by group, and the largest differences."""
    yield title(
        f"By {one_line(found.name, 40)}", "legitimate only, alarms in band elevated or high"
    )
    shown = grid("group", "legit.", "alarms", "95%", "mean score")
    for each in found.groups:
        shown.add_row(
            one_line(each.group, 40), str(each.alarms.total), percent(each.alarms.value),
            span(each.alarms), f"{each.mean:.3f}",
        )  # fmt: skip
    yield shown
    yield Text(f"alarms: {_difference(found.alarms)}")
    yield Text(f"mean score: {_difference(found.mean)}")


def _difference(found: Difference | None) -> str:
    if found is None:
        return "no two groups are large enough to compare"
    return (
        f"largest difference {found.value:.3f} ({one_line(found.highest, 30)} over"
        f" {one_line(found.lowest, 30)}), as large by chance: p = {found.p:.3f}"
    )


def swap(found: SwapFigures) -> Iterator[RenderableType]:
    """Yield how many scores changed with origin."""
    yield title("Swap check", "names, places, languages, currencies, codes, domain endings")
    style = "bold red" if found.changed else "green"
    yield Text.assemble(
        f"{found.conversations} conversations × {found.origins} origins,"
        f" {found.altered} moves altered the text: ",
        (f"{found.changed} scores changed", style),
    )
    for example in found.examples:
        yield Text(f"  {one_line(example, 100)}", "red")
