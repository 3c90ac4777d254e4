"""The organisation's login, walked in a real browser against a real issuer in its own process."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

pytestmark = pytest.mark.browser
PASSWORD = "violet anchor seven lamps"
TREE = Path(__file__).parents[2]
PEOPLE = [
    {"login": "noor", "name": "Noor Haddad", "mail": "noor@desk.example", "password": PASSWORD},
    {"login": "robin", "name": "Robin Other", "mail": "robin@desk.example", "password": PASSWORD},
]


class House:
    """The desk and the issuer, both listening, and what a test makes the issuer do."""

    def __init__(self, desk: str, issuer: str) -> None:
        self.desk = desk
        self.issuer = issuer

    def tell(self, what: str, body: Any = None) -> None:
        """Drive the issuer."""
        httpx.post(f"{self.issuer}/-/{what}", json=body, timeout=60).raise_for_status()

    def keys(self) -> list[str]:
        """Return the names of the keys that the issuer publishes."""
        found = httpx.get(f"{self.issuer}/oauth/jwks.json", timeout=60).json()
        return [each["kid"] for each in found["keys"]]


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _running(*command: str, said: str, **environment: str) -> Iterator[None]:
    server = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=TREE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    )  # fmt: skip
    try:
        assert server.stdout is not None
        assert said in server.stdout.readline()
        yield
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[House]:
    """A new desk with its first lead, told of an issuer that knows two people."""
    pytest.importorskip("canaille", reason="no identity provider is installed: not walked")
    folder, (desk, issuer) = tmp_path_factory.mktemp("desk"), (_free(), _free())
    made = House(f"http://127.0.0.1:{desk}", f"http://localhost:{issuer}")
    wanted = {"port": issuer, "client": "desk", "secret": "a secret of theirs", "people": PEOPLE,
              "back": [f"{made.desk}/login/openid/back"]}  # fmt: skip
    options = ("--port", str(desk), "--openid-issuer", made.issuer, "--openid-client", "desk",
               "--openid-label", "the house")  # fmt: skip
    with (
        _running("tests.issuer.serve", json.dumps(wanted), said="listening"),
        _running("counterpitch", "desk", *options, said=made.desk, COUNTERPITCH_DATA=str(folder),
                 COUNTERPITCH_OPENID_SECRET="a secret of theirs"),
    ):  # fmt: skip
        page = browser.new_context().new_page()
        page.goto(made.desk)
        for field, value in (("name", "Robin Hale"), ("login", "robin"), ("password", PASSWORD),
                             ("again", PASSWORD)):  # fmt: skip
            page.fill(f"#{field}", value)
        page.click("button:has-text('Open the desk')")
        page.context.close()
        yield made


@pytest.fixture
def page(browser: Any, house: House) -> Iterator[Any]:
    """A fresh browser; the issuer tells the truth again afterwards."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = context.new_page()
    found.set_default_timeout(90_000)
    yield found
    house.tell("lie", {})
    context.close()


def _to_issuer(page: Any, house: House) -> None:
    page.goto(f"{house.desk}/login")
    page.click("text=Log in with the house")
    page.wait_for_url(f"{house.issuer}/**")


def _prove(page: Any, house: House, login: str = "noor", answer: str = "accept") -> None:
    """Log in at the issuer, as its own pages ask; whoever agreed once is not asked again."""
    page.fill("input[name=login]", login)
    page.click("button:has-text('Continue')")
    page.fill("input[name=password]", PASSWORD)
    page.click("button:has-text('Sign in')")
    asked = page.locator(f"button[value={answer}]")
    until = time.monotonic() + 90
    while not (page.url.startswith(house.desk) or asked.count()):
        assert time.monotonic() < until, page.inner_text("body")
        page.wait_for_timeout(100)
    if not page.url.startswith(house.desk):
        asked.click()


def _signed_in(page: Any, house: House, login: str = "noor") -> None:
    _to_issuer(page, house)
    _prove(page, house, login)
    page.wait_for_url(f"{house.desk}/**")


def _refused(page: Any, house: House) -> str:
    """Return what the desk said; assert that nobody was let in."""
    said: str = page.inner_text("main")
    assert "did not prove who you are" in said
    assert "Traceback" not in said
    page.goto(f"{house.desk}/mine")
    assert "/login" in page.url
    return said


def _lead(browser: Any, house: House) -> Any:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{house.desk}/login")
    page.fill("#login", "robin")
    page.fill("#password", PASSWORD)
    page.click("main button:has-text('Log in')")
    page.wait_for_url("**/queue")
    return page


def test_somebody_new_is_a_reporter_by_name(page: Any, browser: Any, house: House) -> None:
    """Log in there, agree, and be inside here, with one's name, allowed to report and no more."""
    _signed_in(page, house)
    assert "Noor Haddad" in page.inner_text("body")
    page.goto(f"{house.desk}/queue")
    assert page.locator(".queue").count() == 0
    lead = _lead(browser, house)
    lead.goto(f"{house.desk}/people")
    said = lead.inner_text("main")
    assert "Noor Haddad" in said
    assert "noor@desk.example" in said
    lead.goto(f"{house.desk}/people/logins")
    assert "OpenID Connect" in lead.inner_text("main")
    lead.context.close()


