"""The desk in a real browser: the whole journey, by mouse and by keyboard, with and without JS."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterpitch.cases import open_store, receive
from counterpitch.cases.people import directory, links
from counterpitch.web.desk import Desk
from counterpitch.web.settings import DeskSettings
from tests.browser.desk import listening
from tests.web.conftest import TEXT

pytestmark = pytest.mark.browser
PASSWORD = "violet anchor seven lamps"
QUIET = "Ann: Hello Bob, lunch on Thursday?\n\nMe: Yes, at noon.\n"


class Watch:
    """Opens pages and remembers what went wrong on them."""

    def __init__(self, browser: Any, address: str) -> None:
        self._browser = browser
        self.address = address
        self.troubles: list[str] = []

    def page(self, **how: Any) -> Any:
        """Return a page of a fresh visitor."""
        context = self._browser.new_context(viewport={"width": 1440, "height": 900}, **how)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda m: self._note(m.text, m.type in ("error", "warning")))
        page.on("pageerror", lambda error: self._note(str(error), True))
        page.on("request", lambda r: self._note(r.url, not r.url.startswith(self.address)))
        return page

    def _note(self, text: str, bad: bool) -> None:
        if bad:
            self.troubles.append(text)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new desk without anybody."""
    with open_store(str(tmp_path / "desk.sqlite"), keys=tmp_path / "keys") as store:
        yield Desk(DeskSettings(tmp_path), store)


@pytest.fixture
def watch(browser: Any, desk: Desk) -> Iterator[Watch]:
    """The desk, open in a browser; nothing may go wrong on any page."""
    with listening(desk) as address:
        found = Watch(browser, address)
        yield found
        assert found.troubles == []


def _lead(desk: Desk) -> None:
    directory.add_first(desk.store, "robin", "Robin Hale", PASSWORD, now=desk.clock())


def _log_in(watch: Watch, page: Any) -> None:
    page.goto(f"{watch.address}/login")
    page.fill("#login", "robin")
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Log in')")
    page.wait_for_url("**/queue")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_whole_journey(desk: Desk, watch: Watch, scripts: bool) -> None:
    """First start, report by link, verdict, queue, judgement, case, pack, outcome by code."""
    lead = watch.page(java_script_enabled=scripts)
    lead.goto(watch.address)
    assert lead.url.endswith("/start")
    for field, value in (("name", "Robin Hale"), ("login", "robin"), ("password", PASSWORD),
                         ("again", PASSWORD)):  # fmt: skip
        lead.fill(f"#{field}", value)
    lead.click("button:has-text('Open the desk')")
    assert "The queue is empty" in lead.inner_text("main")
    lead.click("text=Make a report link")
    lead.fill("#label", "all staff")
    lead.click("button:has-text('Make it')")
    link = lead.inner_text(".secret")

    reporter = watch.page(java_script_enabled=scripts)
    reporter.goto(link.replace(link.partition("/r/")[0], watch.address))
    reporter.fill("#text", TEXT)
    reporter.check("text=a CV")
    reporter.click("button:has-text('Hand it in')")
    code = reporter.inner_text(".receipt")
    said = reporter.inner_text("main")
    assert "wants your access" in said or "covert approaches begin" in said
    assert all(step in said for step in ("Recognise", "Realise", "Report", "Remove"))

    lead.goto(f"{watch.address}/queue")
    lead.click(".queue .name")
    assert "roadmap" in lead.inner_text("mark >> nth=0") or lead.locator("mark").count() > 1
    assert "a CV" in lead.inner_text("main")
    lead.click("label.choice:has-text('confirmed')")
    lead.fill("#reason", "nobody at the firm knows the name")
    lead.click("button:has-text('Keep it')")
    assert "nobody at the firm knows the name" in lead.inner_text("main")
    lead.fill("#title", "Paid papers")
    lead.click("button:has-text('Open a case')")
    lead.fill("#task", "Call the firm")
    lead.click("#tasks >> button:has-text('Add')")
    lead.click("label.choice:has-text('investigating')")
    lead.fill("#why", "two colleagues asked")
    lead.click("button:has-text('Move it')")
    assert "two colleagues asked" in lead.inner_text("main")
    with lead.expect_download() as download:
        lead.click("button:has-text('Evidence pack')")
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as pack:
        assert any(name.endswith("report.html") for name in pack.namelist())

    reporter.goto(f"{watch.address}/outcome")
    reporter.fill("#code", code.lower().replace("-", " "))
    reporter.click("button:has-text('Show it')")
    assert "take it seriously" in reporter.inner_text("main")


