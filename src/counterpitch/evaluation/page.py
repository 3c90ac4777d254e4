"""The evaluation as one self-contained HTML page, in the look of the scan's report.

Everything from outside is escaped; the page runs nothing and asks for nothing.
"""

from pathlib import Path
from typing import Any, Final

from counterpitch import __version__
from counterpitch.evaluation import words
from counterpitch.evaluation.evasion.figures import recalls_before
from counterpitch.evaluation.figures import Evaluation
from counterpitch.evaluation.groups import Fairness
from counterpitch.evaluation.interval import Rate
from counterpitch.evaluation.plots.curves import precision_recall, roc, roc_near
from counterpitch.evaluation.plots.forest import Dot, forest
from counterpitch.evaluation.plots.reliability import histogram, reliability
from counterpitch.evaluation.ranking import PERCENTS
from counterpitch.render.html import style
from counterpitch.render.plain import one_line

_TEMPLATES: Final = Path(__file__).parent / "templates"
DOTS: Final = 30
"""Rows of one plot of dots; the table beside it has all."""


def page(found: Evaluation) -> str:
    """Return the whole page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["line"] = one_line
    for name in ("figure", "percent", "points", "change", "span", "share", "per_thousand"):
        environment.filters[name] = getattr(words, name)
    return environment.get_template("evaluation.html.j2").render(
        found=found,
        plots=_plots(found),
        percents=PERCENTS,
        version=__version__,
        style=style() + (_TEMPLATES / "evaluation.css").read_text("utf-8"),
    )


def _plots(found: Evaluation) -> dict[str, Any]:
    apart = found.separation
    return {
        "roc": roc(apart) if apart.roc else "",
        "near": roc_near(apart) if apart.roc else "",
        "precision": precision_recall(apart) if apart.precision_recall else "",
        "histogram": histogram(found.histogram),
        "reliability": reliability(found.calibration) if found.calibration else "",
        "alarms": _alarms(found) if found.benign else "",
        "groups": [_groups(each) for each in found.fairness],
        "evasion": _evasions(found),
    }


def _alarms(found: Evaluation) -> str:
    rows = [(each.corpus, each.elevated) for each in found.benign]
    return _rates(rows, "False alarms per 1,000 honest texts", unit=1000.0)


def _rates(rows: list[tuple[str, Rate]], title: str, unit: float = 100.0) -> str:
    """Return shares with Wilson's intervals on an axis just wide enough."""
    most = max((rate.high or 0.0 for _, rate in rows), default=0.0)
    steps = (0.004, 0.01, 0.02, 0.04, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8)
    wide = next((step for step in steps if most <= step), 1.0)
    dots = [
        Dot(one_line(name, 60), rate.value, rate.low, rate.high, f"{rate.count} of {rate.total}")
        for name, rate in rows[:DOTS]
        if rate.value is not None
    ]
    return forest(title, dots, most=wide, unit=unit)


def _groups(found: Fairness) -> str:
    return _rates([(each.group, each.alarms) for each in found.groups], "False alarms by group")


def _evasions(found: Evaluation) -> list[str]:
    """Return one plot a recall, if evasions were tried."""
    count = len(found.separation.recalls) if found.evasion else 0
    return [_evasion(found, at) for at in range(count)]


def _evasion(found: Evaluation, at: int) -> str:
    recall = found.separation.recalls[at]
    before = recalls_before(found.evasion)[at]
    dots = [
        Dot(
            each.name, each.recalls[at], words=words.points(each.recall_drops[at]), before=before
        )
        for each in found.evasion
    ]  # fmt: skip
    percent = recall.threshold.percent
    return forest(f"Recall at {percent} % false alarms after each evasion", dots)
