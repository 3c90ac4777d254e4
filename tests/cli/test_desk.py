import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpitch.cases import approach, open_store
from counterpitch.cli.main import program
from counterpitch.errors import CounterpitchError
from tests.cases.samples import files, received, words

EXPORT = str(Path(__file__).parents[2] / "examples" / "linkedin-export.zip")
HOSTILE = "\x1b[31m=HYPERLINK(1)\u202e<script>{{7*7}}\x07"


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a store and a key of its own."""
    monkeypatch.setenv("COUNTERPITCH_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("COUNTERPITCH_DATABASE", raising=False)


def _run(*words_: str, given: str | None = None) -> Result:
    return CliRunner().invoke(program, list(words_), input=given, catch_exceptions=True)


def _ok(*words_: str, given: str | None = None) -> str:
    result = _run(*words_, given=given)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def test_from_report_to_pack(tmp_path: Path) -> None:
    """The journey of an officer at the terminal: in, looked at, judged, case, pack, outcome."""
    told = _ok("report", EXPORT, "--quick", "--as", "ana", "--json")
    receipt = json.loads(told)
    assert receipt["state"] == "done"
    rows = json.loads(_ok("queue", "--json"))["rows"]
    first = str(rows[0]["id"])
    assert rows[0]["contact"] in _ok("queue")
    assert "received" in _ok("show", f"A-{first}", "-v", "--as", "carl")
    assert "1 judged" in _ok("judge", first, "--judgement", "confirmed", "--reason", "clear")
    assert _ok("case", "new", "Ledger & Vale", first).strip() == "C-1"
    _ok("case", "add", "C-1", "--note", "Called.", "--task", "Ask", "--due", "2026-12-01")
    _ok("case", "move", "1", "reported", "--reason", "to the police")
    target = tmp_path / "case.zip"
    assert "Public key" in _ok("case", "pack", "1", "--out", str(target))
    assert "report.html" in zipfile.ZipFile(target).namelist()
    _ok("case", "close", "1", "--reason", "done")
    assert "closed" in _ok("case", "list", "--status", "closed")
    shown = _ok("case", "show", "1")
    assert "Called." in shown
    assert "to the police" in shown
    assert "seriously" in _ok("outcome", receipt["code"])
    assert "entries hold" in _ok("journal", "verify")
    assert "C-1" in _ok("due", "--on", "2030-01-01")


@pytest.mark.parametrize(
    ("words_", "said"),
    [
        (("erase", "C-1", "--reason", "x", "--yes"), "'C-1' is a case, and an approach is asked"),
        (("case", "show", "A-1"), "'A-1' is an approach, and a case is asked for"),
        (("judge", "R-1", "--judgement", "confirmed", "--reason", "x"), "'R-1' is a report"),
        (("unread", "A-1"), "'A-1' is an approach, and a report is asked for"),
        (("show", "xyz"), "no number of an approach, such as A-12"),
    ],
)
def test_a_number_of_something_else_is_refused(words_: tuple[str, ...], said: str) -> None:
    """Case 1 is not approach 1: the letter that is given counts, above all where one erases."""
    result = _run(*words_)
    assert result.exit_code == 2
    assert said in result.output


def test_nothing_is_put_into_a_case_in_silence() -> None:
    """``case add`` without anything to add says so, and does not say that all is well."""
    assert "nothing to put into it" in str(_run("case", "add", "C-1").exception)


def test_the_queue_at_eighty_columns() -> None:
    """Reasons are told in the words of the verdict, and a day or a rank is never broken."""
    _ok("report", EXPORT, "--quick")
    shown = _ok("queue", "--band", "high", "--band", "elevated")
    assert max(map(len, shown.splitlines())) <= 80
    assert "Asks you to keep it from" in shown
    row = json.loads(_ok("queue", "--json"))["rows"][0]
    assert row["received_at"][:10] in shown
    assert "No approach is as asked for" in _ok("queue", "--text", "zzzzzz")


def test_pasted_text_is_judged_on_one_screen() -> None:
    """A pasted text, also from standard input, gets verdict, the four steps and a code."""
    text = "We pay 2,000 for a short paper. Which of your colleagues work on this?"
    told = _ok("report", text, "--quick", "--revealed", "my employer")
    for word in ("Recognise", "Realise", "Report", "Remove", "counterpitch outcome"):
        assert word in told
    assert "received before" in _ok("report", "-", "--quick", given=text)


def test_an_empty_file_keeps_no_other_from_being_handed_in(tmp_path: Path) -> None:
    """Each file that gave nothing is told, the others get their receipts; the exit code says so."""
    for name, text in (("a.txt", "Hello there."), ("b.txt", ""), ("c.txt", "Good day to you.")):
        (tmp_path / name).write_text(text)
    result = _run("report", "--quick", *(str(tmp_path / f"{each}.txt") for each in "abc"))
    assert result.exit_code == 3
    assert result.stdout.count("Receipt ") == 2
    assert "not handed in: b.txt: there is nothing in it." in result.stderr
    assert "1 file of 3 could not be handed in" in result.stderr
    assert _run("report", "--quick", str(tmp_path)).stdout.count("received before") == 2


def test_a_receipt_gives_the_number_above_its_verdict(tmp_path: Path) -> None:
    """The number of the approach stands on the receipt, the verdict below; the second is not new."""
    first = _ok("report", "We pay 2,000 for a short paper.", "--quick")
    assert "1 conversation (A-1), 1 new" in first
    assert first.index("Receipt ") < first.index("Realise")
    assert "(A-1), all handed in before" in _ok(
        "report", "We pay 2,000 for a short paper.", "--quick"
    )
    refused = str(_run("report", "Hello").exception)
    assert "one word alone is no message" in refused
    assert "in quotes" not in refused


def test_a_day_that_is_past_keeps_no_case() -> None:
    """``case retain`` refuses a day before today."""
    _ok("report", "Hello there.", "--quick")
    _ok("case", "new", "Greeting", "1")
    assert "is past" in str(_run("case", "retain", "1", "2020-01-01", "--reason", "x").exception)


def test_verdicts_come_along(tmp_path: Path) -> None:
    """A bulk of conversations with the verdicts of ``scan --jsonl`` is not assessed again."""
    first, second = files(tmp_path, [words(n) for n in range(4)], "heln")
    told = _ok("report", str(first), "--verdicts", str(second))
    assert "4 conversations, 4 new" in told
    assert len(json.loads(_ok("queue", "--json", "--limit", "2"))["rows"]) == 2


def test_what_was_cut_off_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--resume`` finishes reports of which only the original had been kept."""
    from counterpitch.cases import receiving

    first, second = files(tmp_path, [words(n) for n in range(3)])
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "read", lambda *_: None)
        _ok("report", str(first), "--verdicts", str(second))
    assert json.loads(_ok("queue", "--json"))["rows"] == []
    assert "1 reports that were cut off" in _ok("report", "--resume")
    assert len(json.loads(_ok("queue", "--json"))["rows"]) == 3


