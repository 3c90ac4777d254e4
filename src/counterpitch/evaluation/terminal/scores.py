"""Separation, calibration, pairs and stages."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from counterpitch.evaluation.calibration import Calibration
from counterpitch.evaluation.separation import Separation
from counterpitch.evaluation.stages import StageFigures
from counterpitch.evaluation.terminal.layout import grid, title
from counterpitch.evaluation.twins import PairFigures
from counterpitch.evaluation.words import figure, percent, share, span
from counterpitch.render.plain import one_line


def separation(found: Separation) -> Iterator[RenderableType]:
    """Yield the headline figures."""
    yield Text.assemble(
        (f"{found.covert} covert approaches, {found.legitimate} legitimate", "bold"),
        f", {found.scam} scam{'' if found.scam == 1 else 's'}",
    )
    shown = grid("", "", "95% interval")
    shown.add_row("ROC-AUC", figure(found.auc.value), span(found.auc, shares=False))
    precision = found.average_precision
    shown.add_row("average precision", figure(precision.value), span(precision, shares=False))
    for each in found.recalls:
        cut = each.threshold
        shown.add_row(
            f"recall at {cut.percent}% false alarms", percent(each.recall.value), span(each.recall),
            f"above {cut.value:.3f}: {cut.flagged_honest} of {found.legitimate} honest",
        )  # fmt: skip
    shown.columns[-1].justify = "left"
    yield shown
    yield Text(
        f"AUC against scams {figure(found.auc_scam)}, against all others {figure(found.auc_rest)}",
        "dim",
    )


def calibration(found: Calibration) -> Iterator[RenderableType]:
    """Yield Brier score, expected error and the bins."""
    yield title("Calibration", "all labels; covert counts as 1")
    yield Text(
        f"Brier score {found.brier:.4f} (always saying the base rate: {found.brier_constant:.4f}),"
        f" expected calibration error {found.expected_error:.3f}"
    )
    shown = grid("probability", "conversations", "mean", "covert", "95% interval")
    for each in found.bins:
        shown.add_row(
            f"{each.low:.1f}–{each.high:.1f}", f"{each.covert.total}", f"{each.mean:.2f}",
            percent(each.covert.value), span(each.covert),
        )  # fmt: skip
    yield shown


def pairs(found: PairFigures) -> Iterator[RenderableType]:
    """Yield the share of right pairs, and every tie."""
    yield title("Pairs", "the covert twin above its honest twin; a tie is wrong")
    yield Text(
        f"{share(found.right)} right, 95% interval {span(found.right)}, {len(found.ties)} ties"
    )
    if found.ties:
        named = ", ".join(f"{one_line(t.pair, 40)} ({t.score:.3f})" for t in found.ties[:12])
        more = f" and {len(found.ties) - 12} more" if len(found.ties) > 12 else ""
        yield Text(f"ties: {named}{more}", "dim")
    if found.incomplete:
        yield Text(f"{found.incomplete} pairs without exactly one twin of either label", "dim")


def stages(found: StageFigures) -> Iterator[RenderableType]:
    """Yield exactness and distance of stages, and who was taken for what."""
    yield title("Stages", "covert conversations only")
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
    shown = grid("labelled ↓  told →", *columns)
    for name, counts in found.table.items():
        shown.add_row(name, *(str(counts[column]) for column in columns))
    yield shown
