"""How the desk looks: it fits every screen, every word is readable, nothing is colour alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterpitch.cases import (
    add_note,
    add_task,
    judge,
    new_case,
    open_store,
    receive,
)
from counterpitch.cases.people import directory, links, sessions
from counterpitch.web.desk import Desk
from counterpitch.web.settings import DeskSettings
from counterpitch.web.visit import SESSION_COOKIE
from tests.browser.desk import listening
from tests.web.conftest import TEXT

pytestmark = pytest.mark.browser
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
PAGES = (
    "/queue", "/queue?status=all", "/search?text=paper", "/approaches/1", "/approaches/2", "/cases",
    "/cases/1", "/trends", "/journal", "/settings", "/people", "/people/links", "/people/logins",
    "/api/docs", "/report", "/mine", "/outcome", "/nowhere",
)  # fmt: skip

TROUBLE = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = (at) => {
    for (; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none' && !style.backgroundImage.includes('transparent')) return null;
      const c = style.backgroundColor;
      if (c.startsWith('color(')) {
        const v = parse(c.slice(c.indexOf('srgb') + 4));
        if (v.length === 3 || v[3] === 1) return v.slice(0, 3).map(x => x * 255);
        continue;
      }
      const v = parse(c);
      if (c.startsWith('rgb') && (v.length === 3 || v[3] === 1)) return v;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !at.getClientRects().length) continue;
    if (at.closest('[disabled], .hidden, .skip, script, style, option')) continue;
    const style = getComputedStyle(at);
    const ink = at.closest('svg') ? style.fill : style.color;
    const under = paper(at);
    if (!under || !ink.startsWith('rgb')) continue;
    const [a, b] = [light(parse(ink)), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push([ratio.toFixed(2), at.className, walk.currentNode.textContent.trim().slice(0, 40)]);
  }
  return found;
}"""
"""Every visible text whose contrast with what lies under it is below 4.5."""

UNNAMED = """() => [...document.querySelectorAll('input, select, textarea, button, a')]
  .filter(at => at.type !== 'hidden' && at.getClientRects().length)
  .filter(at => !(at.labels && at.labels.length) && !at.getAttribute('aria-label')
    && !at.textContent.trim())
  .map(at => at.outerHTML.slice(0, 120))"""
"""Every control without a name that a screen reader could say."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with something on every page, overlong words included."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with open_store(str(folder / "desk.sqlite"), keys=folder / "keys") as store:
        made = Desk(DeskSettings(folder), store)
        directory.add_first(store, "robin", LONG, "violet anchor seven lamps", now=made.clock())
        receive(store, content=TEXT, actor="robin", note=LONG, revealed=["a CV"])
        receive(store, content=f"{LONG[:60]}: We pay 9,000 for papers. {LONG}\n", actor=LONG)
        receive(store, content="Ann: We need your password for the paper now\n", actor="x")
        judge(store, [2], "robin", "confirmed", LONG)
        case = new_case(store, title=LONG, actor="robin", approaches=[1, 2], summary=LONG)
        add_task(store, case, title=LONG, actor="robin", owner=LONG)
        add_note(store, case, LONG, actor="robin")
        links.make(store, LONG, "robin", now=made.clock())
        yield made


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    """The desk, listening."""
    with listening(desk) as found:
        yield found


def _view(browser: Any, desk: Desk, address: str, width: int, scheme: str) -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    robin = directory.find_login(desk.store, "robin")
    assert robin is not None
    secret = sessions.open_session(desk.store, robin.id, now=desk.clock())
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": address}])
    return context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_fit_and_can_be_read(
    browser: Any, desk: Desk, address: str, width: int, scheme: str
) -> None:
    """No sideways scrolling, contrast of 4.5 for every word, a name on every control."""
    page = _view(browser, desk, address, width, scheme)
    for path in PAGES:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(at => { at.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(TROUBLE) == [], (path, scheme)
        assert page.evaluate(UNNAMED) == [], path
        assert page.locator("h1").count() == 1, path
        assert page.locator("main#main").count() == 1, path
    page.close()


def test_bands_read_in_greyscale(browser: Any, desk: Desk, address: str) -> None:
    """Each band has a word, its own number of bars, and another kind of border or filling."""
    page = _view(browser, desk, address, 1440, "light")
    page.goto(f"{address}/queue")
    looks = set()
    for band in ("high", "elevated", "low", "none"):
        mark = page.locator(f".bandbar .band-{band}")
        assert mark.inner_text().strip()
        full = mark.locator("rect:not(.off)").count()
        looks.add((full, mark.evaluate("at => getComputedStyle(at).borderStyle + "
                                       "(getComputedStyle(at).backgroundColor)")))  # fmt: skip
    assert len({full for full, _ in looks}) == 4
    page.close()


def test_keyboard_users_see_where_they_are(browser: Any, desk: Desk, address: str) -> None:
    """The first tab shows the way past the menu, and what has the focus is outlined."""
    page = _view(browser, desk, address, 1440, "light")
    page.goto(f"{address}/queue")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


def test_nothing_moves_for_who_asked_for_stillness(browser: Any, desk: Desk, address: str) -> None:
    """With reduced motion no scrolling is animated."""
    page = _view(browser, desk, address, 1440, "light")
    page.goto(f"{address}/approaches/1")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.close()
