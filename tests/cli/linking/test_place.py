"""``link``, ``campaigns`` and judgements over a database of the desk, with facts and firms."""

import json
from pathlib import Path

import pytest

from counterpitch.cases import journal_page, open_store
from counterpitch.errors import UsageError
from tests.cli.linking.calling import EXAMPLE, call


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with the shipped example, received by rules alone."""
    monkeypatch.setenv("COUNTERPITCH_DATA", str(tmp_path / "data"))
    file = str(tmp_path / "desk.sqlite")
    call("report", str(EXAMPLE), "--quick", "--database", file)
    return file


def _sizes(database: str) -> list[int]:
    listed = json.loads(call("campaigns", "--database", database, "--json").output)
    return sorted(each["approaches"] for each in listed)


def test_a_database_is_linked_read_and_judged(database: str) -> None:
    """Everything that works on a folder works on a database; runs and judgements are journalled."""
    told = call("link", "--database", database).output
    assert "21 read, 21 approaches, 17 of them in 2 campaigns" in told
    assert "0 read, 21 approaches" in call("link", "--database", database).output
    assert _sizes(database) == [7, 10]
    assert "A-1 and A-4 are in" in call("why", "A-1", "A-4", "--database", database).output
    done = call("different", "A-1", "A-17", "--database", database, "--because", "asked both")
    assert "Judgement 1 is kept" in done.output
    assert _sizes(database) == [7, 9]
    call("undo", "1", "--database", database, "--because", "misheard")
    assert _sizes(database) == [7, 10]
    with open_store(database) as store:
        noted = [each for each in journal_page(store).rows if each.action == "linked"]
    assert [each.payload["reason"] for each in noted if each.payload and "reason" in each.payload] == [
        "misheard", "asked both", "asked both",
    ]  # fmt: skip
    assert sum("campaigns" in (each.payload or {}) for each in noted) == 2


def test_a_campaign_tells_its_approaches_and_whom_to_warn(database: str) -> None:
    """With a database also who was approached and who handed in, as text and as JSON; without one
    the approaches alone.
    """
    lines = EXAMPLE.read_text("utf-8").splitlines()
    first = json.loads(lines[0])
    first["id"], first["owner"]["name"] = "again", "Tess Marlow"
    first["contact"]["name"] = "Ines Roth"
    more = Path(database).with_name("more.jsonl")
    more.write_text(json.dumps(first), "utf-8")
    call("report", str(more), "--quick", "--database", database)
    call("link", "--database", database)
    told = call("campaign", "show", "A-1", "--database", database).output
    approaches, warn = told.partition("\nApproaches\n")[2].split("\nWho else to warn\n")
    assert "  A-1            2026-02" in approaches
    assert "Helen Ashworth, Ledger & Vale Advisory to Institute of Naval Acoustics" in approaches
    assert "  Tess Marlow, Institute of Naval Acoustics: approached in 22; only the name" in warn
    assert ": handed in " in warn
    shown = json.loads(call("campaign", "show", "A-1", "--database", database, "--json").output)
    assert [each["who"] for each in shown["warn"] if each["approached"]] == ["Tess Marlow"]


def test_before_anything_is_linked_one_sentence_says_so(database: str) -> None:
    """Not a traceback, and what to do."""
    with pytest.raises(UsageError, match="no linked approaches"):
        call("campaigns", "--database", database)
    with pytest.raises(UsageError, match="without files"):
        call("link", str(EXAMPLE), "--database", database)


def _line(name: str, domain: str, text: str) -> str:
    message = {
        "from": "contact",
        "sent_at": "2026-03-02T09:14:00Z",
        "text": f"{text} office@{domain}",
    }
    whole = {"id": name, "channel": "email", "contact": {"name": name, "company": f"{name} Advisory"},
             "messages": [message]}  # fmt: skip
    return json.dumps(whole) + "\n"


def test_facts_and_firms_tie_what_nothing_else_does(tmp_path: Path) -> None:
    """Facts count for what was read before them, are kept for later runs, and bad rows are told."""
    files = tmp_path / "in.jsonl"
    files.write_text(
        _line("Alder", "alder-desk.example", "A word on your seeker paper, if I may.")
        + _line("Birch", "birch-desk.example", "Would a board seat interest someone like you?")
        + "".join(_line(f"Other{n}", f"other{n}.example", f"Letter number {n} on {n * 7}.") for n in range(30))
    )  # fmt: skip
    state = str(tmp_path / "state")
    assert (
        "0 of them in 0 campaigns"
        in call("link", str(files), "--state", state, "--jobs", "1").output
    )
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "subject,fact,value,source\n"
        "alder-desk.example,certificate,ab12cd34ef567890,crt\n"
        "birch-desk.example,certificate,ab12cd34ef567890,crt\n"
        "alder-desk.example,no-such-fact,x,me\n"
    )
    firms = tmp_path / "firms.csv"
    firms.write_text(
        "name,address,phone,registered\n"
        "Alder Advisory,12 Mill Lane Leeds,+44 20 7946 0011,2026-01-10\n"
        "Birch Advisory,12 Mill Lane Leeds,+44 20 7946 0011,2026-01-12\n"
    )
    done = call("link", "--state", state, "--facts", str(facts), "--firms", str(firms))
    assert "2 of them in 1 campaign:" in done.output
    assert "no-such-fact" in done.output + done.stderr
    told = call("why", "Alder", "Birch", "--state", state).output
    assert "front-firm" in told
    assert "certificate" in told
    later = tmp_path / "later.jsonl"
    later.write_text(_line("Elm", "elm.example", "Something else entirely, about birds."))
    assert "2 of them in 1 campaign:" in call("link", str(later), "--state", state).output
