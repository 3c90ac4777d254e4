"""A lead's whole day, and the reporter's end of it, in a real browser; then proof at the terminal."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterpitch.cases import open_store, receive
from counterpitch.cases.linking.run import link_store
from counterpitch.cases.people import directory
from counterpitch.web.desk import Desk
from counterpitch.web.settings import DeskSettings
from tests.browser.desk import listening
from tests.web.conftest import TEXT

pytestmark = pytest.mark.browser
PASSWORD = "violet anchor seven lamps"
EXAMPLE = Path(__file__).parents[2] / "examples" / "campaigns.jsonl"
WHY = "the same mailbox wrote to three teams"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Desk, str]]:
    """A desk with a lead and a linked inbox; and the receipt code of whoever handed it in."""
    with open_store(str(tmp_path / "desk.sqlite"), keys=tmp_path) as store:
        made = Desk(DeskSettings(tmp_path), store)
        directory.add_first(store, "robin", "Robin Hale", PASSWORD, now=made.clock())
        code = receive(store, content=EXAMPLE, actor="noor").code
        receive(store, content=TEXT, actor="noor", quick=True)
        link_store(store, actor="robin")
        yield made, code


def _ticked(page: Any) -> int:
    """Filter by band and channel, tick the first three, and judge them with one reason."""
    page.click(".bandbar a:has(.band-high)")
    page.wait_for_url("**band=high**")
    page.select_option("#channel", "email")
    page.wait_for_url("**channel=email**")
    page.wait_for_load_state("networkidle")
    found: int = page.locator(".queue > li").count()
    assert found >= 4
    assert page.locator(".queue .band-high").count() == found
    assert "linkedin" not in page.inner_text(".queue")
    for at in range(3):
        page.locator(".queue input[type=checkbox]").nth(at).check()
    assert page.inner_text("[data-ticked]") == "3"
    page.select_option("#judgement", "confirmed")
    page.fill("#reason", WHY)
    page.click(".bulk button:has-text('Judge')")
    page.wait_for_load_state("networkidle")
    assert "band=high" in page.url
    assert "channel=email" in page.url
    assert page.locator(".queue > li").count() == found - 3
    return found


def _downloaded(page: Any, click: str) -> bytes:
    with page.expect_download() as saved:
        page.click(click)
    return Path(saved.value.path()).read_bytes()


def _small_cells(content: bytes) -> None:
    """Counts from 1 to 4 never leave; what is zero or large does."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    counts = [cell for row in rows[1:] for cell in row[1:]]
    assert "<5" in counts
    assert not {"1", "2", "3", "4"} & set(counts)


def test_from_the_queue_to_the_outcome(
    browser: Any, desk: tuple[Desk, str], tmp_path: Path
) -> None:
    """Sign in, filter, judge many, campaign, trends, case, task, close, pack, proof, outcome."""
    made, code = desk
    troubles: list[str] = []
    with listening(made) as address:
        page = _page(browser, address, troubles)
        page.goto(f"{address}/login")
        page.fill("#login", "robin")
        page.fill("#password", PASSWORD)
        page.click("main button:has-text('Log in')")
        page.wait_for_url("**/queue")
        _ticked(page)

        # An approach of the larger campaign, and from it the campaign with all its members.
        page.goto(f"{address}/queue?status=confirmed&channel=email")
        page.click(".queue .name >> nth=0")
        assert WHY in page.inner_text("main")
        page.click("text=approaches that hang together")
        page.wait_for_selector("#members")
        members = page.locator("#members tbody tr").count()
        assert f"{members} approaches" in page.inner_text(".lead")
        assert members >= 3
        page.locator("#members tbody a").first.click()
        page.wait_for_url("**/approaches/*")

        page.click(".rail >> text=Trends")
        figures = page.locator("section.card:has-text('By channel')").first
        assert "email" in figures.inner_text()
        _small_cells(_downloaded(page, "section.card:has(h3:text('By channel')) a:text('CSV')"))

        case = _case(page, address)
        pack = _downloaded(page, "button:has-text('Evidence pack')")
        assert case in page.url

        reporter = _page(browser, address, troubles)
        reporter.goto(f"{address}/outcome")
        reporter.fill("#code", code)
        reporter.click("button:has-text('Show it')")
        assert "take it seriously" in reporter.inner_text("main")
        assert WHY not in reporter.inner_text("main")
    assert troubles == []
    _proof(pack, tmp_path)


def _page(browser: Any, address: str, troubles: list[str]) -> Any:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(90_000)
    page.on("console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else 0)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda r: 0 if r.url.startswith(address) else troubles.append(r.url))
    return page


def _case(page: Any, address: str) -> str:
    """Make a case of a confirmed approach, with a task; close it; return its path."""
    page.goto(f"{address}/queue?status=confirmed&channel=email")
    page.click(".queue .name >> nth=0")
    page.fill("#title", "One mailbox, three teams")
    page.click("button:has-text('Open a case')")
    page.wait_for_url("**/cases/*")
    page.fill("#task", "Warn the three teams")
    page.select_option("#owner", "robin")
    page.fill("#tasks input[type=date]", "2027-01-04")
    page.click("#tasks >> button:has-text('Add')")
    said = page.inner_text("#tasks")
    assert "Warn the three teams" in said
    assert "robin · due 2027-01-04" in said
    page.click("label.choice:has-text('closed')")
    page.fill("#why", "all three teams were warned")
    page.click("button:has-text('Move it')")
    assert page.inner_text(".flow [aria-current]") == "closed"
    assert "all three teams were warned" in page.inner_text("main")
    path: str = page.url.removeprefix(address).partition("?")[0].partition("#")[0]
    return path


def _proof(pack: bytes, tmp_path: Path) -> None:
    """The pack's own script finds it whole, and says so when a byte is changed; so the journal."""
    folder = tmp_path / "pack"
    with zipfile.ZipFile(io.BytesIO(pack)) as packed:
        packed.extractall(folder)
    [script] = folder.rglob("verify.py")
    command = [sys.executable, "-I", script.name]
    done = subprocess.run(command, cwd=script.parent, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    report = script.parent / "report.html"
    assert "One mailbox, three teams" in report.read_text("utf-8")
    report.write_bytes(report.read_bytes().replace(b"three teams", b"seven teams", 1))
    done = subprocess.run(command, cwd=script.parent, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "report.html" in done.stdout + done.stderr
    terminal = [sys.executable, "-m", "counterpitch", "journal", "verify"]
    environment = {**os.environ, "COUNTERPITCH_DATA": str(tmp_path)}
    told = subprocess.run(terminal, env=environment, capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told.stderr
    assert "entries hold" in told.stdout
