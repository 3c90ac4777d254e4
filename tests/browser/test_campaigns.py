"""Campaigns in a browser: found by button, drawn, explained, judged, and readable everywhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterpitch.cases import open_store, receive
from counterpitch.cases.linking.asking import campaign_of, opened
from counterpitch.cases.linking.run import link_store
from counterpitch.cases.people import directory, sessions
from counterpitch.web.desk import Desk
from counterpitch.web.settings import DeskSettings
from counterpitch.web.visit import SESSION_COOKIE
from tests.browser.desk import listening
from tests.browser.test_desk_looks import TROUBLE, UNNAMED

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).parents[2] / "examples" / "campaigns.jsonl"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that received the shipped example and has not linked it."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with open_store(str(folder / "desk.sqlite"), keys=folder / "keys") as store:
        made = Desk(DeskSettings(folder), store)
        directory.add_first(store, "robin", "Robin", "violet anchor seven lamps", now=made.clock())
        receive(store, content=EXAMPLE, actor="noor", quick=True)
        yield made


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    """The desk, listening."""
    with listening(desk) as found:
        yield found


def _view(browser: Any, desk: Desk, address: str, **how: Any) -> Any:
    context = browser.new_context(reduced_motion="reduce", **how)
    robin = directory.find_login(desk.store, "robin")
    assert robin is not None
    secret = sessions.open_session(desk.store, robin.id, now=desk.clock())
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": address}])
    return context.new_page()


@pytest.fixture
def linked(desk: Desk) -> str:
    """The larger campaign, linked if no test did before."""
    if opened(desk.store) is None:
        link_store(desk.store, actor="robin")
    return campaign_of(desk.store, 1)[0]


def test_from_the_button_to_a_judgement_and_back(browser: Any, desk: Desk, address: str) -> None:
    """A run in its own process shows its result by itself; then one click each way."""
    page = _view(browser, desk, address, viewport={"width": 1440, "height": 900})
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    page.on("pageerror", lambda each: said.append(str(each)))
    page.goto(f"{address}/campaigns")
    assert "Nothing was compared yet" in page.inner_text("main")
    page.click("text=Find campaigns >> nth=0")
    page.wait_for_selector("ol.campaigns li", timeout=60_000)
    assert page.locator("ol.campaigns li").count() == 2
    page.click("ol.campaigns a.name >> nth=0")
    page.wait_for_selector("[data-drawn]")
    assert int(page.get_attribute("[data-graph]", "data-drawn")) > 10
    page.click(".ties summary")
    page.click(".ties tbody a >> nth=0")
    assert "What would break it" in page.inner_text("main")
    page.fill("#reason", "two different people, on the telephone")
    page.click("text=They do not")
    assert "The judgement is kept" in page.inner_text("main")
    page.fill("input[aria-label*='taken back']", "misheard")
    page.click("text=Take back")
    assert "The judgement is kept" in page.inner_text("main")
    campaign, size = campaign_of(desk.store, 1)
    assert size == 10
    page.goto(f"{address}/approaches/1")
    page.click("text=One of 10 approaches that hang together")
    assert page.url == f"{address}/campaigns/{campaign}"
    # No style, script or picture was refused by the policy of the page.
    assert said == []
    page.close()


def test_without_script_the_table_says_the_same(
    browser: Any, desk: Desk, address: str, linked: str
) -> None:
    """No empty frame, and every tie with its reason and a way to the comparison."""
    page = _view(browser, desk, address, java_script_enabled=False)
    page.goto(f"{address}/campaigns/{linked}")
    assert not page.locator("[data-graph]").is_visible()
    assert page.locator(".ties tbody tr").count() > 10
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_fit_and_can_be_read(
    browser: Any, desk: Desk, address: str, linked: str, width: int, scheme: str
) -> None:
    """No sideways scrolling, contrast of 4.5 for every word, a name on every control."""
    size = {"width": width, "height": 900}
    page = _view(browser, desk, address, viewport=size, color_scheme=scheme)
    for path in ("/campaigns", "/campaigns/run", f"/campaigns/{linked}", "/campaigns/why?a=1&b=4"):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(at => { at.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(TROUBLE) == [], (path, scheme)
        assert page.evaluate(UNNAMED) == [], path
        assert page.locator("h1").count() == 1, path
    page.close()