def test_head_is_signed_and_checked(tmp_path: Path) -> None:
    """A head goes out to a file, holds with the right key, and not with another or a change."""
    _ok("report", EXPORT, "--quick")
    path = tmp_path / "head.json"
    _ok("journal", "head", "--out", str(path))
    key = json.loads(path.read_text())["public_key"]
    assert "OK" in _ok("journal", "check-head", str(path), "--public-key", key)
    assert _run("journal", "check-head", str(path), "--public-key", "A" * 43 + "=").exit_code == 1
    (tmp_path / "key.txt").write_text(key + "\n")
    path.write_text(path.read_text().replace('"seq":', '"seq":1'))
    result = _run("journal", "check-head", str(path), "--public-key", str(tmp_path / "key.txt"))
    assert result.exit_code == 1
    assert "NOT OK" in result.output


def test_head_check_says_what_it_checked(tmp_path: Path) -> None:
    """A journal changed before the head is told, as is that only the signature was looked at."""
    _ok("report", EXPORT, "--quick")
    path = tmp_path / "head.json"
    _ok("journal", "head", "--out", str(path))
    key = json.loads(path.read_text())["public_key"]
    with open_store() as store, store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        connection.exec_driver_sql("UPDATE journal SET actor = 'eve' WHERE seq = 4")
    result = _run("journal", "check-head", str(path), "--public-key", key)
    assert result.exit_code == 1
    assert "broken at entry 4" in result.output
    told = _ok("journal", "check-head", str(path), "--public-key", key, "--signature-only")
    assert "only the signature was checked" in told
    missing = _run("journal", "check-head", str(path), "--public-key", "nofile")
    assert "there is no such file" in str(missing.exception)


