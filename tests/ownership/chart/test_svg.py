"""The picture: complete, escaped, the same each time, readable without colour."""

import re
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.ownership.answer import Bounds
from counterpitch.ownership.chart.fold import MOST_BOXES, folded
from counterpitch.ownership.chart.graph import Box, Graph, Link, band
from counterpitch.ownership.chart.source import graph_of
from counterpitch.ownership.chart.svg import svg
from counterpitch.ownership.chart.text import MOST_LINES, PER_LINE, SLANTED, lines_of, width_of
from counterpitch.ownership.node import Node
from tests.ownership.test_trace import held, traced

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import ownershippictures  # noqa: E402

TARGET = Box("t", "Target Ltd", target=True)


@pytest.mark.parametrize("name", ["a-structure", "a-chain"])
def test_the_shipped_pictures_are_what_the_code_draws(name: str) -> None:
    """Golden files: run tools/ownershippictures.py after a change that is meant."""
    found = ownershippictures.layered() if name == "a-structure" else ownershippictures.simple()
    drawn = svg(graph_of(found))
    assert drawn == (ROOT / f"docs/pictures/ownership/{name}.svg").read_text("utf-8")


def test_markup_in_names_stays_text() -> None:
    """A name that is markup is shown as it is, in a file that still is well-formed."""
    evil = Box("x", '<script>alert(1)</script> & "]]>', lines=("<b>",))
    drawn = svg(Graph("<i>", (TARGET, evil), (Link("x", "t", "<u>5 %"),)))
    ET.fromstring(drawn)  # noqa: S314 - our own output
    assert "<script" not in drawn
    assert "<u>" not in drawn


@given(st.text(max_size=120), st.text(max_size=30), st.text(max_size=20))
@settings(max_examples=80, deadline=None)
def test_any_name_gives_a_well_formed_file(name: str, line: str, words: str) -> None:
    """Control codes, direction marks and all else leave the file well-formed."""
    box = Box("x", name, lines=(line,))
    ET.fromstring(svg(Graph(name, (TARGET, box), (Link("x", "t", words),))))  # noqa: S314


def test_nothing_is_fetched() -> None:
    """No link, script, image or import, save the name of the format."""
    drawn = (ROOT / "docs/pictures/ownership/a-structure.svg").read_text("utf-8")
    assert re.findall(r"https?://[^\"]+", drawn) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|@import|xlink|href", drawn)


def test_certain_and_possible_differ_without_colour() -> None:
    """Possible links are dashed, the unknown has its own shape, thresholds are full or half."""
    boxes = (
        TARGET,
        Box("p", "Person", "person", standings=("certain", "possible", "excluded")),
        Box("u", "Not known", "unknown"),
    )
    links = (Link("p", "t", "50 %", "solid", 0.5), Link("u", "t", "?", "dashed", 1.0))
    drawn = svg(Graph("t", boxes, links))
    assert 'class="link dashed"' in drawn
    assert 'class="blank"' in drawn
    assert "mark full" in drawn
    assert "possibly passes" in drawn


def test_the_legend_names_only_what_is_there() -> None:
    """No ring, no state, no word of them."""
    drawn = svg(Graph("t", (TARGET, Box("p", "P", "person")), (Link("p", "t"),)))
    assert "ring" not in drawn.partition("</style>")[2]
    assert "state" not in drawn.partition("</style>")[2]


def test_many_small_holders_are_folded_with_their_count_and_sum() -> None:
    """Of thirty holders the largest are drawn, the rest is one box that says how many."""
    boxes = (TARGET, *(Box(f"p{n}", f"P{n}", "person") for n in range(30)))
    links = tuple(Link(f"p{n}", "t", weight=0.01 * (n < 3) + 0.001) for n in range(30))
    found = folded(Graph("t", boxes, links))
    fold = next(box for box in found.boxes if box.folded)
    assert fold.folded == 25
    assert fold.name == "25 further holders"
    assert {"p0", "p1", "p2"} <= {box.id for box in found.boxes}
    assert any("together up to" in link.text for link in found.links)


