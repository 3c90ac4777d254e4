"""The evaluation's page in a real browser: light, dark, wide and narrow."""

from pathlib import Path
from typing import Any

import pytest

from counterpitch.evaluation.page import page
from tests.browser.looks import CONTRAST
from tests.evaluation.test_page import evil_evaluation

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an evaluation whose every word from outside tries to inject markup."""
    path = tmp_path_factory.mktemp("evaluation") / "evaluation.html"
    path.write_text(page(evil_evaluation()), "utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_shows_without_requests_or_overflow(
    browser: Any, written: Path, scheme: str, width: int
) -> None:
    """The page works offline, runs nothing, fits the screen, and every plot is drawn."""
    view = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(written.as_uri())
    assert view.title() == "counterpitch evaluation"
    assert asked == [written.as_uri()]
    assert view.locator("script, img, iframe, object, form").count() == 0
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    drawn = view.locator("figure svg")
    assert drawn.count() == 9
    for at in range(drawn.count()):
        box = drawn.nth(at).bounding_box()
        assert box["width"] > 250
        assert box["height"] > 50
    view.close()


def test_words_and_marks_are_readable(browser: Any, written: Path) -> None:
    """Text reaches a contrast of 4.5 in both schemes, and no text in a plot is under 8 px."""
    for scheme in ("light", "dark"):
        view = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 900})
        view.goto(written.as_uri())
        for selector in (
            ".lead",
            ".care",
            ".tile small",
            ".figures td",
            "figcaption small",
            ".pill",
        ):
            assert view.evaluate(CONTRAST, selector) >= 4.5, (scheme, selector)
        for kind in (".tick", ".number", ".axis", ".name"):
            assert view.evaluate(INK, kind) >= 4.5, (scheme, kind)
        assert view.evaluate(SMALLEST) >= 8
        view.close()


INK = """(kind) => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (c) => rgb(c).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ink = light(getComputedStyle(document.querySelector('svg ' + kind)).fill);
  const paper = light(getComputedStyle(document.querySelector('figure')).backgroundColor);
  const [a, b] = [ink, paper].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""
"""Contrast of the words in plots, whose colour is their fill."""

SMALLEST = """() => Math.min(...[...document.querySelectorAll('svg')].map(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return Math.min(...[...svg.querySelectorAll('text')]
    .map(text => scale * parseFloat(getComputedStyle(text).fontSize)));
}))"""
"""Height in pixels of the smallest words in any plot."""
