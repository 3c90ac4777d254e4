"""Figures by file, language and so on, and evidence by indicator."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from counterpitch.evaluation.evidence import EvidenceFigures
from counterpitch.evaluation.interval import Estimate
from counterpitch.evaluation.ranking import PERCENTS
from counterpitch.evaluation.tables import Row, Table
from counterpitch.evaluation.terminal.layout import ROWS, grid, title
from counterpitch.evaluation.words import figure, percent, span
from counterpitch.render.plain import one_line


def table(table: Table) -> Iterator[RenderableType]:
    """Yield the figures by one way to group."""
    against = ", AUC against all legitimate" if table.by == "stage" else ""
    yield title(f"By {table.by}", f"thresholds of the whole corpus{against}")
    recalls = [f"recall@{percent_}%" for percent_ in PERCENTS]
    shown = grid(table.by, "covert", *recalls, "legit.", "alarms", "scam", "AUC")
    for row in table.rows[:ROWS]:
        shown.add_row(*_cells(row))
    yield shown
    more = len(table.rows) - ROWS + table.left_out
    if more > 0:
        yield Text(f"and {more} more: see --html or --json", "dim")


def _cells(row: Row) -> list[str]:
    recalls = [percent(each.value) for each in row.recalls] or ["–"] * len(PERCENTS)
    return [
        one_line(row.name, 40), str(row.found.total), *recalls, str(row.alarms.total),
        percent(row.alarms.value), str(row.scams), figure(row.auc),
    ]  # fmt: skip


def evidence(found: EvidenceFigures) -> Iterator[RenderableType]:
    """Yield recall and precision of evidence, whole and by indicator."""
    yield title("Evidence", f"{found.conversations} annotated conversations, by sentence")
    shown = grid("", "cases", "same name", "95%", "any name", "95%")
    for name, cases, same, whatever in (
        ("recall: gold found", found.gold, found.recall, found.recall_any),
        ("precision: quotes gold", found.quoted, found.precision, found.precision_any),
    ):
        shown.add_row(name, str(cases), *_pair(same), *_pair(whatever))
    yield shown
    yield Text(
        f"{found.never_named} gold quotes are of indicators that no verdict here names;"
        f" {found.placeless} quotes stand in no text and are left out",
        "dim",
    )
    yield from _indicators(found)


def _pair(each: Estimate) -> tuple[str, str]:
    return percent(each.value), span(each)


def _indicators(found: EvidenceFigures) -> Iterator[RenderableType]:
    shown = grid("indicator", "gold", "recall", "quoted", "precision")
    for each in found.indicators[:ROWS]:
        shown.add_row(
            one_line(each.indicator, 40), str(each.recall.total), percent(each.recall.value),
            str(each.precision.total), percent(each.precision.value),
        )  # fmt: skip
    yield shown
    if len(found.indicators) > ROWS:
        yield Text(f"and {len(found.indicators) - ROWS} more: see --html or --json", "dim")
