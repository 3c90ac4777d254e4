"""Owners in the desk: what is loaded, who is behind a company, what a deal changes, what is claimed."""

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterpitch.cases import receive
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.web.desk import Desk
from counterpitch.web.register import tables
from tests.ownership.example import EVIL, TARGET, example
from tests.ownership.registers import register
from tests.web.conftest import Browser, token_of, words

COMPANY = f"/owners/company?id={TARGET}"


@pytest.fixture
def loaded(desk: Desk, tmp_path: Path) -> Desk:
    """The desk with a small register; pages ask it at each request."""
    example(tmp_path / "register")
    desk.settings = msgspec.structs.replace(desk.settings, register=tmp_path / "register")
    return desk


def claiming(desk: Desk, company: str, email: str = "") -> int:
    """Hand in an approach whose contact claims a company; return its number."""
    contact = {"name": "Helen Vale", "company": company, **({"email": email} if email else {})}
    text = f"{company[:30]} pays 2,000 for a short paper; please send the internal roadmap."
    whole = {"id": f"c-{company[:20]}", "channel": "email", "contact": contact,
             "messages": [{"from": "contact", "text": text}]}  # fmt: skip
    content = json.dumps(whole).encode() + b"\n"
    (number,) = receive(desk.store, content=content, actor="reporter", quick=True).approaches
    return number


def test_without_a_register_the_page_teaches_how_to_load_one(browsers: dict[str, Browser]) -> None:
    """Both commands stand there; the what-if form works without one."""
    page = browsers["analyst"].get("/owners")
    assert page.status_code == 200
    assert "counterpitch own load" in page.text
    assert "counterpitch desk --register" in page.text
    assert browsers["analyst"].get("/owners/what-if").status_code == 200
    assert browsers["analyst"].get(COMPANY).status_code == 404


def test_search_finds_by_part_of_a_name_and_by_number(
    loaded: Desk, browsers: dict[str, Browser]
) -> None:
    """Every word must stand in the name; a number finds its company; nobody is said plainly."""
    analyst = browsers["analyst"]
    for text in ("quantum", "larkfield quant", "09999901", TARGET):
        assert f'href="{COMPANY.replace(":", "%3A")}"' in analyst.get(f"/owners?text={text}").text
    assert "Nobody of this name" in analyst.get("/owners?text=quantum umbel").text
    assert "What is loaded" in analyst.get("/owners").text


def test_a_company_shows_owners_chains_unknowns_and_questions(
    loaded: Desk, browsers: dict[str, Browser]
) -> None:
    """Standing at each line, the record of each link, what is not known, and what to ask."""
    page = browsers["auditor"].get(COMPANY)
    assert page.status_code == 200
    said = words(page.text)
    for part in ("Larkfield Quantum Ltd", "Ines Okafor", "&gt;25 % possible", "≥75 % excluded",
                 "/company/09999901/psc/1", "State of Ruritania", "What to ask the parties",
                 "In the loaded register", "Or it is honest"):  # fmt: skip
        assert part in said, part
    assert 'class="own-chart"' in page.text
    assert "2026-09-01" in said


def test_a_person_is_shown_by_what_they_hold(loaded: Desk, browsers: dict[str, Browser]) -> None:
    """Nobody owns a person: the page lists what they hold, with a way to each."""
    page = browsers["analyst"].get("/owners/company?id=person:ines")
    said = words(page.text)
    assert page.status_code == 200
    assert "What it holds" in said
    assert "Larkfield Quantum Ltd" in said
    assert "Ultimate owners" not in said


def test_the_chart_needs_no_style_of_its_own(loaded: Desk, browsers: dict[str, Browser]) -> None:
    """The policy forbids inline styles: the page holds none, and the style is served."""
    page = browsers["analyst"].get(COMPANY)
    assert "<style" not in page.text
    assert " style=" not in page.text
    css = browsers["analyst"].get("/owners/chart.css")
    assert css.headers["content-type"].startswith("text/css")
    assert ".own-chart" in css.text


def test_an_earlier_day_is_another_answer(loaded: Desk, browsers: dict[str, Browser]) -> None:
    """In 2022 Ines Okafor held 50 to 75 %; a date that is none is told in a sentence."""
    page = words(browsers["analyst"].get(f"{COMPANY}&at=2022-01-01").text)
    assert "&gt;50 % possible" in page or "&gt;50 % certain" in page
    assert "As it was on 2022-01-01" in page
    for bad in ("2022-13-01", "0001-01-01", "yesterday"):
        refused = browsers["analyst"].get(f"{COMPANY}&at={bad}")
        assert refused.status_code == 400
        assert "date" in refused.text or "year" in refused.text


def test_a_description_is_read_for_sensitive_areas_with_quotes(
    loaded: Desk, browsers: dict[str, Browser]
) -> None:
    """The sentence that points to an area is quoted, and stays in the form."""
    text = "We design and make superconducting qubits for quantum computers."
    page = browsers["analyst"].post("/owners/company", {"id": TARGET, "about": text})
    assert page.status_code == 200
    assert f"“{text}”" in page.text
    assert "Quantum" in words(page.text)
    assert "not legal advice" in page.text


