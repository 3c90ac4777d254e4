"""Plots: figures end up where the axes say, and labels cannot break out."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from counterpitch.evaluation.plots.curves import corners, precision_recall, roc, roc_near
from counterpitch.evaluation.plots.forest import Dot, forest
from counterpitch.evaluation.plots.frame import Frame
from counterpitch.evaluation.plots.reliability import histogram
from counterpitch.evaluation.separation import separation
from tests.evaluation.samples import judged


def test_corners_keep_the_line() -> None:
    """Points on a straight stretch are left out, every turn stays."""
    line = [(0.0, 0.0), (0.0, 0.2), (0.0, 0.5), (0.1, 0.5), (0.4, 0.5), (1.0, 1.0)]
    assert corners(line) == [(0.0, 0.0), (0.0, 0.5), (0.4, 0.5), (1.0, 1.0)]
    assert corners([]) == []


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_figure_is_higher_and_further_right(a: float, b: float) -> None:
    """The frame keeps order on both axes."""
    frame = Frame()
    if a < b:
        assert frame.x(a) <= frame.x(b)
        assert frame.y(a) >= frame.y(b)


def test_every_drawing_is_well_formed_and_draws_its_figures() -> None:
    """Curves, dots and bars are SVG with one mark per figure."""
    corpus = [judged(f"c{n}", "covert_approach", n / 10) for n in range(10)]
    corpus += [judged(f"h{n}", "legitimate", n / 20) for n in range(10)]
    apart = separation(corpus, 20, 1)
    for drawing, points in ((roc(apart), 2), (roc_near(apart), 2), (precision_recall(apart), 0)):
        root = ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing
        assert len([e for e in root.iter() if e.get("class") == "point"]) == points
        assert len([e for e in root.iter() if e.get("class") == "curve"]) == 1
    bars = ElementTree.fromstring(histogram({"scam": [0, 3, 1], "legitimate": [0, 0, 0]}))  # noqa: S314
    assert [e.get("class") for e in bars.iter("rect")] == ["scam"] * 3


def test_labels_from_outside_are_text() -> None:
    """Markup in the name of a group is escaped, and a long one is cut."""
    drawing = forest("t", [Dot("<script>alert(1)</script>" + "x" * 99, 0.5, 0.2, 0.9, "<b>")])
    assert "<script" not in drawing
    assert "<b>" not in drawing
    assert max(map(len, re.findall(r">([^<]*)<", drawing))) < 120
