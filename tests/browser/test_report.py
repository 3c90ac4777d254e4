"""The report in a real browser."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Message
from counterpitch.pipeline.scan import assessor
from counterpitch.render.html import Report, write
from tests.browser.looks import CONTRAST

pytestmark = pytest.mark.browser
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


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
