"""The evaluation as text tables, readable at 80 columns."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from counterpitch.evaluation.alarms import Alarms
from counterpitch.evaluation.calibration import Calibration
from counterpitch.evaluation.evasion.figures import EvasionFigures
from counterpitch.evaluation.evidence import EvidenceFigures
from counterpitch.evaluation.figures import Evaluation
from counterpitch.evaluation.groups import Difference, Fairness
from counterpitch.evaluation.interval import Estimate, Rate
from counterpitch.evaluation.ranking import PERCENTS
from counterpitch.evaluation.separation import Separation
from counterpitch.evaluation.stages import StageFigures
from counterpitch.evaluation.swap import SwapFigures
from counterpitch.evaluation.tables import Row, Table
from counterpitch.evaluation.twins import PairFigures
from counterpitch.evaluation.words import (
    change,
    figure,
    per_thousand,
    percent,
    points,
    share,
    span,
)
from counterpitch.render.plain import one_line

ROWS = 25
"""Rows of the longest tables that the terminal shows; the page and the JSON have them all."""


def screen(found: Evaluation) -> RenderableType:
    """Return everything that was found, section by section."""
    parts: list[RenderableType] = [Text(one_line(found.judge, 100), "dim")]
    parts += _separation(found.separation)
    parts += [Text(one_line(line, 400), "yellow") for line in found.cautions]
    parts += _calibration(found.calibration) if found.calibration else ()
    parts += _pairs(found.pairs) if found.pairs else ()
    parts += _stages(found.stages) if found.stages else ()
    for table in found.tables:
        parts += _table(table)
    parts += _evidence(found.evidence) if found.evidence else ()
    parts += _alarms(found.benign) if found.benign else ()
    for grouping in found.fairness:
        parts += _fairness(grouping)
    parts += _swap(found.swap) if found.swap else ()
    parts += _evasion(found.evasion, found.separation) if found.evasion else ()
    return Group(*parts)


def _grid(first: str, *columns: str) -> Grid:
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    grid.add_column(first, overflow="fold", max_width=34)
    for name in columns:
        grid.add_column(name, justify="right", no_wrap=True)
    return grid


def _title(text: str, small: str = "") -> Text:
    title = Text(f"\n{text}", "bold")
    return title.append(f"  {small}", "not bold dim") if small else title


def _separation(found: Separation) -> Iterator[RenderableType]:
    yield Text.assemble(
        (f"{found.covert} covert approaches, {found.legitimate} legitimate", "bold"),
        f", {found.scam} scam{'' if found.scam == 1 else 's'}",
    )
    grid = _grid("", "", "95% interval")
    grid.add_row("ROC-AUC", figure(found.auc.value), span(found.auc, shares=False))
    precision = found.average_precision
    grid.add_row("average precision", figure(precision.value), span(precision, shares=False))
    for each in found.recalls:
        cut = each.threshold
        grid.add_row(
            f"recall at {cut.percent}% false alarms", percent(each.recall.value), span(each.recall),
            f"above {cut.value:.3f}: {cut.flagged_honest} of {found.legitimate} honest",
        )  # fmt: skip
    grid.columns[-1].justify = "left"
    yield grid
    yield Text(
        f"AUC against scams {figure(found.auc_scam)}, against all others {figure(found.auc_rest)}",
        "dim",
    )


def _calibration(found: Calibration) -> Iterator[RenderableType]:
    yield _title("Calibration", "all labels; covert counts as 1")
    yield Text(
        f"Brier score {found.brier:.4f} (always saying the base rate: {found.brier_constant:.4f}),"
        f" expected calibration error {found.expected_error:.3f}"
    )
    grid = _grid("probability", "conversations", "mean", "covert", "95% interval")
    for each in found.bins:
        grid.add_row(
            f"{each.low:.1f}–{each.high:.1f}", f"{each.covert.total}", f"{each.mean:.2f}",
            percent(each.covert.value), span(each.covert),
        )  # fmt: skip
    yield grid


def _pairs(found: PairFigures) -> Iterator[RenderableType]:
    yield _title("Pairs", "the covert twin above its honest twin; a tie is wrong")
    yield Text(
        f"{share(found.right)} right, 95% interval {span(found.right)}, {len(found.ties)} ties"
    )
    if found.ties:
        named = ", ".join(f"{one_line(t.pair, 40)} ({t.score:.3f})" for t in found.ties[:12])
        more = f" and {len(found.ties) - 12} more" if len(found.ties) > 12 else ""
        yield Text(f"ties: {named}{more}", "dim")
    if found.incomplete:
        yield Text(f"{found.incomplete} pairs without exactly one twin of either label", "dim")


def _stages(found: StageFigures) -> Iterator[RenderableType]:
    yield _title("Stages", "covert conversations only")
    yield Text(
        f"exact {share(found.exact)}, no stage told counted as wrong; where one is told:"
        f" exact {share(found.exact_told)}, off by {figure(found.distance, 2)} stages"
    )
    yield Text(
        f"always the most frequent: exact {percent(found.baseline.value)},"
        f" off by {found.baseline_distance:.2f}",
        "dim",
    )
    columns = list(next(iter(found.table.values())))
    grid = _grid("labelled ↓  told →", *columns)
    for name, counts in found.table.items():
        grid.add_row(name, *(str(counts[column]) for column in columns))
    yield grid


def _table(table: Table) -> Iterator[RenderableType]:
    against = ", AUC against all legitimate" if table.by == "stage" else ""
    yield _title(f"By {table.by}", f"thresholds of the whole corpus{against}")
    recalls = [f"recall@{percent_}%" for percent_ in PERCENTS]
    grid = _grid(table.by, "covert", *recalls, "legit.", "alarms", "scam", "AUC")
    for row in table.rows[:ROWS]:
        grid.add_row(*_cells(row))
    yield grid
    more = len(table.rows) - ROWS + table.left_out
    if more > 0:
        yield Text(f"and {more} more: see --html or --json", "dim")


def _cells(row: Row) -> list[str]:
    recalls = [percent(each.value) for each in row.recalls] or ["–"] * len(PERCENTS)
    return [
        one_line(row.name, 40), str(row.found.total), *recalls, str(row.alarms.total),
        percent(row.alarms.value), str(row.scams), figure(row.auc),
    ]  # fmt: skip


def _evidence(found: EvidenceFigures) -> Iterator[RenderableType]:
    yield _title("Evidence", f"{found.conversations} annotated conversations, by sentence")
    grid = _grid("", "cases", "same name", "95%", "any name", "95%")
    for name, cases, same, whatever in (
        ("recall: gold found", found.gold, found.recall, found.recall_any),
        ("precision: quotes gold", found.quoted, found.precision, found.precision_any),
    ):
        grid.add_row(name, str(cases), *_pair(same), *_pair(whatever))
    yield grid
    yield Text(
        f"{found.never_named} gold quotes are of indicators that no verdict here names;"
        f" {found.placeless} quotes stand in no text and are left out",
        "dim",
    )
    yield from _indicators(found)


def _pair(each: Estimate) -> tuple[str, str]:
    return percent(each.value), span(each)


def _indicators(found: EvidenceFigures) -> Iterator[RenderableType]:
    grid = _grid("indicator", "gold", "recall", "quoted", "precision")
    for each in found.indicators[:ROWS]:
        grid.add_row(
            one_line(each.indicator, 40), str(each.recall.total), percent(each.recall.value),
            str(each.precision.total), percent(each.precision.value),
        )  # fmt: skip
    yield grid
    if len(found.indicators) > ROWS:
        yield Text(f"and {len(found.indicators) - ROWS} more: see --html or --json", "dim")


def _alarms(found: Sequence[Alarms]) -> Iterator[RenderableType]:
    yield _title("Honest texts", "false alarms per 1,000")
    grid = _grid("corpus", "texts", "elevated+", "95%", "high", "95%", "scam")
    for each in found:
        grid.add_row(
            one_line(each.corpus, 40), str(each.elevated.total), *_thousand(each.elevated),
            *_thousand(each.high), per_thousand(each.scam),
        )  # fmt: skip
    yield grid


def _thousand(each: Rate) -> tuple[str, str]:
    return per_thousand(each), span(each, times=1000)


def _fairness(found: Fairness) -> Iterator[RenderableType]:
    yield _title(
        f"By {one_line(found.name, 40)}", "legitimate only, alarms in band elevated or high"
    )
    grid = _grid("group", "legit.", "alarms", "95%", "mean score")
    for each in found.groups:
        grid.add_row(
            one_line(each.group, 40), str(each.alarms.total), percent(each.alarms.value),
            span(each.alarms), f"{each.mean:.3f}",
        )  # fmt: skip
    yield grid
    yield Text(f"alarms: {_difference(found.alarms)}")
    yield Text(f"mean score: {_difference(found.mean)}")


def _difference(found: Difference | None) -> str:
    if found is None:
        return "no two groups are large enough to compare"
    return (
        f"largest difference {found.value:.3f} ({one_line(found.highest, 30)} over"
        f" {one_line(found.lowest, 30)}), as large by chance: p = {found.p:.3f}"
    )


def _swap(found: SwapFigures) -> Iterator[RenderableType]:
    yield _title("Swap check", "names, places, languages, currencies, codes, domain endings")
    style = "bold red" if found.changed else "green"
    yield Text.assemble(
        f"{found.conversations} conversations × {found.origins} origins,"
        f" {found.altered} moves altered the text: ",
        (f"{found.changed} scores changed", style),
    )
    for example in found.examples:
        yield Text(f"  {one_line(example, 100)}", "red")


def _evasion(found: Sequence[EvasionFigures], whole: Separation) -> Iterator[RenderableType]:
    yield _title("Evasion", "only the contact's words of covert conversations change")
    recalls = [text for p in PERCENTS for text in (f"recall@{p}%", "")]
    grid = _grid("", "AUC", "", *recalls)
    before = [text for each in whole.recalls for text in (percent(each.recall.value), "")]
    grid.add_row("as written", figure(whole.auc.value), "", *before)
    for each in found:
        pairs = zip(each.recalls, each.recall_drops, strict=True)
        cells = [text for value, drop in pairs for text in (percent(value), points(drop))]
        grid.add_row(each.name, figure(each.auc), change(each.auc_drop), *cells)
    yield grid
