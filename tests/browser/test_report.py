"""The report in a real browser."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Message
from counterpitch.pipeline.scan import assessor
from counterpitch.render.html import Report, write

pytestmark = pytest.mark.browser
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start a headless Chromium, or skip with a clear line."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium is installed: the report was not looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report on an approach whose every field tries to inject markup."""
    at = datetime(2026, 3, 2, 9, 14, tzinfo=UTC)
    text = (
        "We pay 3,000 for a short paper. Please send me the internal documents and do not tell "
        f"your employer. {HOSTILE} http://evil.example/a javascript:alert(1)"
    )
    conversation = Conversation(
        f"id-{HOSTILE}", "email", (Message("contact", text, at, author=HOSTILE, subject=HOSTILE),),
        Contact(HOSTILE, HOSTILE, HOSTILE),
    )  # fmt: skip
    ready = assessor()
    guidance = ready.matcher.book.guidance
    path = tmp_path_factory.mktemp("report") / "report.html"
    pair = (conversation, ready.assess(conversation))
    write(Report((pair,), 1, 1, 0, {"high": 1}, (), 0, guidance, guidance.routes), path)
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_report_shows_without_requests_or_overflow(
    browser: Any, report: Path, scheme: str, width: int
) -> None:
    """The page works offline, runs nothing, fits the screen and shows its evidence."""
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    assert page.title() == "counterpitch report"
    assert asked == [report.as_uri()]
    assert page.locator("article mark.approach").count() >= 1
    assert page.locator("script, img, iframe, object, form").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("a[href^='http'], a[href^='javascript']").count() == 0
    page.close()


def test_text_contrast_is_readable(browser: Any, report: Path) -> None:
    """Body text, soft text and highlighted evidence reach a contrast of 4.5 in both schemes."""
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(report.as_uri())
        for selector in ("article .text", "article .who", "article mark", "article .pill"):
            assert page.evaluate(CONTRAST, selector) >= 4.5, (scheme, selector)
        page.close()


CONTRAST = """(selector) => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let at = document.querySelector(selector);
  const ink = light(rgb(getComputedStyle(at).color));
  let paper = [255, 255, 255];
  for (; at; at = at.parentElement) {
    const c = getComputedStyle(at).backgroundColor;
    const v = rgb(c);
    if (c.startsWith('rgb') && (v.length === 3 || v[3] === 1)) { paper = v; break; }
  }
  const [a, b] = [ink, light(paper)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""
