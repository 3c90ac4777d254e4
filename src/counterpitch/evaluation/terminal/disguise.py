"""What each evasion costs."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from counterpitch.evaluation.evasion.figures import EvasionFigures, recalls_before
from counterpitch.evaluation.ranking import PERCENTS
from counterpitch.evaluation.terminal.layout import grid, title
from counterpitch.evaluation.words import change, figure, percent, points


def evasion(found: Sequence[EvasionFigures]) -> Iterator[RenderableType]:
    """Yield what each evasion costs."""
    yield title("Evasion", "only the contact's words of covert conversations change")
    recalls = [text for p in PERCENTS for text in (f"recall@{p}%", "")]
    shown = grid("", "AUC", "", *recalls)
    before = [text for value in recalls_before(found) for text in (percent(value), "")]
    shown.add_row("as written", figure(found[0].auc + found[0].auc_drop), "", *before)
    for each in found:
        pairs = zip(each.recalls, each.recall_drops, strict=True)
        cells = [text for value, drop in pairs for text in (percent(value), points(drop))]
        shown.add_row(each.name, figure(each.auc), change(each.auc_drop), *cells)
    yield shown
