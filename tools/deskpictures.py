"""Takes the pictures of docs/pictures/desk: every page of the desk, on a screen and on a telephone.

Run ``python tools/deskpictures.py``; it starts the demo in a folder of its own (``--folder`` keeps
it for the next time), asks Debian's Chromium, and writes pictures of 64 colours. Names given
as arguments take those alone. What is shown is invented.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from counterpitch.cases import open_store
from counterpitch.cases.people import totp

FOLDER: Final = Path(__file__).parents[1] / "docs" / "pictures" / "desk"
PASSWORD: Final = "violet anchor seven lamps"  # noqa: S105 - of a desk that is thrown away
WIDE: Final = (1440, 1000)
PHONE: Final = (390, 844)
SAID: Final = """Helen Ashworth: Dear Dr Lindqvist, I came across your paper on seekers.

Me: Thank you. For whom do you work?

Helen Ashworth: My client prefers not to be named. We pay 2,000 for a short paper; please send the
internal roadmap and do not tell your employer.
"""

Act = Callable[[Any, str], None]
"""Brings a page (of playwright) of a desk at an address to where the picture is taken."""


class Shot(msgspec.Struct, frozen=True):
    """A picture: its name, how to get there, and the heights at which it is cut."""

    name: str
    act: Act
    tall: int = WIDE[1]
    dark: bool = False


def at(path: str) -> Act:
    """Return the way to a path."""
    return lambda page, address: page.goto(address + path)


def first(listing: str, link: str, below: str = "") -> Act:
    """Return the way to what the first ``link`` of a list leads to, scrolled to ``below``."""

    def act(page: Any, address: str) -> None:
        page.goto(address + listing)
        page.goto(address + page.locator(link).first.get_attribute("href"))
        if below:
            page.locator(below).first.scroll_into_view_if_needed()

    return act


def answered(page: Any, address: str) -> None:
    """Hand something in and stay at the answer."""
    page.goto(f"{address}/report")
    # Another sum on each screen, so that it is never "we have this already".
    page.fill("#text", SAID.replace("2,000", f"{page.viewport_size['width'] + 1000:,}"))
    page.locator("input[name=revealed]").first.check()
    page.locator("form.report button, main form button").last.click()
    page.wait_for_selector("text=receipt")


def compared(page: Any, address: str) -> None:
    """Compare two approaches of the largest campaign."""
    first("/campaigns", "main a[href^='/campaigns/']")(page, address)
    found = page.locator("main a[href^='/campaigns/why']").first.get_attribute("href")
    page.goto(address + found)


def outcome(page: Any, address: str) -> None:
    """Show what became of something that was handed in."""
    page.goto(f"{address}/mine")
    page.locator("main a[href^='/outcome/']").last.click()
    page.wait_for_selector("h1")


DEMO: Final = (
    Shot("queue", at("/queue")),
    Shot("approach", first("/queue?band=high", "ol.queue a.name"), 1100),
    Shot("approach-dark", first("/queue?band=high", "ol.queue a.name"), 1100, dark=True),
    Shot("search", at("/search?text=paper")),
    Shot("cases", at("/cases")),
    Shot("case", first("/cases", "main a[href^='/cases/']"), 1100),
    Shot("trends", at("/trends"), 1100),
    Shot("campaigns", at("/campaigns")),
    Shot("campaign", first("/campaigns", "main a[href^='/campaigns/']"), 1100),
    Shot("campaign-why", compared, WIDE[1], dark=True),
    Shot("owners", at("/owners")),
    Shot("company", first("/owners?text=Tidewater", "main a[href^='/owners/company']"), 1400),
    Shot("report", at("/report")),
    Shot("answer", answered, 1100),
    Shot("mine", at("/mine")),
    Shot("outcome", outcome),
    Shot("ask", at("/outcome")),
    Shot("journal", at("/journal")),
    Shot("settings", at("/settings")),
    Shot("people", at("/people")),
    Shot("links", at("/people/links")),
    Shot("logins", at("/people/logins")),
    Shot("api", at("/api/docs")),
)


def main() -> None:
    """Take the pictures that are asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--address", help="a demo that runs already")
    parser.add_argument("--out", type=Path, default=FOLDER)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="cp-pictures-"))
    wanted = set(asked.names)
    with chromium() as browser:
        shots = [each for each in DEMO if not wanted or each.name in wanted]
        if shots:
            with desk(folder / "demo", "--demo", running=asked.address) as address:
                for shot in shots:
                    take(browser, address, shot, asked.out, demo=True)
        if not wanted or wanted & {"start", "login", "code", "second-factor", "first-queue"}:
            shutil.rmtree(folder / "new", ignore_errors=True)
            with desk(folder / "new") as address:
                begin(browser, address, folder / "new", asked.out)