def test_the_queue_by_keyboard(desk: Desk, watch: Watch) -> None:
    """j and k move, x ticks, the bulk form judges what is ticked, enter opens."""
    _lead(desk)
    for text in (TEXT, QUIET, QUIET.replace("Ann", "Eve")):
        receive(desk.store, content=text, actor="x", quick=True)
    page = watch.page()
    _log_in(watch, page)
    for key in ("j", "j", "x", "j", "x", "k"):
        page.keyboard.press(key)
    assert page.locator(".queue li.at").count() == 1
    assert page.inner_text("[data-ticked]") == "2"
    page.select_option("#judgement", "false-alarm")
    page.fill("#reason", "colleagues")
    page.click(".bulk button")
    page.wait_for_load_state()
    assert page.locator(".queue > li").count() == 1
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/approaches/*")
    page.goto(f"{watch.address}/queue?status=all")
    page.keyboard.press("/")
    page.keyboard.type("lunch")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=lunch**")
    page.wait_for_load_state()
    assert page.locator(".queue > li").count() == 2


def test_the_filter_changes_the_list_in_place(desk: Desk, watch: Watch) -> None:
    """htmx swaps the list alone, and the address follows, so that back and reload work."""
    _lead(desk)
    for text in (TEXT, QUIET):
        receive(desk.store, content=text, actor="x", quick=True)
    page = watch.page()
    _log_in(watch, page)
    page.evaluate("window.kept = true")
    page.select_option("#order", "newest")
    page.wait_for_url("**order=newest**")
    assert page.evaluate("window.kept")
    assert page.locator(".queue > li").count() == 2


def test_a_second_factor_is_set_up_and_asked_for(desk: Desk, watch: Watch) -> None:
    """The QR code is shown, its code switches it on, and the next login asks for one."""
    from pyotp import TOTP

    _lead(desk)
    page = watch.page()
    _log_in(watch, page)
    page.goto(f"{watch.address}/settings")
    page.click("button:has-text('Set up an authenticator app')")
    box = page.locator(".qr svg").bounding_box()
    assert box["width"] > 150
    secret = page.inner_text(".code").replace(" ", "")
    page.fill("#code", TOTP(secret).at(desk.clock()))
    page.click("button:has-text('Switch it on')")
    assert len(page.inner_text(".secret").split()) == 8
    page.goto(f"{watch.address}/settings")
    page.click("button:has-text('Log out')")
    page.fill("#login", "robin")
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Log in')")
    # A code counts once, and one step early or late: the next one also holds if a step passes now.
    page.fill("#code", TOTP(secret).at(desk.clock() + 30))
    page.click("button:has-text('Go on')")
    page.wait_for_url("**/queue")
    assert "Robin Hale" in page.inner_text(".rail")


def test_stored_markup_does_not_run(desk: Desk, watch: Watch) -> None:
    """A conversation that tries to run a script changes nothing, and breaks no policy."""
    _lead(desk)
    evil = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    receive(desk.store, content=f"Helen: {evil} We pay for the roadmap\n", actor=evil, quick=True)
    page = watch.page()
    _log_in(watch, page)
    page.goto(f"{watch.address}/approaches/1")
    assert "owned" not in page.title()
    assert "document.title" in page.inner_text("main")
    assert page.locator("main script, main img, iframe").count() == 0


def test_a_report_link_opens_nothing_else(desk: Desk, watch: Watch) -> None:
    """Whoever has a link can report, and is asked to log in everywhere else."""
    _lead(desk)
    _, secret = links.make(desk.store, "all", "robin", now=desk.clock())
    page = watch.page()
    page.goto(f"{watch.address}/r/{secret}")
    assert page.locator("nav").count() == 0
    page.goto(f"{watch.address}/queue")
    assert "/login" in page.url
