"""The learning curve as a drawing."""

import msgspec


class Point(msgspec.Struct):
    """One network: what it was fitted on, and its figures on the fold that it never saw.

    ``auc`` and ``recall_at_5`` are (value, low, high) of the whole sum, ``lean_auc`` of the leans
    alone; ``marks_ap`` is the average precision of marked sentences.
    """

    name: str
    conversations: int
    marks: int
    auc: list[float]
    lean_auc: list[float]
    recall_at_5: list[float]
    marks_ap: float
    seconds: int


class Curve(msgspec.Struct):
    """All points, and how many conversations were judged, weighed and only read."""

    judged: int
    weighed: int
    honest: int
    points: list[Point]


def plotted(curve: Curve) -> str:
    """Return the drawing."""
    return ""
