"""The guards: form tokens, names, headers, sizes, pace."""

from typing import Any

import pytest
import sqlalchemy as sa

from counterpitch.cases import counts, open_store
from counterpitch.cases.people.tables import PACE
from counterpitch.cases.store import Store
from counterpitch.web.desk import Desk
from counterpitch.web.faults import TooOften
from counterpitch.web.guard.hosts import known_host
from counterpitch.web.guard.pace import Pace
from tests.web.conftest import Browser

JUDGE = {"judgement": "confirmed", "reason": "x"}


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "0" * 64}, {}),
        ({}, {"sec-fetch-site": "cross-site"}),
        ({}, {"sec-fetch-site": "same-site"}),
        ({"csrf": "😀"}, {}),
    ],
)
def test_a_form_from_elsewhere_does_nothing(
    desk: Desk, browsers: dict[str, Browser], form: dict[str, str], headers: dict[str, str]
) -> None:
    """Without the token of this session, or sent by another site, nothing is judged."""
    answer = browsers["lead"].post("/approaches/1/judge", {**JUDGE, **form}, headers=headers)
    assert answer.status_code == 403
    assert "expired" in answer.text
    assert all(status == "new" for _, status in counts(desk.store))


def test_the_token_of_one_session_is_none_of_another(browsers: dict[str, Browser]) -> None:
    """What an analyst's page holds does not send a lead's form."""
    from counterpitch.web.guard import csrf

    stolen = csrf.token(browsers["analyst"].secret)
    assert browsers["lead"].post("/people/links/new", {"csrf": stolen}).status_code == 403


def test_every_form_of_every_page_holds_the_token(browsers: dict[str, Browser]) -> None:
    """No page has a form that would be refused."""
    import re

    for path in ("/queue", "/approaches/1", "/cases", "/cases/1", "/journal", "/settings",
                 "/people", "/people/links", "/report", "/outcome"):  # fmt: skip
        html = browsers["lead"].get(path).text
        forms = re.findall(r'<form[^>]*method="post".*?</form>', html, re.S)
        assert forms, path
        assert all('name="csrf"' in form for form in forms), path


@pytest.mark.parametrize("path", ["/queue", "/nowhere", "/static/desk.css", "/api/v1/cases",
                                  "/login", "/health", "/approaches/1/reasons.csv"])  # fmt: skip
def test_every_answer_carries_the_headers(browsers: dict[str, Browser], path: str) -> None:
    """No script but this desk's own files, no frame, no guessing of types, nothing kept."""
    headers = browsers["lead"].get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    if not path.startswith("/static"):
        assert headers["cache-control"] == "no-store"


def test_no_page_needs_what_the_policy_forbids(browsers: dict[str, Browser]) -> None:
    """No inline script, no inline style, no handler, no address of another host."""
    import re

    for path in ("/queue", "/approaches/1", "/cases/1", "/journal", "/settings", "/people",
                 "/report", "/trends", "/api/docs", "/search?text=paper"):  # fmt: skip
        html = browsers["lead"].get(path).text
        assert not re.search(r"<script(?![^>]*\ssrc=)", html), path
        assert not re.search(r"\s(style|on[a-z]+)=", re.sub(r">[^<]*<", "><", html)), path
        assert not re.search(r"""(src|href|action)=["'](https?:)?//""", html), path


@pytest.mark.parametrize(
    ("host", "known"),
    [("127.0.0.1:8765", True), ("localhost", True), ("[::1]:80", True), ("desk.example", True),
     ("DESK.example:443", True), ("evil.example", False), ("desk.example.evil.example", False),
     ("127.0.0.1.evil.example", False), ("", False), ("[", False), ("a:b:c", False)],
)  # fmt: skip
def test_only_known_names_are_answered(host: str, known: bool) -> None:
    """A foreign name that leads to this computer (DNS rebinding) gets nothing."""
    assert known_host(host, {"localhost", "desk.example"}) == known


def test_a_foreign_name_gets_no_page(browsers: dict[str, Browser]) -> None:
    """The whole application refuses it, with the headers."""
    answer = browsers["lead"].get("/queue", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "Queue" not in answer.text


def test_cookies_are_out_of_reach(browsers: dict[str, Browser]) -> None:
    """HttpOnly and SameSite always; Secure where the desk is reached over TLS."""
    answer = browsers["nobody"].post(
        "/login", {"login": "lead", "password": "violet anchor seven lamps"}
    )
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 303
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_secure_cookies_behind_tls(desk: Desk) -> None:
    """With a public address of https the cookie never crosses an open line."""
    import msgspec
    from starlette.testclient import TestClient

    from counterpitch.web.app import create_app

    desk.settings = msgspec.structs.replace(desk.settings, public="https://desk.example")
    client = TestClient(create_app(desk), base_url="https://desk.example")
    answer = client.get("/login")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_pace_counts_each_address_by_itself_and_forgets(store: Store) -> None:
    """One too many waits; another address does not; later it goes on; nothing piles up."""
    pace = Pace("try", 3, 60.0)
    for at in (0.0, 1.0, 2.0):
        pace.step(store, "a", at)
    with pytest.raises(TooOften) as told:
        pace.step(store, "a", 3.0)
    assert told.value.wait == 58
    pace.step(store, "b", 3.0)
    Pace("something else", 3, 60.0).step(store, "a", 3.0)
    pace.step(store, "a", 61.0)
    pace.step(store, "a", 200.0)
    with store.read() as connection:
        rows = connection.execute(sa.select(PACE)).all()
    assert len(rows) == 1
    assert rows[0].key != "a"


def test_pace_holds_for_every_process_of_a_desk(store: Store) -> None:
    """A second process on the same database goes on counting where the first one is."""
    with open_store(str(store.engine.url.database), keys=store.keys) as other:
        for each in (store, other, store):
            Pace("try", 3, 60.0).step(each, "a", 0.0)
        with pytest.raises(TooOften):
            Pace("try", 3, 60.0).step(other, "a", 1.0)


def test_receipt_codes_cannot_be_tried_at_will(browsers: dict[str, Browser]) -> None:
    """After thirty looks an address waits, with the header that says how long."""
    answers = [browsers["nobody"].get(f"/outcome/7GQK-2MZD-9T{n:02d}") for n in range(32)]
    assert {each.status_code for each in answers[:30]} == {404}
    assert answers[31].status_code == 429
    assert int(answers[31].headers["retry-after"]) > 0


def test_a_defect_shows_a_number_and_no_traceback(
    browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks inside, a page tells nothing of the inside."""
    from counterpitch.web.pages import queue

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(queue, "queue", broken)
    answer = browsers["lead"].get("/queue")
    assert answer.status_code == 500
    assert "defect" in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers
