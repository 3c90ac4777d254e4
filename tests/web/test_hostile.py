"""Hostile text in every field, read back on every page and in every export."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest

from counterpitch.cases import (
    add_file,
    add_note,
    add_person,
    add_task,
    judge,
    new_case,
    receive,
)
from counterpitch.cases.noting import note_check
from counterpitch.cases.people import directory, links, logins, tokens
from counterpitch.web.desk import Desk
from tests.web.conftest import Browser, token_of

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>"
TEMPLATE = "{{ 7*'7' }}{% include '/etc/passwd' %}${7*7}#{7*7}"
BIDI = "invoice\u202egpj.exe\u2066\u200b\ufeff\u2028"
FORMULA = '=HYPERLINK("http://evil.example","x")'
LINK = "javascript:alert(1) http://evil.example/a"
EVIL = f"{MARKUP} {TEMPLATE} {BIDI} {LINK}"


def _conversation() -> bytes:
    message = {"from": "contact", "sent_at": "2026-03-02T09:14:00Z", "author": EVIL,
               "subject": EVIL, "folder": EVIL,
               "text": f"{EVIL} We pay 2,000 for a short paper; send the internal roadmap.",
               "attachments": [{"name": EVIL}]}  # fmt: skip
    contact = {"name": f"{FORMULA}{EVIL}", "headline": EVIL, "company": f"@SUM(1){EVIL}",
               "location": EVIL, "email": "a@evil.example", "links": ["javascript:alert(1)"]}  # fmt: skip
    whole = {"id": EVIL, "channel": "email", "title": EVIL, "contact": contact,
             "owner": {"role": EVIL, "organisation": EVIL, "sector": FORMULA, "name": EVIL},
             "messages": [message, {**message, "from": "owner"}]}  # fmt: skip
    return json.dumps(whole).encode() + b"\n"


@pytest.fixture
def planted(desk: Desk, browsers: dict[str, Browser]) -> dict[str, Browser]:
    """A desk where every field that somebody can fill holds hostile text."""
    store = desk.store
    receipt = receive(
        store, content=_conversation(), actor="reporter", name=EVIL, where_from=EVIL,
        revealed=[EVIL, FORMULA], note=EVIL, quick=True,
    )  # fmt: skip
    (number,) = receipt.approaches
    judge(store, [number], EVIL, "confirmed", EVIL)
    note_check(store, number, actor=EVIL, check="photo", result="odd", note=EVIL)
    case = new_case(store, title=f"{FORMULA} {EVIL}", actor=EVIL, approaches=[1, number],
                    owner=EVIL, summary=EVIL)  # fmt: skip
    add_note(store, case, EVIL, actor=EVIL)
    add_task(store, case, title=EVIL, actor=EVIL, owner=EVIL)
    add_person(store, case, name=EVIL, role="witness", actor=EVIL, note=EVIL)
    add_file(store, case, content=MARKUP, name=f"{EVIL}.html", actor=EVIL)
    lead = directory.find_login(store, "lead")
    assert lead is not None
    directory.add(store, "<b>x</b>{{7*7}}", EVIL, "analyst", now=desk.clock(),
                  password="violet anchor seven lamps")  # fmt: skip
    tokens.make(store, lead, EVIL, ["read"], now=desk.clock())
    links.make(store, EVIL, EVIL, now=desk.clock())
    logins.note(store, EVIL, EVIL, "unknown", desk.clock(), EVIL)
    return browsers


PAGES = (
    "/queue", "/queue?status=all", "/queue?status=all&order=newest", "/search?text=roadmap",
    "/approaches/1", "/approaches/2", "/approaches/2?all=1", "/approaches/2/similar", "/cases",
    "/cases/1", "/cases/2", "/trends", "/trends?weeks=104", "/journal", "/journal?subject=case:2",
    "/settings", "/people", "/people/links", "/people/logins", "/mine", "/report", "/api/docs",
)  # fmt: skip
REFLECTED = (
    "/queue?text={}", "/search?text={}", "/queue?band={}", "/journal?subject={}", "/outcome/{}",
    "/login?next={}", "/nowhere/{}", "/r/{}", "/cases?status={}", "/queue?cursor={}",
)  # fmt: skip


def _harmless(html: str, where: str) -> None:
    assert "<script>alert" not in html, where
    assert "<img src=x" not in html, where
    assert "<svg/onload" not in html, where
    assert "7777777" not in html, where
    assert "root:x:0" not in html, where
    assert not set(html) & set("\u202e\u2066\u200b\ufeff\u2028"), where
    assert not re.search(r"""(href|src|action)\s*=\s*["']?\s*(javascript:|https?:)""", html), where
    assert not re.search(r"<[^>]*\s(onerror|onload)\s*=", re.sub(r'"[^"]*"', '""', html)), where


@pytest.mark.parametrize("path", PAGES)
def test_pages_show_planted_text_as_text(planted: dict[str, Browser], path: str) -> None:
    """Markup, template syntax, bidirectional tricks and links stay words, on every page."""
    answer = planted["lead"].get(path)
    assert answer.status_code == 200, answer.text[-400:]
    _harmless(answer.text, path)


