"""The pages: complete, escaped, self-contained."""

import re
from pathlib import Path

import pytest

from counterpitch.ownership.areas.classify import classify
from counterpitch.ownership.page.company import Whole, page
from counterpitch.ownership.page.history import events, history
from counterpitch.ownership.page.sheet import sheet_page
from counterpitch.ownership.sheet.facts import Known
from counterpitch.ownership.sheet.fill import fill
from counterpitch.ownership.sheet.form import form
from counterpitch.ownership.signals.find import signals
from tests.ownership.example import DAY, TARGET, example, traced


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the example."""
    store = example(tmp_path_factory.mktemp("page") / "register")
    trace = traced(store)
    whole = Whole(
        trace, signals(store, TARGET, DAY), history(store, trace),
        classify("We build <b>quantum computers</b>."),
    )  # fmt: skip
    return page(whole)


def test_page_tells_every_part(made: str) -> None:
    """Owners, chart, signals, areas, changes and questions are there."""
    for words in ("Ultimate owners", "Ines Okafor", "own-chart", "Honest explanation",
                  "Quantum technologies", "Changes", "What to ask", "not legal advice"):  # fmt: skip
        assert words in made


def test_page_shows_the_records_behind_it(made: str) -> None:
    """Documents are named where the answer rests on them."""
    assert "/company/09999901/psc/1" in made


def test_markup_from_outside_stays_text(made: str) -> None:
    """Names and texts are escaped in the page and in its chart."""
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert "<b>quantum" not in made


def test_page_asks_for_nothing(made: str) -> None:
    """No script, no request: the policy forbids them, and none is there."""
    assert "default-src 'none'" in made
    assert not re.search(r"\s(?:src|href)=|@import|url\((?!#)", made)


def test_changes_are_told_once_newest_first(tmp_path: Path) -> None:
    """Beginning and end of each interest, without what lies after the date asked about."""
    store = example(tmp_path / "register")
    found = events(history(store, traced(store)), {"person:ines": "Ines Okafor"}, DAY)
    days = [event.day for event in found]
    assert days == sorted(days, reverse=True)
    assert len({(e.day, e.what, e.owner, e.owned, e.words) for e in found}) == len(found)
    assert any(e.what == "ends" and e.owner == "Ines Okafor" for e in found)


def test_sheet_page_marks_gaps(tmp_path: Path) -> None:
    """Each gap is marked and says what to do; markup stays text."""
    sheet = fill(form("nsi"), Known(traced(example(tmp_path / "register"))))
    made = sheet_page(sheet)
    assert made.count('class="gap"') == len(sheet.gaps) > 5
    assert "<script" not in made