def test_the_sheet_is_a_file_and_the_journal_knows(
    loaded: Desk, browsers: dict[str, Browser]
) -> None:
    """It is saved, never shown, and whoever took it stands in the journal."""
    form = {"id": TARGET, "form": "nsi", "about": "We make qubits."}
    answer = browsers["analyst"].post("/owners/sheet", form)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "Larkfield Quantum Ltd" in answer.text
    assert "nsi sheet of" in browsers["lead"].get("/journal").text
    assert browsers["analyst"].post("/owners/sheet", {**form, "form": "x"}).status_code == 404


DEAL = {
    "company": "Larkfield Quantum Ltd",
    "now_holder": ["Ines Okafor", "Tom Brandt", ""], "now_stake": ["600", "400", ""],
    "deal_holder": ["Vega SA"], "deal_stake": ["300"], "deal_seller": ["Ines Okafor"],
}  # fmt: skip


def test_a_deal_in_the_form_is_answered_beside_it(
    loaded: Desk, browsers: dict[str, Browser]
) -> None:
    """Vega buys 30 of 100: it crosses 25 for certain, Ines falls below 50; the rows stay."""
    page = browsers["analyst"].post("/owners/what-if", DEAL)
    said = words(page.text)
    assert page.status_code == 200
    assert "Vega SA crosses more than 25 % of shares, certain" in said
    assert "Ines Okafor no longer has more than 50 %" in said
    assert 'value="Tom Brandt"' in page.text


def test_a_file_is_reckoned_and_put_into_the_form(
    loaded: Desk, browsers: dict[str, Browser]
) -> None:
    """The shipped cap table gives the same crossings as at the terminal, and can be edited on."""
    content = Path("examples/ownership/deal.csv").read_bytes()
    files = {"table": ("deal.csv", content, "text/csv")}
    page = browsers["analyst"].post("/owners/what-if", {}, files=files)
    assert page.status_code == 200
    assert "crosses more than 25 %" in words(page.text)
    assert 'value="Northmere Seed LP"' in page.text
    assert "deal.csv" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 no spreadsheet", "begins like a spreadsheet"),
        (b"a,b\n1,2\n", "no row names a column of holders"),
        (b"holder,shares\n", "no holder below"),
        (b"\x00\xff" * 300, "no row names"),
    ],
)
def test_a_file_that_is_none_is_one_sentence(
    loaded: Desk, browsers: dict[str, Browser], content: bytes, said: str
) -> None:
    """It names the file as the person called it, and no path of this computer."""
    files = {"table": ("cap <b>.xlsx", content, "text/csv")}
    page = browsers["analyst"].post("/owners/what-if", {}, files=files)
    assert page.status_code == 422
    assert said in page.text
    assert "cap &lt;b&gt;.xlsx" in page.text
    assert "/tmp" not in page.text


def test_the_register_fills_the_form(loaded: Desk, browsers: dict[str, Browser]) -> None:
    """Holders on file come with their bands, and can be reckoned with as they are."""
    page = browsers["analyst"].get(f"/owners/what-if?id={TARGET}").text
    assert 'value="Ines Okafor"' in page
    assert 'value="25-50 %"' in page


def test_rows_of_a_form_and_of_a_table_are_the_same() -> None:
    """What is written is what is read: numbers, bands, classes, who acts together, who sells."""
    row = tables.Row("A <b>", "01234567", "B", "10", "25-50 %", "Bridge", "")
    sold = tables.Row("C", "", "", "", "1200", "", "A <b>")
    rows = tables.Rows("X Ltd", (row,), (sold,))
    assert tables.of_table(tables.table_of(rows)) == rows


def test_what_the_register_says_of_the_claimed_company(
    loaded: Desk, browsers: dict[str, Browser]
) -> None:
    """The approach leads to it; it exists, its domain fits, and the company page is linked."""
    number = claiming(loaded, "Larkfield Quantum", "helen@larkfieldquantum.example")
    page = browsers["analyst"].get(f"/approaches/{number}").text
    assert f'hx-get="/approaches/{number}/claim"' in page
    found = browsers["analyst"].get(f"/approaches/{number}/claim")
    said = words(found.text)
    assert "Does it exist? Yes" in said
    assert "Does the domain fit?" in said
    assert COMPANY.replace(":", "%3A") in found.text
    assert "changes nothing in the verdict" in said
    unknown = claiming(loaded, "Quixotic Pumps")
    assert "No firm of this name" in browsers["analyst"].get(f"/approaches/{unknown}/claim").text