def test_the_code_travels_with_pkce_and_is_good_for_once(page: Any, house: House) -> None:
    """The challenge goes with the first request; an answer that was used is refused, and so is
    one of which the browser that began it knows nothing."""
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    _signed_in(page, house)
    first = next(each for each in asked if "/oauth/authorize?" in each)
    query = parse_qs(urlsplit(first).query)
    assert query["code_challenge_method"] == ["S256"]
    assert all(len(query[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))
    used = next(each for each in asked if each.startswith(f"{house.desk}/login/openid/back?"))
    page.context.clear_cookies()
    page.goto(used)
    assert "not begun in this browser" in _refused(page, house)
    # Another login begins, and its browser is handed the old answer.
    _to_issuer(page, house)
    page.goto(used)
    assert "belongs to another login" in _refused(page, house)
    # The old code with the new state: the issuer knows that it was used, and of the other verifier.
    _to_issuer(page, house)
    state = next(v for k, v in _pending(page).items() if k == "state")
    code = parse_qs(urlsplit(used).query)["code"][0]
    page.goto(f"{house.desk}/login/openid/back?code={code}&state={state}")
    assert "status 4" in _refused(page, house)


def _pending(page: Any) -> dict[str, str]:
    """Return state, nonce and verifier of the login that is under way, out of its cookie."""
    value = next(e["value"] for e in page.context.cookies() if e["name"] == "counterpitch_openid")
    return dict(zip(("state", "nonce", "verifier"), value.strip('"').split("."), strict=True))


def test_whoever_declines_there_stays_outside(page: Any, house: House) -> None:
    """Refusing at the issuer leads back here, with a sentence and the way to the login."""
    house.tell("forget")
    _to_issuer(page, house)
    _prove(page, house, "robin", answer="deny")
    page.wait_for_url(f"{house.desk}/**")
    assert "refused there" in _refused(page, house)


def test_somebody_unknown_there_never_comes_back(page: Any, house: House) -> None:
    """A name and password that the issuer does not know end at the issuer."""
    _to_issuer(page, house)
    page.fill("input[name=login]", "ghost")
    page.click("button:has-text('Continue')")
    page.fill("input[name=password]", PASSWORD)
    page.click("button:has-text('Sign in')")
    page.wait_for_load_state()
    assert page.url.startswith(house.issuer)
    page.goto(f"{house.desk}/mine")
    assert "/login" in page.url


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ({"claims": {"aud": "another-application"}}, "Invalid claim"),
        ({"claims": {"iss": "http://localhost:1"}}, "Invalid claim"),
        ({"claims": {"nonce": "of-another-login"}}, "Invalid claim"),
        ({"age": 600}, "ExpiredToken"),
        ({"key": "foreign"}, "BadSignature"),
    ],
    ids=["audience", "issuer", "nonce", "expired", "signature"],
)  # fmt: skip
def test_what_the_issuer_should_not_have_signed_is_refused(
    page: Any, house: House, lie: dict[str, Any], why: str
) -> None:
    """Another audience, issuer or nonce, an end long past, or another key of the same name."""
    house.tell("lie", lie)
    _signed_in(page, house)
    assert why in _refused(page, house)


def test_a_new_key_of_the_issuer_is_taken_up_at_once(page: Any, house: House) -> None:
    """The issuer rotates its key between two logins: nobody has to restart the desk."""
    before = house.keys()
    house.tell("rotate")
    assert house.keys()[0] not in before
    _signed_in(page, house)
    assert "Noor Haddad" in page.inner_text("body")


def _change(lead: Any, name: str, button: str) -> None:
    row = lead.locator(f".tasks li:has-text('{name}')")
    row.locator("summary").click()
    row.locator(f"button:has-text('{button}')").click()


def test_a_closed_account_stays_closed(page: Any, browser: Any, house: House) -> None:
    """The issuer knows the person; the desk's lead has closed the account; that counts."""
    _signed_in(page, house)
    lead = _lead(browser, house)
    lead.goto(f"{house.desk}/people")
    _change(lead, "Noor Haddad", "Close the account")
    try:
        page.goto(f"{house.desk}/mine")
        assert "/login" in page.url
        page.click("text=Log in with the house")
        page.wait_for_url(f"{house.desk}/**")
        assert "account is closed" in _refused(page, house)
    finally:
        lead.goto(f"{house.desk}/people")
        _change(lead, "Noor Haddad", "Open it again")
        lead.context.close()


def test_the_same_name_there_is_not_the_same_person_here(
    page: Any, browser: Any, house: House
) -> None:
    """The issuer's robin is not the desk's robin: no lead's account opens by a name alone."""
    _signed_in(page, house, "robin")
    assert "Robin Other" in page.inner_text("body")
    page.goto(f"{house.desk}/people")
    assert "Noor" not in page.inner_text("main")


def test_when_the_issuer_is_away_there_is_a_sentence(browser: Any, tmp_path: Path) -> None:
    """Nobody listens at the issuer's address: the login page's way there ends in one sentence."""
    desk, nobody = _free(), _free()
    options = ("--port", str(desk), "--openid-issuer", f"http://localhost:{nobody}",
               "--openid-client", "desk")  # fmt: skip
    address = f"http://127.0.0.1:{desk}"
    with _running("counterpitch", "desk", *options, said=address, COUNTERPITCH_DATA=str(tmp_path)):
        page = browser.new_page()
        began = time.monotonic()
        page.goto(f"{address}/login/openid")
        said = page.inner_text("body")
        assert "does not answer" in said
        assert "Internal" not in said
        assert time.monotonic() - began < 60
        page.close()