def test_broken_journal_is_told_with_its_entry() -> None:
    """Exit code 1 and the number of the first broken entry."""
    _ok("report", EXPORT, "--quick")
    with open_store() as store, store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        connection.exec_driver_sql("UPDATE journal SET actor = 'eve' WHERE seq = 4")
    result = _run("journal", "verify")
    assert result.exit_code == 1
    assert "BROKEN at entry 4" in result.output


def test_erasing_asks_first() -> None:
    """Without a yes nothing is erased; then it is, and what is held on the person is gone."""
    _ok("report", EXPORT, "--quick")
    words_ = ("erase", "--person", "Helen Ashworth", "--reason", "asked")
    assert _run(*words_, given="n\n").exit_code == 1
    assert "1 approach," in _ok(*words_, given="y\n")
    assert "only 1 original still holds this person" in str(_run(*words_, "--yes").exception)
    assert "1 original and" in _ok(*words_, "--shared", "--yes")
    assert "nothing of this is held" in str(_run(*words_, "--yes").exception)


def test_export_for_a_person(tmp_path: Path) -> None:
    """All that is held on a person goes into a ZIP."""
    _ok("report", EXPORT, "--quick")
    target = tmp_path / "held.zip"
    _ok("export-person", "Helen Ashworth", "--out", str(target))
    assert "held.json" in zipfile.ZipFile(target).namelist()


@pytest.mark.parametrize(
    "words_",
    [
        ("show", "99"),
        ("case", "show", "99"),
        ("outcome", "nonsense"),
        ("queue", "--after", "nonsense"),
        ("queue", "--since", "nonsense"),
        ("judge", "99", "--judgement", "confirmed", "--reason", "x"),
        ("trends", "--csv", "nonsense"),
        ("trends", "--since", "2026-01-01", "--until", "2026-01-01"),
        ("report", "no-such-file.zip"),
        ("report", "text", "--channel", "carrier pigeon"),
        ("queue", "--database", "mysql://x/y"),
        ("case", "new", " "),
        ("queue", "--channel", "smoke"),
        ("queue", "--case", "C-1"),
        ("erase", "--reason", "x"),
    ],
)
def test_mistakes_are_one_sentence(words_: tuple[str, ...]) -> None:
    """Whatever is typed wrong is an error of the program's own kind, told in a sentence."""
    result = _run(*words_)
    assert isinstance(result.exception, CounterpitchError), result.exception
    assert "\n" not in str(result.exception)


@pytest.mark.parametrize(
    "words_",
    [
        ("queue",), ("show", "1"), ("show", "1", "-v"), ("case", "list"), ("case", "show", "1"),
        ("trends",), ("trends", "--csv", "sector"), ("due", "--on", "2040-01-01"),
        ("journal", "list"),
    ],
)  # fmt: skip
def test_stored_text_is_never_trusted(tmp_path: Path, words_: tuple[str, ...]) -> None:
    """Control codes and tricks of direction never reach the terminal, formulas no spreadsheet."""
    import msgspec

    from counterpitch import cases
    from counterpitch.model.conversation import Owner

    with open_store() as store:
        nasty = words(1, (HOSTILE, HOSTILE), name=HOSTILE)
        nasty = msgspec.structs.replace(nasty, owner=Owner(sector=HOSTILE))
        received(store, tmp_path, [nasty], actor=HOSTILE, where_from=HOSTILE, name=HOSTILE,
                 revealed=(HOSTILE,))  # fmt: skip
        cases.judge(store, [1], HOSTILE, "confirmed", HOSTILE)
        number = cases.new_case(store, title=HOSTILE, actor=HOSTILE, approaches=[1])
        cases.add_person(store, number, name=HOSTILE, role="witness", actor=HOSTILE)
        cases.add_note(store, number, HOSTILE, actor=HOSTILE)
        cases.add_task(store, number, title=HOSTILE, actor=HOSTILE)
        cases.add_file(store, number, content=b"x", name=HOSTILE, actor=HOSTILE)
        cases.move_case(store, number, "closed", actor=HOSTILE, reason=HOSTILE)
        assert approach(store, 1).row.contact
    told = _ok(*words_)
    for sign in ("\x1b[31m", "\x07", "\u202e"):
        assert sign not in told
    if "--csv" in words_:
        assert not any(line.startswith(("=", "\x1b")) for line in told.splitlines())


