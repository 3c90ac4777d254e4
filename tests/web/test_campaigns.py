"""Campaigns on the desk: found, shown, explained, judged; nothing stored is markup."""

import json
from pathlib import Path
from typing import Any

import pytest

from counterpitch.cases import erase, journal_page, receive, verify_journal
from counterpitch.cases.linking.asking import campaign_of, opened
from counterpitch.cases.linking.place import number_of
from counterpitch.cases.linking.run import last_run, link_store, waiting
from counterpitch.web.desk import Desk
from tests.web.conftest import Browser, token_of, words
from tests.web.test_hostile import EVIL, FORMULA, _harmless

EXAMPLE = Path(__file__).parents[2] / "examples" / "campaigns.jsonl"


@pytest.fixture
def linked(desk: Desk, browsers: dict[str, Browser]) -> dict[str, Browser]:
    """A desk on which the shipped example was linked: two campaigns, of ten and of seven."""
    receive(desk.store, content=EXAMPLE, actor="reporter", quick=True)
    run = link_store(desk.store, actor="analyst")
    assert (run.approaches, run.campaigns, run.in_campaigns) == (22, 2, 17)
    return browsers


def _sizes(desk: Desk) -> list[int]:
    found = opened(desk.store)
    assert found is not None
    return sorted(len(each) for each in found.members.values())


def test_before_the_first_run_the_page_teaches(browsers: dict[str, Browser]) -> None:
    """Somebody who may work is told what is compared and gets a button; an auditor reads only."""
    html = browsers["analyst"].get("/campaigns").text
    assert "Nothing was compared yet" in html
    assert "/campaigns/find" in html
    assert "/campaigns/find" not in browsers["auditor"].get("/campaigns").text


def test_the_button_starts_a_run_and_says_so(
    browsers: dict[str, Browser], begun: list[str]
) -> None:
    """The page does not wait for the run, which is in the name of who pressed."""
    answer = browsers["analyst"].post("/campaigns/find")
    assert answer.headers["location"] == "/campaigns?said=finding"
    assert begun == ["analyst"]


def test_list_page_and_way_back(desk: Desk, linked: dict[str, Browser]) -> None:
    """From the list to the campaign, to an approach, and back in one click each."""
    lead = linked["lead"]
    listed = lead.get("/campaigns").text
    campaign, size = campaign_of(desk.store, 2)
    assert size == 10
    assert f'href="/campaigns/{campaign}"' in listed
    assert "6 organisations" in listed
    shown = lead.get(f"/campaigns/{campaign}").text
    for told in ("10 approaches to 6 organisations", "roth@ledger-desk.example", "Template",
                 "<mark>", "First messages by week", "Who else to warn", "The reporter (reporter)",
                 "account reporter on this desk"):  # fmt: skip
        assert told in shown, told
    assert 'href="/approaches/2"' in shown
    assert ">None<" not in shown
    assert shown.index("Your judgement") < shown.index("Who else to warn")
    assert f'href="/campaigns/{campaign}"' in lead.get("/approaches/2").text
    assert "/campaigns/c-" not in lead.get("/approaches/1").text