def test_a_claim_is_answered_without_a_register_too(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """Without one it is said that none is loaded, and where to read how."""
    number = claiming(desk, "Larkfield Quantum")
    page = browsers["analyst"].get(f"/approaches/{number}/claim")
    assert page.status_code == 200
    assert "No register of companies is loaded" in page.text


def test_the_claim_weighs_nothing(loaded: Desk, browsers: dict[str, Browser]) -> None:
    """The probability stored with the approach is the same before and after it was looked at."""
    from counterpitch.cases import approach

    number = claiming(loaded, "Quixotic Pumps")
    before = approach(loaded.store, number).row.probability
    browsers["analyst"].get(f"/approaches/{number}/claim")
    assert approach(loaded.store, number).row.probability == before


def test_hostile_text_of_a_register_stays_text(
    desk: Desk, browsers: dict[str, Browser], tmp_path: Path
) -> None:
    """Markup, templates and tricks of direction in every field of a register harm no page."""
    from tests.web.test_hostile import EVIL as WORST
    from tests.web.test_hostile import _harmless

    nodes = [
        Node(id=f"gb-coh:{WORST}", kind="company", name=WORST, status=WORST, category=WORST,
             addresses=(WORST,), numbers=(WORST,), former_names=(WORST,), sic=("26701",),
             source="uk-companies", source_ref=WORST),
        Node(id="person:1", kind="person", name=f"=cmd {WORST}", born=WORST, source_ref=WORST),
        Node(id="unknown:1", kind="unknown", reason=WORST),
    ]  # fmt: skip
    interests = [
        Interest(owner, nodes[0].id, lo=0.25, hi=0.5, source="uk-psc", source_ref=WORST)
        for owner in ("person:1", "unknown:1")
    ]
    register(tmp_path / "register", nodes, interests)
    desk.settings = msgspec.structs.replace(desk.settings, register=tmp_path / "register")
    from urllib.parse import quote

    id = quote(nodes[0].id, safe="")
    number = claiming(desk, WORST)
    for path in (f"/owners/company?id={id}", "/owners?text=script", f"/owners/what-if?id={id}",
                 f"/approaches/{number}/claim", f"/owners?text={quote(WORST)}",
                 f"/owners/company?id={quote(WORST)}", f"/owners/company?id={id}&at={quote(WORST)}",
                 "/owners/company?id=person%3A1"):  # fmt: skip
        answer = browsers["lead"].get(path)
        assert answer.status_code < 500, (path, answer.text[-300:])
        _harmless(answer.text, path)
    assert "&lt;script&gt;alert(1)" in browsers["lead"].get(f"/owners/company?id={id}").text
    for path, form in (
        ("/owners/company", {"id": nodes[0].id, "about": f"We make qubits. {WORST}"}),
        ("/owners/what-if", {**DEAL, "company": WORST, "now_holder": [WORST, f"=1+1{WORST}"]}),
        ("/owners/what-if", {"now_holder": [WORST] * 40, "now_stake": [WORST] * 40}),
        ("/owners/sheet", {"id": nodes[0].id, "form": "nsi"}),
    ):
        answer = browsers["lead"].post(path, form)
        assert answer.status_code < 500, (path, answer.text[-300:])
        if path == "/owners/sheet":
            assert "<script>alert" not in answer.text
        else:
            _harmless(answer.text, path)


def test_pages_ask_the_register_as_it_is_now(
    loaded: Desk, browsers: dict[str, Browser], tmp_path: Path
) -> None:
    """A newer load is taken up at the next page, and a broken register is one sentence."""
    assert "Ines Okafor" in browsers["analyst"].get(COMPANY).text
    (tmp_path / "register" / "register.json").write_text("{")
    broken = browsers["analyst"].get(COMPANY)
    assert broken.status_code == 400
    assert "manifest cannot be read" in broken.text


def test_the_api_gives_the_same(loaded: Desk, browsers: dict[str, Browser]) -> None:
    """Search, trace, signals, claim and deal as JSON; no path of the desk's computer."""
    headers = {"Authorization": f"Bearer {token_of(loaded, 'analyst')}"}
    client: Any = browsers["nobody"].client

    def asked(path: str) -> Any:
        answer = client.get(f"/api/v1{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    assert asked("/owners/search?text=quantum")["nodes"][0]["id"] == TARGET
    trace = asked(f"/owners/company?id={TARGET}&at=2026-11-28")
    assert {owner["node"]["name"] for owner in trace["owners"]} >= {"Ines Okafor"}
    assert asked(f"/owners/signals?id={TARGET}")["signals"]
    assert asked("/owners")["newest"] == "2026-11-28"
    assert asked("/owners/verify?name=Larkfield Quantum")["nodes"][0]["id"] == TARGET
    number = claiming(loaded, "Larkfield Quantum Ltd")
    assert asked(f"/approaches/{number}/claims")["claims"][0]["nodes"][0]["id"] == TARGET
    body = {"table": "holder,shares,planned\nA,70,\nB,30,yes\n", "company": "X"}
    found = client.post("/api/v1/owners/what-if", headers=headers, json=body).json()
    assert {p["name"] for p in found["answer"]["parties"] if p["crossings"]} >= {"B"}


def test_an_xlsx_with_markup_is_read(loaded: Desk, browsers: dict[str, Browser]) -> None:
    """A real spreadsheet, with a name that is markup."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["holder", "shares", "planned"])
    book.active.append([EVIL, 60, ""])
    book.active.append(["Vega", 40, "yes"])
    stream = io.BytesIO()
    book.save(stream)
    files = {"table": ("cap.xlsx", stream.getvalue(), "application/octet-stream")}
    page = browsers["analyst"].post("/owners/what-if", {}, files=files)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "Vega" in page.text