@pytest.mark.parametrize(
    "words_",
    [
        ("queue",), ("show", "1"), ("trends",), ("case", "list"), ("case", "show", "1"),
        ("case", "new", "x"), ("journal", "verify"), ("journal", "list"), ("due",), ("unread",),
        ("judge", "1", "--judgement", "confirmed", "--reason", "x"), ("outcome", "0ZGM-QKAW-TRSS"),
        ("erase", "1", "--reason", "x", "--yes"), ("link",), ("campaigns",),
    ],
)  # fmt: skip
def test_a_mistyped_database_is_told_and_not_made(tmp_path: Path, words_: tuple[str, ...]) -> None:
    """Only report and desk make a database; every other command says that there is none."""
    path = tmp_path / "mistyped.sqlite"
    result = _run(*words_, "--database", str(path))
    assert "there is no database of the desk here" in str(result.exception)
    assert "counterpitch report FILE" in str(result.exception)
    assert not path.exists()


def test_a_new_database_is_told(tmp_path: Path) -> None:
    """A report makes a database where none was and says where; the second time it says nothing."""
    path = str(tmp_path / "new.sqlite")
    first = _run("report", "Hello there.", "--quick", "--database", path)
    assert f"a new database of the desk was made: {path}" in first.stderr
    assert "new database" not in _run("report", "More.", "--quick", "--database", path).stderr


def test_a_closed_case_is_not_added_to_in_silence() -> None:
    """``case add`` refuses a closed case and says how; --reopen opens it, and says so."""
    _ok("report", "Hello there.", "--quick")
    _ok("report", "Hello again.", "--quick")
    _ok("case", "new", "Two greetings", "1")
    _ok("case", "close", "1", "--reason", "harmless")
    refused = _run("case", "add", "C-1", "A-2")
    assert "C-1 is closed" in str(refused.exception)
    assert "--reopen --reason TEXT" in str(refused.exception)
    told = _ok("case", "add", "C-1", "A-2", "--reopen", "--reason", "came again")
    assert "1 approach added. C-1 is open again." in told
    assert "C-1  open" in _ok("case", "show", "1")


def test_what_goes_is_told_before_it_goes() -> None:
    """Erasing asks about what it found, and only where it found something."""
    _ok("report", "Helen Ashworth: We pay 500.\nMe: For what?", "--quick")
    asked = _run("erase", "--person", "Helen Ashworth", "--reason", "asked", given="n\n")
    assert asked.exit_code == 1
    assert "“Helen Ashworth”: A-1, 0 reports" in " ".join(asked.output.split())
    unknown = _run("erase", "--person", "Helen Ashwort", "--reason", "asked", "--yes")
    assert "Check the spelling" in str(unknown.exception)
    _ok("erase", "--person", "Helen Ashworth", "--reason", "asked", given="y\n")
    assert "was erased" in _ok("show", "1")


def test_a_judgement_in_the_wrong_place_is_helped_along() -> None:
    """``judge A-1 confirmed`` says with which option the word is given."""
    result = _run("judge", "A-1", "confirmed")
    assert result.exit_code == 2
    assert "--judgement confirmed" in result.output


def test_the_demos_database_is_named(tmp_path: Path) -> None:
    """Whoever started the demo and asks for the queue is told where the demo keeps its own."""
    (tmp_path / "data").mkdir()
    demo = tmp_path / "data" / "desk-demo.sqlite"
    open_store(str(demo)).close()
    assert f"The demo keeps its own: --database {demo}" in str(_run("queue").exception)