def test_who_was_approached_is_warned(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Recipients of the mails stand on the page, before who handed them in."""
    text = json.loads(EXAMPLE.read_text("utf-8").splitlines()[0])["messages"][0]["text"]
    for n, to in enumerate(("Tess Marlow <tess@tides.example>", "ravi@tides.example"), 1):
        mail = (
            f"From: Helen Ashworth <ashworth@ledger-desk.example>\nTo: {to}\nMessage-ID: <{n}@x>\n"
            f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
        )
        receive(desk.store, content=mail.encode(), name=f"{n}.eml", actor="reporter", quick=True)
    link_store(desk.store, actor="analyst")
    found = opened(desk.store)
    assert found is not None
    (campaign,) = found.members
    first, second = (f"approached in {n}; mail to {who}@tides.example" for n, who in
                     zip(_numbers(desk, campaign), ("tess", "ravi"), strict=True))  # fmt: skip
    shown = words(browsers["lead"].get(f"/campaigns/{campaign}").text)
    assert f"Tess Marlow (tess@tides.example): {first}" in shown
    assert shown.index(second) < shown.index("account reporter on this desk")


def _numbers(desk: Desk, campaign: str) -> list[int]:
    found = opened(desk.store)
    assert found is not None
    return sorted(number_of(each) for each in found.members[campaign])


def test_the_graph_and_its_table_say_the_same(desk: Desk, linked: dict[str, Browser]) -> None:
    """Every tie of the data stands in the table too; identifiers are nodes of another shape."""
    campaign, _ = campaign_of(desk.store, 2)
    graph = linked["auditor"].get(f"/campaigns/{campaign}/graph.json").json()
    html = linked["auditor"].get(f"/campaigns/{campaign}").text
    assert {each["shape"] for each in graph["nodes"]} == {"approach", "identifier"}
    assert {each["strong"] for each in graph["lines"]} == {True, False}
    ids = {each["id"] for each in graph["nodes"]}
    assert all({each["source"], each["target"]} <= ids for each in graph["lines"])
    for tie in graph["ties"]:
        assert f"/campaigns/why?a={tie['a']}&amp;b={tie['b']}" in html


def test_why_shows_reasons_and_differences(linked: dict[str, Browser]) -> None:
    """The pair is laid side by side, in either order, and strangers are told to be none."""
    told = linked["analyst"].get("/campaigns/why?a=2&b=A-5").text
    assert "are in one campaign, by one link" in told
    assert "strong alone" in told
    assert "<mark>" in told
    assert "in no campaign together" in linked["analyst"].get("/campaigns/why?a=2&b=22").text
    assert linked["analyst"].get("/campaigns/why?a=2&b=2").status_code == 400
    for missing in ("a=2&b=999", "a=x&b=2", "a=&b="):
        assert linked["analyst"].get(f"/campaigns/why?{missing}").status_code == 404


def test_judgements_by_button_are_kept_honoured_and_taken_back(
    desk: Desk, linked: dict[str, Browser]
) -> None:
    """Different, merge and split change the campaigns; undo restores them; the journal has all."""
    analyst = linked["analyst"]
    ten, _ = campaign_of(desk.store, 2)
    seven, _ = campaign_of(desk.store, 12)
    steps: tuple[tuple[dict[str, Any], list[int]], ...] = (
        ({"word": "different", "name": ["A-2", "A-5"]}, [7]),
        ({"word": "merge", "name": [ten, seven]}, [17]),
        ({"word": "split", "name": [ten, "A-2", "A-3"]}, [2, 7, 8]),
    )
    for number, (form, sizes) in enumerate(steps):
        assert (
            analyst.post("/campaigns/judge", {**form, "reason": f"why {number}"}).status_code == 303
        )
        after = _sizes(desk)
        assert after != [7, 10]
        assert set(sizes) & set(after)
        found = opened(desk.store)
        assert found is not None
        assert len(found.held) == 1
        for each in found.held:
            undo = {"word": "undo", "name": str(each.number), "reason": "test"}
            assert analyst.post("/campaigns/judge", undo).status_code == 303
        assert _sizes(desk) == [7, 10]
    noted = [
        each
        for each in journal_page(desk.store, limit=500).rows
        if each.action == "linked" and each.payload and "word" in each.payload
    ]
    assert {each.payload["reason"] for each in noted if each.payload} == {
        "why 0", "why 1", "why 2", "test",
    }  # fmt: skip
    assert "approach:5" in {each.subject for each in noted}
    assert {each.actor for each in noted} == {"analyst"}
    assert verify_journal(desk.store).broken is None


def test_a_judgement_without_reason_or_against_another_is_refused(
    desk: Desk, linked: dict[str, Browser]
) -> None:
    """One sentence, and nothing is kept."""
    analyst = linked["analyst"]
    pair = {"word": "same", "name": ["A-2", "A-22"]}
    assert analyst.post("/campaigns/judge", pair).status_code == 400
    assert analyst.post("/campaigns/judge", {**pair, "reason": "x"}).status_code == 303
    against = analyst.post("/campaigns/judge", {**pair, "word": "different", "reason": "y"})
    assert against.status_code == 400
    assert "contradicts" in words(against.text)
    for wrong in ({"word": EVIL, "name": ["A-2", "A-3"]}, {"word": "split", "name": ["c-none", "A-2"]},
                  {"word": "undo", "name": "9"}, {"word": "same", "name": ["A-2", "A-2"]}):  # fmt: skip
        answer = analyst.post("/campaigns/judge", {**wrong, "reason": "x"})
        assert answer.status_code == 400, wrong
        _harmless(answer.text, str(wrong))
    found = opened(desk.store)
    assert found is not None
    assert len(found.judgements) == 1


def test_what_came_later_is_added_and_what_was_erased_is_gone(desk: Desk) -> None:
    """A second run reads only what is new; an erasure leaves no word in the folder."""
    receive(desk.store, content=EXAMPLE, actor="reporter", quick=True)
    link_store(desk.store, actor="x")
    assert waiting(desk.store) == 0
    copy = json.loads(EXAMPLE.read_text("utf-8").splitlines()[0]) | {"id": "later"}
    copy["contact"]["name"] = "Wilhelmina Unmistakable"
    receive(desk.store, content=json.dumps(copy).encode(), actor="reporter", quick=True)
    run = link_store(desk.store, actor="x")
    assert (run.added, run.approaches) == (1, 23)
    number = run.approaches
    assert campaign_of(desk.store, number)[1] == 11
    folder = Path(f"{desk.store.engine.url.database}.campaigns")
    erase(desk.store, actor="lead", reason="asked for", approaches=[number])
    held = [path for path in folder.rglob("*") if path.is_file()]
    assert not any(b"Unmistakable" in path.read_bytes() for path in held)
    assert opened(desk.store) is None
    assert link_store(desk.store, actor="x").approaches == 22
    assert not any(
        b"Unmistakable" in path.read_bytes() for path in folder.rglob("*") if path.is_file()
    )


def test_judgements_outlive_an_erasure(desk: Desk, linked: dict[str, Browser]) -> None:
    """What is linked anew follows the judgements; the reason about the erased one is gone."""
    analyst = linked["analyst"]
    for other in ("A-22", "A-21"):
        form = {"word": "same", "name": ["A-2", other], "reason": f"about {other}"}
        assert analyst.post("/campaigns/judge", form).status_code == 303
    assert _sizes(desk) == [7, 12]
    erase(desk.store, actor="lead", reason="asked for", approaches=[22])
    link_store(desk.store, actor="x")
    assert _sizes(desk) == [7, 11]
    found = opened(desk.store)
    assert found is not None
    assert [each.why for each in found.judgements] == ["", "about A-21"]


def test_hostile_text_stays_text_on_every_page(desk: Desk, browsers: dict[str, Browser]) -> None:
    """Names, firms, texts and reasons with markup are words on the pages and in the data."""
    for number in range(3):
        message = {"from": "contact", "sent_at": f"2026-03-0{number + 2}T09:14:00Z",
                   "text": f"{EVIL} We pay 2,000 for a short paper on the internal roadmap of the"
                           f" seeker group, which nobody else may see {EVIL}, dear friend {number}"}  # fmt: skip
        contact = {
            "name": f"{FORMULA}{EVIL}{number}",
            "company": EVIL,
            "email": "a@evil-desk.example",
        }
        whole = {"id": f"{EVIL}{number}", "channel": "email", "contact": contact,
                 "owner": {"organisation": EVIL}, "messages": [message]}  # fmt: skip
        receive(desk.store, content=json.dumps(whole).encode(), actor=EVIL, name=EVIL,
                where_from=EVIL, quick=True)  # fmt: skip
    link_store(desk.store, actor=EVIL)
    lead = browsers["lead"]
    campaign, size = campaign_of(desk.store, 2)
    assert size == 3
    form = {"word": "same", "name": ["A-2", "A-3"], "reason": EVIL}
    assert lead.post("/campaigns/judge", form).status_code == 303
    for path in ("/campaigns", "/campaigns/run", f"/campaigns/{campaign}",
                 "/campaigns/why?a=2&b=3", "/approaches/2"):  # fmt: skip
        answer = lead.get(path)
        assert answer.status_code == 200, path
        _harmless(answer.text, path)
    shown = lead.get(f"/campaigns/{campaign}").text
    assert "&lt;script&gt;alert(1)" in shown
    assert "Nobody here has an account on this desk" in shown
    assert "reports by a link" not in shown
    graph = lead.get(f"/campaigns/{campaign}/graph.json")
    assert graph.headers["content-type"] == "application/json"
    assert graph.headers["x-content-type-options"] == "nosniff"


def test_the_api_says_what_the_pages_say(desk: Desk, linked: dict[str, Browser]) -> None:
    """List, campaign, graph, why, run and judgement as JSON."""
    client: Any = linked["nobody"].client
    headers = {"Authorization": f"Bearer {token_of(desk, 'analyst')}"}

    def get(path: str) -> Any:
        answer = client.get(f"/api/v1/campaigns{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    listed = get("")
    assert [each["approaches"] for each in listed["rows"]] == [10, 7]
    campaign = listed["rows"][0]["campaign"]
    assert len(get(f"/{campaign}")["page"]["members"]) == 10
    assert get(f"/{campaign}/graph")["members"] == 10
    assert get("/why?a=2&b=5")["why"]["campaign"] == campaign
    assert get("/runs")["run"]["campaigns"] == 2
    body = {"word": "different", "names": ["A-2", "A-5"], "reason": "by machine"}
    made = client.post("/api/v1/campaigns/judgements", headers=headers, json=body)
    assert made.status_code == 201
    assert get("/judgements")[0]["why"] == "by machine"
    assert _sizes(desk) != [7, 10]


def test_a_run_that_fails_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says why; the next run begins where the last good one ended."""

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    receive(desk.store, content=EXAMPLE, actor="reporter", quick=True)
    with monkeypatch.context() as patch:
        patch.setattr("counterpitch.cases.linking.run.link", broken)
        with pytest.raises(OSError, match="No space"):
            link_store(desk.store, actor="x")
    run = last_run(desk.store)
    assert run is not None
    assert run.trouble
    assert link_store(desk.store, actor="x").campaigns == 2