def test_the_planted_text_is_really_there(planted: dict[str, Browser]) -> None:
    """The pages above would prove nothing if they left it out."""
    for path in ("/queue?status=all", "/approaches/2", "/cases", "/cases/2", "/people",
                 "/people/links", "/people/logins", "/settings", "/journal?subject=case:2"):  # fmt: skip
        html = planted["lead"].get(path).text
        assert "&lt;script&gt;alert(1)" in html or "&lt;b&gt;x" in html, path
    assert "{{ 7*&#39;7&#39; }}" in planted["lead"].get("/approaches/2").text


@pytest.mark.parametrize("path", REFLECTED)
def test_what_an_address_holds_is_no_markup(planted: dict[str, Browser], path: str) -> None:
    """Reflected in an answer, hostile text is as harmless as stored."""
    from urllib.parse import quote

    for evil in (MARKUP, TEMPLATE, BIDI, "%00", "'; DROP TABLE person; --", "\x00\ud7ff", '"' * 50,
                 "*" * 200, "AND OR NOT NEAR", "//evil.example", "/\\evil.example"):  # fmt: skip
        answer = planted["lead"].get(path.format(quote(evil, safe="")))
        assert answer.status_code < 500, (path, evil, answer.text[-300:])
        _harmless(answer.text, f"{path} {evil}")
        assert "evil.example" not in answer.headers.get("location", "")


def test_the_outcome_tells_nobody_anything_hostile(desk: Desk, planted: dict[str, Browser]) -> None:
    """What a reporter sees holds no name of staff and no stored text of others."""
    receipt = receive(desk.store, content=_conversation(), actor="reporter")
    html = planted["nobody"].get(f"/outcome/{receipt.code}").text
    _harmless(html, "outcome")
    assert "lead" not in re.sub(r'class="[^"]*"', "", html)


def test_the_answer_to_a_hostile_report_is_harmless(planted: dict[str, Browser]) -> None:
    """Handing hostile text in shows it as text."""
    form = {"text": f"Evil <b>: {EVIL} We pay 2,000 for the internal roadmap", "note": EVIL,
            "revealed": EVIL, "channel": EVIL}  # fmt: skip
    answer = planted["analyst"].post("/report", form)
    assert answer.status_code == 200
    _harmless(answer.text, "answer")


def test_forms_with_hostile_values_are_answered_in_a_sentence(
    planted: dict[str, Browser],
) -> None:
    """Unknown words where one of a few is wanted, wrong dates, huge texts: no defect."""
    lead = planted["lead"]
    for path, form in (
        ("/queue/judge", {"approach": EVIL, "judgement": EVIL, "reason": EVIL}),
        ("/approaches/2/judge", {"judgement": EVIL, "reason": EVIL}),
        ("/approaches/2/judge", {"judgement": "confirmed", "reason": ""}),
        ("/approaches/2/check", {"check": "photo", "result": EVIL}),
        ("/approaches/2/case", {"case": "99999"}),
        ("/cases", {"title": ""}),
        ("/cases/2/status", {"status": EVIL, "reason": EVIL}),
        ("/cases/2/tasks", {"title": "x", "due": EVIL}),
        ("/cases/2/people", {"name": "x", "role": EVIL}),
        ("/cases/2/notes", {"text": "x" * 30_000}),
        ("/cases/2/retention", {"until": "2026-99-99", "reason": "x"}),
        ("/cases/2/erase", {"confirm": "no", "reason": "x"}),
        ("/people", {"login": EVIL, "name": EVIL, "role": EVIL, "password": "x"}),
        ("/settings/tokens", {"label": EVIL, "scope": EVIL, "days": EVIL}),
        ("/outcome", {"code": EVIL}),
    ):
        answer = lead.post(path, form)
        assert answer.status_code < 500, (path, answer.text[-300:])
        _harmless(answer.text, path)


def test_exports_hold_no_formula_and_no_markup(planted: dict[str, Browser]) -> None:
    """A spreadsheet finds no cell that begins like a formula; a pack's report runs nothing."""
    lead = planted["lead"]
    for path in ("/approaches/2/reasons.csv", "/trends/sector.csv?weeks=104",
                 "/trends/weeks.csv", "/trends/channel.csv"):  # fmt: skip
        answer = lead.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        for row in csv.reader(io.StringIO(answer.text)):
            for cell in row:
                number = re.fullmatch(r"[+\-−]?[\d.,]+", cell)
                assert number or not cell.lstrip().startswith(("=", "+", "-", "@")), cell
    pack = lead.post("/cases/2/pack", {"whole": "yes"})
    assert pack.status_code == 200, pack.text
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            assert not name.startswith("/")
            assert ".." not in name
            if name.endswith("report.html"):
                assert "<script>alert" not in archive.read(name).decode()


def test_the_api_gives_planted_text_as_json_only(desk: Desk, planted: dict[str, Browser]) -> None:
    """Machines get the words as they are, as JSON that no browser shows as a page."""
    headers = {"Authorization": f"Bearer {token_of(desk, 'lead')}"}
    client: Any = planted["nobody"].client
    for path in ("/approaches?status=confirmed", "/approaches/2", "/cases/2", "/journal", "/trends",
                 "/search?text=roadmap"):  # fmt: skip
        answer = client.get(f"/api/v1{path}", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        answer.json()