@contextmanager
def desk(folder: Path, *options: str, running: str | None = None) -> Iterator[str]:
    """Start a desk with its data in ``folder``; yield its address."""
    if running:
        yield running
        return
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "COUNTERPITCH_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "counterpitch", "desk", "--port", "0", *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    try:
        told = server.stdout.readline().decode() if server.stdout else ""
        yield f"http://127.0.0.1:{told.partition('127.0.0.1:')[2].split('/')[0].split()[0]}"
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start a headless Chromium."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("No Chromium is installed.")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


def take(browser: Any, address: str, shot: Shot, out: Path, *, demo: bool) -> None:
    """Take a picture at both widths."""
    for suffix, (width, height) in (("", (WIDE[0], shot.tall)), ("-phone", PHONE)):
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce",
            color_scheme="dark" if shot.dark else "light",
        )  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(60_000)
        if demo:
            page.goto(f"{address}/demo")
        shot.act(page, address)
        keep(page, out / f"{shot.name}{suffix}.png")
        context.close()


def keep(page: Any, path: Path) -> None:
    """Write what a page shows as a picture of 64 colours; say where it is wider than it may be."""
    from PIL import Image

    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    drawn.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.name, f"{path.stat().st_size // 1024} kB", f"TOO WIDE by {wide}" if wide > 0 else "")


def begin(browser: Any, address: str, folder: Path, out: Path) -> None:
    """Take the pictures of a first start, a second factor and a login, step by step."""
    sizes = {"": WIDE, "-phone": PHONE}
    pages = {}
    for suffix, (width, height) in sizes.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        pages[suffix] = context.new_page()
        pages[suffix].goto(address)
        keep(pages[suffix], out / f"start{suffix}.png")
    page = pages[""]
    for field, value in (
        ("name", "Robin Hale"), ("login", "robin"), ("password", PASSWORD), ("again", PASSWORD),
    ):  # fmt: skip
        page.fill(f"#{field}", value)
    page.click("button.big")
    page.goto(f"{address}/queue")
    keep(page, out / "first-queue.png")
    for suffix, (width, height) in sizes.items():
        fresh = browser.new_context(viewport={"width": width, "height": height}).new_page()
        fresh.goto(f"{address}/login")
        keep(fresh, out / f"login{suffix}.png")
    second_factor(page, address, folder, out)
    for suffix, (width, height) in sizes.items():
        fresh = browser.new_context(viewport={"width": width, "height": height}).new_page()
        fresh.goto(f"{address}/login")
        fresh.fill("#login", "robin")
        fresh.fill("#password", PASSWORD)
        fresh.click("button.big")
        fresh.wait_for_selector("#code")
        keep(fresh, out / f"code{suffix}.png")


def second_factor(page: Any, address: str, folder: Path, out: Path) -> None:
    """Set up a second factor and take its picture at both widths."""
    from pyotp import TOTP

    from counterpitch.cases.people import directory

    page.goto(f"{address}/settings")
    page.locator("form[action='/settings/second-factor/begin'] button").click()
    page.wait_for_selector("#code")
    keep(page, out / "second-factor.png")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    keep(page, out / "second-factor-phone.png")
    with open_store(str(folder / "desk.sqlite"), keys=folder) as store:
        person = directory.find_login(store, "robin")
        secret = totp.pending(store, person) if person else ""
    page.fill("#code", TOTP(secret).now())
    page.locator("main form button").last.click()
    page.wait_for_selector("text=spare codes")


if __name__ == "__main__":
    main()
