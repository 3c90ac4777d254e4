"""What pages say and do, beyond who may see them."""

import re
from pathlib import Path

from counterpitch.cases import approach, case, journal_page, judge, move_case, new_case, receive
from counterpitch.cases.people import links
from counterpitch.web.desk import Desk
from counterpitch.web.frame import HERE, environment
from tests.web.conftest import TEXT, Browser, words


def test_a_report_is_answered_at_once(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Verdict in plain words, the four steps, a receipt code; the same again is the same."""
    form = {"text": TEXT.replace("Helen", "Irene"), "revealed": ["a CV", "what I work on"]}
    first = browsers["reporter"].post("/report", form)
    code = re.search(r'class="receipt"[^>]*>([^<]+)<', first.text)
    assert code
    assert all(step in first.text for step in ("Recognise", "Realise", "Report", "Remove"))
    assert "you have reported it here" in first.text
    assert "before you reply" not in first.text
    again = browsers["reporter"].post("/report", form)
    assert "We have this already" in again.text
    assert code[1] in again.text
    assert approach(desk.store, 2).revealed == ("a CV", "what I work on")


def test_reports_by_link_are_told_apart_without_a_name(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """Two visitors send the same: two receipts, one approach, no name anywhere."""
    _, secret = links.make(desk.store, "all", "lead", now=desk.clock())
    form = {"text": TEXT.replace("Helen", "Irene")}
    nobody = browsers["nobody"]
    first = nobody.post(f"/r/{secret}", form)
    other = Browser(nobody.client, "the secret of another visitor", "counterpitch_visit")
    second = other.post(f"/r/{secret}", form)
    codes = {re.search(r'class="receipt"[^>]*>([^<]+)<', each.text)[1] for each in (first, second)}  # type: ignore[index]
    assert len(codes) == 2
    detail = approach(desk.store, 2)
    assert detail.row.reports == 2
    assert all(each.actor.startswith("link:all #") for each in detail.received)


def test_an_empty_report_is_asked_for_more(browsers: dict[str, Browser]) -> None:
    """Nothing typed and no file: a sentence, and what was ticked stays ticked."""
    answer = browsers["reporter"].post("/report", {"revealed": "a CV", "note": "call me"})
    assert answer.status_code == 422
    assert "nothing in this report yet" in answer.text
    assert re.search(r'value="a CV" checked', answer.text)
    assert "call me" in answer.text


def test_the_outcome_follows_the_judgement(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Before it nobody has looked; after it the reporter reads what the analyst found."""
    receipt = receive(desk.store, content=TEXT, actor="reporter")
    page = f"/outcome/{receipt.code}"
    assert "Nobody has looked" in browsers["nobody"].get(page).text
    judge(desk.store, receipt.approaches, "analyst", "false-alarm", "known organiser")
    after = browsers["nobody"].get(page).text
    assert "nothing to worry about" in after
    assert "known organiser" not in after


def test_bulk_judgement_takes_one_form(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Several ticked, one reason: each approach keeps its own judgement."""
    for name in ("Ann", "Eve"):
        receive(desk.store, content=f"{name}: hello there friend\n", actor="x", quick=True)
    form = {"approach": ["1", "2", "x"], "judgement": "false-alarm", "reason": "known"}
    answer = browsers["analyst"].post("/queue/judge", {**form, "here": "order=newest"})
    assert answer.headers["location"] == "/queue?order=newest&said=judged-many"
    assert [len(approach(desk.store, n).judgements) for n in (1, 2, 3)] == [1, 1, 0]


def test_a_judgement_on_an_old_page_is_kept_only_when_said_twice(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """Two open the page: the second to judge reads who came first, and may judge all the same."""
    old = _seen(browsers["lead"].get("/approaches/1").text)
    assert old == "0"
    judge(desk.store, [1], "analyst", "confirmed", "the firm says no")
    form = {"judgement": "false-alarm", "reason": "I know her", "seen": old}
    told = browsers["lead"].post("/approaches/1/judge", form)
    assert told.status_code == 409
    assert [each.actor for each in approach(desk.store, 1).judgements] == ["analyst"]
    assert "since you opened the page" in told.text
    assert re.search(r"confirmed .*analyst : the firm says no", words(told.text))
    assert re.search(r'value="false-alarm" required checked', told.text)
    assert 'value="I know her"' in told.text
    again = browsers["lead"].post("/approaches/1/judge", {**form, "seen": _seen(told.text)})
    assert again.headers["location"] == "/approaches/1?said=judged"
    kept = [each.judgement for each in approach(desk.store, 1).judgements]
    assert kept == ["confirmed", "false-alarm"]


def test_many_judged_on_an_old_page_are_not_kept(desk: Desk, browsers: dict[str, Browser]) -> None:
    """One of those that are ticked was judged meanwhile: none is judged, and it says by whom."""
    for name in ("Ann", "Eve"):
        receive(desk.store, content=f"{name}: hello there friend\n", actor="x", quick=True)
    judge(desk.store, [3], "lead", "duplicate", "of the first")
    old = _seen(browsers["analyst"].get("/queue").text)
    judge(desk.store, [2], "lead", "confirmed", "seen before")
    form = {"approach": ["1", "2", "3"], "judgement": "false-alarm", "reason": "known"}
    told = browsers["analyst"].post("/queue/judge", {**form, "seen": old})
    assert told.status_code == 409
    assert "A-2 confirmed by lead on " in told.text
    assert "A-3" not in told.text.partition('role="alert"')[2].partition("</p>")[0]
    assert [len(approach(desk.store, n).judgements) for n in (1, 2, 3)] == [0, 1, 1]
    again = browsers["analyst"].post("/queue/judge", {**form, "seen": _seen(told.text)})
    assert again.status_code == 303


def _seen(html: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', html)
    assert found
    return found[1]


def test_what_is_not_there_cannot_be_judged(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Whatever else is wrong with the form: there is no such page, and nothing is written."""
    before = journal_page(desk.store).rows
    for reason in ("known", ""):
        form = {"judgement": "confirmed", "reason": reason}
        assert browsers["analyst"].post("/approaches/999/judge", form).status_code == 404
    assert journal_page(desk.store).rows == before


def test_a_judgement_without_a_reason_is_not_kept(desk: Desk, browsers: dict[str, Browser]) -> None:
    """A reason is needed, and the page says so."""
    answer = browsers["analyst"].post("/approaches/1/judge", {"judgement": "confirmed"})
    assert answer.status_code == 422
    assert approach(desk.store, 1).judgements == ()


def test_a_duplicate_leads_to_the_other_one(browsers: dict[str, Browser]) -> None:
    """The number in the reason of a judgement is a link."""
    form = {"judgement": "duplicate", "reason": "the same as A-7"}
    browsers["analyst"].post("/approaches/1/judge", form)
    html = browsers["lead"].get("/approaches/1").text
    assert 'the same as <a href="/approaches/7">A-7</a>' in html


def test_the_page_of_an_approach_holds_what_a_person_decides_by(
    browsers: dict[str, Browser],
) -> None:
    """Marks in the words, reasons with quotes that lead there, twin, questions, checks, journal."""
    html = browsers["analyst"].get("/approaches/1").text
    assert '<mark class="approach"' in html
    assert re.search(r'<blockquote>“[^<]+” <a href="#m\d', html)
    for part in ("Why", "The honest twin", "This would settle it", "Still unanswered",
                 "What was revealed", "How the sum comes about", "Checks a person does", "Journal",
                 "As received"):  # fmt: skip
        assert part in words(html), part
    assert len(re.findall(r'id="m\d', html)) == 3


def test_long_conversations_are_folded_around_their_evidence(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """Of hundreds of messages those around evidence are shown; the rest is counted and a click away."""
    turns = [f"{'Me' if n % 2 else 'Helen'}: good morning number {n}" for n in range(300)]
    turns[150] = "Helen: please send the internal roadmap and do not tell your employer"
    receipt = receive(desk.store, content="\n\n".join(turns), actor="x", quick=True)
    page = f"/approaches/{receipt.approaches[0]}"
    short = browsers["analyst"].get(page).text
    assert short.count('class="message') < 60
    assert "without a sign" in short
    assert "internal roadmap" in short
    whole = browsers["analyst"].get(f"{page}?all=1").text
    assert whole.count('class="message') > 250


def test_a_check_is_noted_and_shown(browsers: dict[str, Browser]) -> None:
    """What a person found out about the profile stands on the page and in the journal."""
    form = {"check": "photo", "result": "odd", "note": "same face, another name"}
    assert browsers["analyst"].post("/approaches/1/check", form).status_code == 303
    page = words(browsers["auditor"].get("/approaches/1").text)
    assert "odd" in page
    assert "same face, another name" in page
    assert "checked" in page


def test_an_auditor_sees_no_form_that_changes_anything(browsers: dict[str, Browser]) -> None:
    """On the pages of work an auditor finds only the way out and the proof of the journal."""
    for path in ("/queue", "/approaches/1", "/cases", "/cases/1", "/journal"):
        html = browsers["auditor"].get(path).text
        forms = set(re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', html))
        assert forms <= {"/logout", "/journal/verify", "/journal/head"}, path


def test_a_case_goes_its_way(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Task, note, person, status with reason, retention: all on one page, all in the journal."""
    analyst = browsers["analyst"]
    for path, form in (
        ("tasks", {"title": "Call", "owner": "analyst", "due": "2026-12-01"}),
        ("tasks/1", {"what": "done"}),
        ("notes", {"text": "said so by telephone"}),
        ("people", {"name": "Helen", "role": "contact"}),
        ("status", {"status": "investigating", "reason": "two asked the same"}),
    ):
        assert analyst.post(f"/cases/1/{path}", form).status_code == 303, path
    form = {"until": "2027-12-31", "reason": "still open elsewhere"}
    assert browsers["lead"].post("/cases/1/retention", form).status_code == 303
    found = case(desk.store, 1)
    assert found.row.status == "investigating"
    assert found.tasks[0].done_at is not None
    page = words(analyst.get("/cases/1").text)
    for part in ("said so by telephone", "two asked the same", "2027-12-31", "section 3"):
        assert part in page, part
    answer = analyst.post("/cases/1/status", {"status": "closed", "reason": ""})
    assert answer.status_code == 422
    assert "reason" in answer.text


def test_a_case_closed_with_something_unjudged_says_so(
    desk: Desk, browsers: dict[str, Browser]
) -> None:
    """Before and after closing the page names the approaches that nobody judged, and who closed."""
    analyst, told = browsers["analyst"], "1 approach in it was never judged: A-1."
    number = new_case(desk.store, title="Ledger", actor="lead", approaches=[1])
    assert f"Before you close it: {told}" in words(analyst.get(f"/cases/{number}").text)
    form = {"status": "closed", "reason": "done"}
    assert analyst.post(f"/cases/{number}/status", form).status_code == 303
    page = analyst.get(f"/cases/{number}").text
    assert f"It is closed. {told}" in words(page)
    assert "by <b>analyst</b>: done" in page


def test_a_closed_case_takes_no_approach(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Whoever chose a case that was closed meanwhile is told, and nothing is put into it."""
    number = new_case(desk.store, title="Settled", actor="lead")
    move_case(desk.store, number, "closed", actor="lead", reason="harmless")
    answer = browsers["analyst"].post("/approaches/1/case", {"case": str(number)})
    assert answer.status_code == 422
    assert f"case {number} is closed" in answer.text
    assert not case(desk.store, number).approaches


def test_erasure_needs_the_word_and_a_reason(desk: Desk, browsers: dict[str, Browser]) -> None:
    """A slip erases nothing; with word and reason the content goes and the journal still holds."""
    lead = browsers["lead"]
    assert lead.post("/approaches/1/erase", {"reason": "asked"}).status_code == 400
    assert approach(desk.store, 1).conversation is not None
    done = lead.post("/approaches/1/erase", {"reason": "asked", "confirm": "Erase"})
    assert done.status_code == 303
    page = lead.get("/approaches/1").text
    assert "was erased" in page
    assert "roadmap" not in page
    assert "The journal holds" in lead.post("/journal/verify").text


def test_every_template_names_only_what_its_struct_declares() -> None:
    """A template reads the fields of one declared struct, so that none is forgotten or invented."""
    import importlib

    import msgspec

    known: dict[str, set[str]] = {}
    for path in [*sorted((HERE / "pages").glob("*.py")), HERE / "answers.py"]:
        name = f"counterpitch.web.{'pages.' if path.parent.name == 'pages' else ''}{path.stem}"
        module = importlib.import_module(name)
        source = path.read_text("utf-8")
        fields = {
            field
            for each in vars(module).values()
            if isinstance(each, type)
            and issubclass(each, msgspec.Struct)
            and each.__name__.endswith("Page")
            for field in each.__struct_fields__
        }
        for template in re.findall(r'render\(\s*"([a-z_]+\.html)"', source):
            known.setdefault(template, set()).update(fields)
    assert len(known) > 20
    for template, fields in known.items():
        text = Path(environment().get_template(template).filename or "").read_text("utf-8")
        used = set(re.findall(r"\bpage\.([a-z_]+)", text))
        assert used <= fields, (template, used - fields)


def test_vendored_scripts_are_what_the_readme_says() -> None:
    """The file is byte for byte the one whose digest is written down, and code in text is off."""
    import hashlib

    folder = HERE / "static" / "vendor"
    readme = (folder / "README.md").read_text("utf-8")
    for path in folder.glob("*.js"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in readme, path.name
    base = (HERE / "templates" / "base.html").read_text("utf-8")
    for setting in ('"allowEval":false', '"includeIndicatorStyles":false', '"allowScriptTags":false',
                    '"selfRequestsOnly":true', '"historyCacheSize":0'):  # fmt: skip
        assert setting in base


def test_bands_of_the_queue_follow_the_channel(browsers: dict[str, Browser]) -> None:
    """With a channel chosen, the bands count that channel; a swap of the list renews them."""
    page = browsers["analyst"].get("/queue").text
    assert 'hx-select-oob="#bands"' in page
    assert _bands(page) != ["0"] * 4
    assert _bands(browsers["analyst"].get("/queue?channel=signal").text) == ["0"] * 4


def _bands(page: str) -> list[str]:
    bar = page.partition('id="bands"')[2].partition("</nav>")[0]
    return re.findall(r'<b class="num">([\d,]+)</b>', bar)[1:]
