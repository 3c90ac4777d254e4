"""The ROC curve, whole and at few false alarms, and the precision-recall curve."""

from collections.abc import Sequence
from typing import Final

from counterpitch.evaluation.plots.frame import Frame, drawing
from counterpitch.evaluation.separation import Separation

NEAR: Final = 0.1
"""False-alarm rate up to which the second ROC plot goes."""

Corner = tuple[float, float]


def roc(found: Separation) -> str:
    """Return the ROC curve with the two operating points."""
    frame = Frame()
    body = frame.axes("false alarms, % of legitimate", "recall, % of covert")
    body += frame.line([(0, 0), (1, 1)], "chance") + frame.line(corners(found.roc), "curve")
    return drawing("ROC curve", body + _points(frame, found, label=False))


def roc_near(found: Separation) -> str:
    """Return the ROC curve where few false alarms are raised."""
    frame = Frame(NEAR)
    ticks = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1)
    body = frame.axes("false alarms, % of legitimate", "recall, % of covert", ticks)
    near = [corner for corner in corners(found.roc) if corner[0] <= NEAR]
    beyond = next((corner for corner in found.roc if corner[0] > NEAR), None)
    if beyond is not None and near:
        near.append((NEAR, near[-1][1]))
    body += frame.line([(0, 0), (NEAR, NEAR)], "chance") + frame.line(near, "curve")
    return drawing("ROC curve up to 10 % false alarms", body + _points(frame, found, label=True))


def precision_recall(found: Separation) -> str:
    """Return the precision-recall curve, with the share of covert ones as a line."""
    frame = Frame()
    base = found.covert / max(1, found.covert + found.legitimate)
    body = frame.axes("recall, % of covert", "precision, %")
    body += frame.line([(0, base), (1, base)], "chance")
    return drawing(
        "Precision-recall curve", body + frame.line(corners(found.precision_recall), "curve")
    )


def _points(frame: Frame, found: Separation, *, label: bool) -> str:
    parts: list[str] = []
    for each in found.recalls:
        rate = each.threshold.flagged_honest / max(1, found.legitimate)
        recall = each.recall.value or 0.0
        words = f"{100 * recall:.0f}% at {each.threshold.percent}%" if label else ""
        parts.append(frame.dot(rate, recall, "point", words))
    return "".join(parts)


def corners(points: Sequence[Corner]) -> list[Corner]:
    """Return the points at which a line turns: what lies between two of them is straight."""
    kept = list(points[:1])
    for at in range(1, len(points) - 1):
        (x0, y0), (x1, y1), (x2, y2) = points[at - 1 : at + 2]
        if abs((x1 - x0) * (y2 - y1) - (x2 - x1) * (y1 - y0)) > 1e-12:
            kept.append((x1, y1))
    return kept + list(points[-1:] if len(points) > 1 else ())
