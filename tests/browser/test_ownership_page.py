"""The company page and its chart in a real browser."""

from pathlib import Path
from typing import Any

import pytest

from counterpitch.ownership.areas.classify import classify
from counterpitch.ownership.page.company import Whole, page
from counterpitch.ownership.page.history import history
from counterpitch.ownership.signals.find import signals
from tests.browser.looks import CONTRAST
from tests.ownership.example import DAY, TARGET, example, traced

pytestmark = pytest.mark.browser
BOXES = """() => {
  const boxes = [...document.querySelectorAll('.own-chart g > title')].map(t => t.parentElement);
  return boxes.flatMap(g => {
    const shape = g.querySelector('rect:not(.mark), polygon:not(.mark)').getBoundingClientRect();
    return [...g.querySelectorAll('text')].map(t => t.getBoundingClientRect())
      .filter(t => t.left < shape.left - 6 || t.right > shape.right + 6)
      .map(() => g.querySelector('title').textContent);
  });
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's page, with names that are markup."""
    folder = tmp_path_factory.mktemp("company")
    store = example(folder / "register")
    trace = traced(store)
    whole = Whole(
        trace, signals(store, TARGET, DAY), history(store, trace),
        classify("We build quantum computers."),
    )  # fmt: skip
    path = folder / "company.html"
    path.write_text(page(whole), "utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page_fits_and_asks_for_nothing(browser: Any, made: Path, scheme: str, width: int) -> None:
    """The page runs nothing, fits the screen, and its chart is there."""
    seen = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    asked: list[str] = []
    seen.on("request", lambda request: asked.append(request.url))
    seen.goto(made.as_uri())
    assert asked == [made.as_uri()]
    assert seen.locator("script, img, iframe, object, form").count() == 0
    assert seen.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.locator(".own-chart").count() == 1
    seen.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable(browser: Any, made: Path, scheme: str) -> None:
    """Body, soft and marked text reach a contrast of 4.5."""
    seen = browser.new_page(color_scheme=scheme)
    seen.goto(made.as_uri())
    for selector in (".lead", ".list td small", ".signal h4", ".signal small", ".care", ".honest"):
        assert seen.evaluate(CONTRAST, selector) >= 4.5, selector
    seen.close()


def test_names_stay_within_their_boxes(browser: Any, made: Path) -> None:
    """No name of the chart runs over the edge of its box."""
    seen = browser.new_page(viewport={"width": 1600, "height": 900})
    seen.goto(made.as_uri())
    assert seen.evaluate(BOXES) == []
    seen.close()