def test_an_unknown_is_never_folded() -> None:
    """What is not known stays in sight, however many small holders stand beside it."""
    boxes = (TARGET, Box("u", "Not known", "unknown"),
             *(Box(f"p{n}", f"P{n}", "person") for n in range(30)))  # fmt: skip
    links = (Link("u", "t"), *(Link(f"p{n}", "t") for n in range(30)))
    assert "u" in {box.id for box in folded(Graph("t", boxes, links)).boxes}


def test_thousands_of_holders_stay_a_chart_and_fast() -> None:
    """Five thousand holders of fifty companies are drawn in seconds, within the limit."""
    companies = [Box(f"c{n}", f"C{n}") for n in range(50)]
    people = [Box(f"p{n}", f"P{n}", "person") for n in range(5_000)]
    links = [Link(f"c{n}", "t", weight=0.02) for n in range(50)]
    links += [Link(f"p{n}", f"c{n % 50}", weight=0.01) for n in range(5_000)]
    found = Graph("t", (TARGET, *companies, *people), tuple(links))
    start = time.monotonic()
    drawn = svg(found)
    assert time.monotonic() - start < 20
    assert len(folded(found).boxes) <= MOST_BOXES
    assert "further holders" in drawn


def test_a_ring_of_three_thousand_is_one_box() -> None:
    """A ring too large to be drawn is told by its size."""
    boxes = (TARGET, *(Box(f"c{n}", f"C{n}") for n in range(3_000)))
    links = (Link("c0", "t"), *(Link(f"c{n}", f"c{(n + 1) % 3_000}") for n in range(3_000)))
    drawn = svg(Graph("t", boxes, links))
    assert "A ring of 3,000 companies" in drawn
    assert drawn.count("<g><title>") == 2


def test_self_holding_is_a_loop() -> None:
    """A company that holds its own shares has a line from itself to itself."""
    drawn = svg(Graph("t", (TARGET,), (Link("t", "t", "5 %", weight=0.05),)))
    assert drawn.count('class="link"') == 2  # the loop, and the legend's line


@given(st.text(max_size=200))
def test_names_are_cut_to_lines_that_fit(name: str) -> None:
    """No line is wider than a box, and no name has more lines than fit."""
    lines = lines_of(name)
    assert 1 <= len(lines) <= MOST_LINES
    assert all(width_of(line) <= PER_LINE + 1.5 for line in lines)


@given(st.text(max_size=200))
def test_names_between_slanted_sides_have_shorter_lines(name: str) -> None:
    """In the box of somebody unknown no line reaches its slanted sides, and there is one more."""
    lines = lines_of(name, slanted=True)
    assert 1 <= len(lines) <= MOST_LINES + 1
    assert all(width_of(line) <= SLANTED + 1.5 for line in lines)


def test_what_is_stated_of_a_way_is_said_beside_its_owner() -> None:
    """A share that a register states of a whole way stands in the box, not on a line of its own."""
    answer = traced(
        held("x", "B", 0.0, 1.0), held("B", "T", 0.8), held("x", "T", 0.6, directness="indirect"),
        nodes=(Node("x", kind="person", name="Vera Lindqvist"),),
    )  # fmt: skip
    drawn = graph_of(answer)
    [box] = [box for box in drawn.boxes if box.id == "x"]
    assert "60 % stated in all" in box.lines
    assert len(drawn.links) == 2


def test_bands_as_words() -> None:
    """Unknown is a question mark, a band keeps both ends."""
    assert band(Bounds(0.0, 1.0, 0.5)) == "?"
    assert band(Bounds(0.25, 0.5, 0.375)) == "25–50 %"
    assert band(Bounds(0.5, 0.5, 0.5)) == "50 %"


def test_what_the_law_attributes_is_said() -> None:
    """51 % of a holder of 26 % is 26 % by law, and the box says so beside its squares."""
    boxes = {box.name: box for box in graph_of(ownershippictures.simple()).boxes}
    assert "26 % by law" in boxes["Vera Lindqvist"].lines
    assert not any("by law" in line for line in boxes["Joan Aubry"].lines)
