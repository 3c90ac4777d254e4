"""Logging in by page: a new secret each time, throttled, and nowhere but inside."""

import pytest
from pyotp import TOTP

from counterpitch.cases.people import directory, logins, sessions, totp
from counterpitch.cases.people.openid import Provider
from counterpitch.web.desk import Desk
from counterpitch.web.pages.login import safe_next
from counterpitch.web.visit import SESSION_COOKIE
from tests.web.conftest import PASSWORD, Browser


def test_a_session_gets_a_new_secret_at_login(desk: Desk, browsers: dict[str, Browser]) -> None:
    """A secret that somebody planted before the login is worth nothing after it."""
    browser = browsers["analyst"]
    answer = browser.post("/login", {"login": "analyst", "password": PASSWORD, "next": "/trends"})
    assert answer.headers["location"] == "/trends"
    fresh = answer.cookies[SESSION_COOKIE]
    assert fresh != browser.secret
    assert sessions.session(desk.store, browser.secret, now=desk.clock()) is None
    assert sessions.session(desk.store, fresh, now=desk.clock())


def test_logging_out_ends_the_session(desk: Desk, browsers: dict[str, Browser]) -> None:
    """The secret is worth nothing afterwards, whoever kept it."""
    browser = browsers["lead"]
    assert browser.post("/logout").status_code == 303
    assert sessions.session(desk.store, browser.secret, now=desk.clock()) is None


def test_wrong_passwords_wait_after_a_few(browsers: dict[str, Browser]) -> None:
    """The page says how long; the right password waits too."""
    browser = browsers["nobody"]
    for _ in range(logins.PER_LOGIN_AND_ADDRESS):
        answer = browser.post("/login", {"login": "lead", "password": "wrong"})
        assert answer.status_code == 401
        assert "wrong" in answer.text
    answer = browser.post("/login", {"login": "lead", "password": PASSWORD})
    assert answer.status_code == 429
    assert "minutes" in answer.text
    assert SESSION_COOKIE not in answer.cookies


def test_half_a_login_opens_nothing(desk: Desk, browsers: dict[str, Browser]) -> None:
    """With the password alone, no page opens; wrong codes are throttled; the right one completes."""
    person = directory.find_login(desk.store, "lead")
    assert person is not None
    secret = totp.begin(desk.store, person)
    totp.confirm(desk.store, person, TOTP(secret).at(desk.clock() - 30), desk.clock() - 30)
    browser = browsers["nobody"]
    half = browser.post("/login", {"login": "lead", "password": PASSWORD}).cookies[SESSION_COOKIE]
    inside = Browser(browser.client, half, SESSION_COOKIE)
    assert inside.get("/queue").headers["location"].startswith("/login")
    assert inside.post("/people/links/new", {"label": "x"}).status_code == 401
    assert inside.post("/login/code", {"code": "000000"}).status_code == 401
    done = inside.post("/login/code", {"code": TOTP(secret).at(desk.clock() + 30)})
    assert done.status_code == 303
    whole = done.cookies[SESSION_COOKIE]
    assert whole != half
    assert sessions.session(desk.store, half, now=desk.clock()) is None


@pytest.mark.parametrize(
    ("asked", "goes"),
    [("/trends?weeks=13", "/trends?weeks=13"), ("//evil.example", "/"), ("/\\evil.example", "/"),
     ("https://evil.example", "/"), ("javascript:alert(1)", "/"), ("", "/"), ("/a\nb", "/")],
)  # fmt: skip
def test_a_login_leads_to_this_desk_only(asked: str, goes: str) -> None:
    """No address of another site is followed after a login."""
    assert safe_next(asked) == goes


def test_changing_the_password_asks_for_the_old_one(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """Without it nothing changes; with it every other session ends and this one goes on."""
    browser, new = browsers["analyst"], "seven other quiet lanterns"
    person = directory.find_login(desk.store, "analyst")
    assert person is not None
    elsewhere = sessions.open_session(desk.store, person.id, now=desk.clock())
    form = {"old": "wrong", "new": new, "again": new}
    assert browser.post("/settings/password", form).status_code == 422
    assert sessions.session(desk.store, elsewhere, now=desk.clock())
    done = browser.post("/settings/password", {**form, "old": PASSWORD})
    assert done.status_code == 303
    assert sessions.session(desk.store, elsewhere, now=desk.clock()) is None
    assert sessions.session(desk.store, done.cookies[SESSION_COOKIE], now=desk.clock())


def test_there_is_one_first_account(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Once somebody is there, the page of the first start makes nobody."""
    form = {"login": "x", "name": "X", "password": PASSWORD, "again": PASSWORD}
    assert browsers["nobody"].get("/start").status_code == 303
    assert browsers["nobody"].post("/start", form).status_code == 404
    assert directory.find_login(desk.store, "x") is None


def test_the_demo_is_closed_where_there_is_none(browsers: dict[str, Browser]) -> None:
    """A real desk logs nobody in by itself, and lets nobody become another role."""
    assert browsers["nobody"].get("/demo").status_code == 404
    assert browsers["reporter"].post("/demo/as", {"role": "lead"}).status_code == 404


def test_no_organisations_login_without_one(desk: Desk, browsers: dict[str, Browser]) -> None:
    """The way there exists only if the desk was told of it; an answer nobody began is refused."""
    assert browsers["nobody"].get("/login/openid").status_code == 404
    assert "your house" not in browsers["nobody"].get("/login").text
    desk.openid = Provider("your house", "https://login.example", "desk")
    assert "your house" in browsers["nobody"].get("/login").text
    answer = browsers["nobody"].get("/login/openid/back?code=x&state=y")
    assert answer.status_code == 401
    assert "not begun in this browser" in answer.text


def test_a_closed_account_is_out_at_once(desk: Desk, browsers: dict[str, Browser]) -> None:
    """A lead closes an account: its open browser stands before the login."""
    person = directory.find_login(desk.store, "analyst")
    assert person is not None
    assert browsers["analyst"].get("/queue").status_code == 200
    assert browsers["lead"].post(f"/people/{person.id}", {"what": "close"}).status_code == 303
    assert browsers["analyst"].get("/queue").headers["location"].startswith("/login")


def test_the_login_audit_tells_what_happened(browsers: dict[str, Browser]) -> None:
    """Who came, who did not, who changed what: auditors read it."""
    browsers["nobody"].post("/login", {"login": "ghost", "password": "x" * 20})
    browsers["lead"].post("/people", {"login": "new", "name": "New", "role": "analyst",
                                      "password": "violet anchor seven lamps"})  # fmt: skip
    page = browsers["auditor"].get("/people/logins").text
    assert "ghost" in page
    assert "person added" in page
    assert "new as analyst" in page
