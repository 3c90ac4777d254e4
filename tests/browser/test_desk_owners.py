"""Owners in the desk in a real browser: search, company, deal, the company a contact claims."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterpitch.cases import open_store
from counterpitch.cases.people import directory, sessions
from counterpitch.web.demo import register
from counterpitch.web.desk import Desk
from counterpitch.web.settings import DeskSettings
from counterpitch.web.visit import SESSION_COOKIE
from tests.browser.desk import listening
from tests.browser.test_desk_looks import TROUBLE, UNNAMED
from tests.web.test_owners import claiming

pytestmark = pytest.mark.browser
COMPANY = "/owners/company?id=gb-coh:99990001"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with the demo's register and one approach that claims a company of it."""
    folder: Path = tmp_path_factory.mktemp("owners")
    with open_store(str(folder / "desk.sqlite"), keys=folder / "keys") as store:
        settings = DeskSettings(folder, register=register.filled(folder))
        made = Desk(settings, store)
        directory.add_first(store, "robin", "Robin", "violet anchor seven lamps", now=made.clock())
        claiming(made, "Ledger & Vale Advisory", "h@ledgervale.example")
        yield made


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    """The desk, listening."""
    with listening(desk) as found:
        yield found


def _page(browser: Any, desk: Desk, address: str, width: int, scheme: str) -> tuple[Any, list[str]]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    robin = directory.find_login(desk.store, "robin")
    assert robin is not None
    secret = sessions.open_session(desk.store, robin.id, now=desk.clock())
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": address}])
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else 0)
    page.on("request", lambda r: 0 if r.url.startswith(address) else troubles.append(r.url))
    return page, troubles


def test_from_the_claimed_company_to_its_owners_and_a_deal(
    browser: Any, desk: Desk, address: str
) -> None:
    """Approach → what the register says → company → search → chart → areas → what-if → answer."""
    page, troubles = _page(browser, desk, address, 1440, "light")
    page.goto(f"{address}/approaches/1")
    page.locator("#claim").scroll_into_view_if_needed()
    page.wait_for_selector("#claim .points")
    assert "others at Suite 9, 40 Tern Row" in page.inner_text("#claim")
    page.click("#claim >> text=Who is behind")
    assert page.inner_text("h1") == "LEDGER & VALE ADVISORY LTD"
    page.goto(f"{address}/owners")
    page.fill("#text", "tidewater")
    page.click("button:has-text('Look')")
    page.click("text=TIDEWATER PHOTONICS LTD")
    chart = page.locator("svg.own-chart")
    assert "BRACKWATER" in (chart.text_content() or "")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.own-chart .link')).fill") == "none"
    )
    page.click("summary:has-text('1 chain') >> nth=0")
    assert "psc/Ama2026-07-01" in page.inner_text(".owner >> nth=0")
    page.fill("#about", "We make superconducting qubits for quantum computers.")
    page.click("button:has-text('Look for sensitive areas')")
    assert "“We make superconducting qubits" in page.inner_text("#areas")
    with page.expect_download() as saved:
        page.click("button:has-text('Save it')")
    assert "TIDEWATER" in Path(saved.value.path()).read_text("utf-8")
    page.click("text=What if: a planned deal")
    page.fill("[name=deal_holder] >> nth=0", "Vega Holdings")
    page.fill("[name=deal_stake] >> nth=0", "25-50 %")
    page.fill("[name=deal_seller] >> nth=0", "Amara Tolland")
    page.click("button:has-text('Reckon')")
    assert "Vega Holdings" in page.inner_text("#answer .crossings")
    assert page.input_value("[name=deal_holder] >> nth=0") == "Vega Holdings"
    assert troubles == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_fit_and_can_be_read(
    browser: Any, desk: Desk, address: str, width: int, scheme: str
) -> None:
    """No sideways scrolling, contrast of 4.5 for every word, a name on every control."""
    page, troubles = _page(browser, desk, address, width, scheme)
    for path in ("/owners", "/owners?text=quay", "/owners?text=nobody", COMPANY,
                 f"{COMPANY}&at=2020-01-01", "/owners/what-if?id=gb-coh:99990001",
                 "/approaches/1/claim"):  # fmt: skip
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(at => { at.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        # Words in a drawing lie on its shapes, not on the card; tests of the chart look at those.
        faint = [each for each in page.evaluate(TROUBLE) if not isinstance(each[1], dict)]
        assert faint == [], (path, scheme)
        assert page.evaluate(UNNAMED) == [], path
        assert page.locator("h1").count() == 1, path
    assert troubles == []
    page.close()


def test_without_a_register_the_page_teaches(browser: Any, desk: Desk) -> None:
    """The empty state fits a phone and shows both commands."""
    bare = Desk(msgspec.structs.replace(desk.settings, register=None), desk.store)
    with listening(bare) as address:
        page, troubles = _page(browser, bare, address, 390, "dark")
        page.goto(f"{address}/owners")
        assert "counterpitch own load" in page.inner_text("main")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(TROUBLE) == []
        assert troubles == []
        page.close()
