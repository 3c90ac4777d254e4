"""What a command was given, when it is not quite what it takes it for."""

import os
import threading
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from counterpitch.campaigns.state import Manifest
from counterpitch.cli.inputs import message_or_file
from counterpitch.cli.main import main, program
from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.intake.origin import Origin

LINE = '{"messages":[{"from":"contact","text":"Which internal systems?"}]}\n'


def call(*words: str) -> Result:
    """Run the program in this process."""
    return CliRunner().invoke(program, list(words))


@pytest.mark.parametrize("length", [256, 400, 1023, 5000])
def test_a_message_in_quotes_may_be_longer_than_a_file_name(length: int) -> None:
    """A long message on one line is judged; the system's limit on names has no say in it."""
    assert isinstance(message_or_file("Could you tell me more? " * (length // 24 + 1)), Origin)


@pytest.mark.parametrize(
    "name",
    ["nosuch.txt", "./nosuch", "/tmp/no-such-chat", "~/chat.zip", "msgs/helen", "聊天/海伦",
     "chats/Helen.txt ", "a.b/c.txt\n"],
)  # fmt: skip
def test_a_name_under_which_there_is_nothing_gets_no_verdict(name: str) -> None:
    """A mistyped name is told, also without an ending; as a message it would be harmless."""
    with pytest.raises(UsageError, match="no such file"):
        message_or_file(name)


def test_a_broken_link_gets_no_verdict(tmp_path: Path) -> None:
    """A link to nothing is a name all the same, whatever it is called."""
    link = tmp_path / "dangling one"
    link.symlink_to(tmp_path / "gone")
    with pytest.raises(UsageError, match="link to something that is not there"):
        message_or_file(str(link))


@pytest.mark.parametrize(
    "text",
    ["Please send me report.pdf", "Read the file and/or call", "Hi", "https://forms.example/x",
     "t.me/helen", "forms.example/apply?role=2"],
)  # fmt: skip
def test_a_message_that_names_a_file_stays_a_message(text: str) -> None:
    """Words around a file name make no file of a message, and a link alone is a message."""
    assert isinstance(message_or_file(text), Origin)


def test_a_folder_is_not_checked_but_scanned(tmp_path: Path) -> None:
    """A folder holds several conversations: the sentence names the command for that."""
    with pytest.raises(UsageError, match="counterpitch scan"):
        message_or_file(str(tmp_path))


def test_check_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    """A PDF is said to be in no format that is read, not to be without text."""
    (tmp_path / "offer.pdf").write_bytes(b"%PDF-1.4\n\x00\x01\x02" * 40)
    error = call("check", str(tmp_path / "offer.pdf")).exception
    assert isinstance(error, UnreadableInput)
    assert "in no format that is read" in str(error)


def test_check_says_that_there_are_more_conversations(tmp_path: Path) -> None:
    """One of several is shown, and a note on standard error says so."""
    path = tmp_path / "two.jsonl"
    told = [
        LINE.replace("{", f'{{"id":"{name}","contact":{{"name":"{name}"}},', 1) for name in "ab"
    ]
    path.write_text(told[0] + told[1].replace("systems", "documents"), "utf-8")
    done = call("check", str(path))
    assert done.exit_code == 0
    assert "most severe of 2 conversations" in done.stderr


def test_convert_may_write_what_it_reads(tmp_path: Path) -> None:
    """A file converted onto itself keeps its conversations."""
    path = tmp_path / "chats.jsonl"
    path.write_text(LINE, "utf-8")
    for _ in range(2):
        assert call("convert", str(path), "--to", str(path)).exit_code == 0
    assert "internal systems" in path.read_text("utf-8")
    assert [found.name for found in tmp_path.iterdir()] == ["chats.jsonl"]


def test_convert_refuses_a_wrong_ending_before_it_reads(tmp_path: Path) -> None:
    """The ending decides the form; another one is told at once."""
    error = call("convert", str(tmp_path / "x.jsonl"), "--to", "y.docx").exception
    assert isinstance(error, UsageError)
    assert "neither" in str(error)


def test_convert_writes_no_empty_file(tmp_path: Path) -> None:
    """Where nothing could be read, nothing is written, and the exit code says so."""
    (tmp_path / "empty.eml").write_bytes(b"")
    done = call("convert", str(tmp_path / "empty.eml"), "--to", str(tmp_path / "out.jsonl"))
    assert isinstance(done.exception, UnreadableInput)
    assert not (tmp_path / "out.jsonl").exists()


def test_what_the_system_refuses_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be used is the user's to mend, not a defect to report."""

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied", "/somewhere/report.html")

    monkeypatch.setattr(program, "main", refuse)
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.startswith("counterpitch: /somewhere/report.html: Permission denied.")


def test_a_report_into_no_folder_is_refused_at_once(tmp_path: Path) -> None:
    """No folder is made in silence; the sentence names the one that is missing."""
    error = call("scan", "examples/pasted.txt", "--html", str(tmp_path / "no" / "r.html")).exception
    assert isinstance(error, UsageError)
    assert "no such folder" in str(error)
    assert not (tmp_path / "no").exists()


def test_a_folder_without_rules_is_not_found_faultless(tmp_path: Path) -> None:
    """Neither lint nor test says that nothing is wrong where there is nothing."""
    for command in ("lint", "test"):
        error = call("rules", command, "--rules", str(tmp_path)).exception
        assert isinstance(error, UsageError)
        assert "no rules in this folder" in str(error)


def test_a_new_rule_names_the_commands_for_its_own_folder(tmp_path: Path) -> None:
    """The commands that follow look into the same folder."""
    done = call("rules", "new", "assess/asks-badge", "--rules", str(tmp_path))
    assert f"rules lint --rules {tmp_path}" in done.stdout
    assert f"rules test --rules {tmp_path} asks-badge" in done.stdout
    told = call("rules", "lint", "--rules", str(tmp_path)).stdout
    assert told.splitlines()[-1].startswith("1 rule, ")


def test_why_before_linking_was_finished(tmp_path: Path) -> None:
    """A run of linking that was cut off is told as that, and how it goes on."""
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(Manifest()))
    error = call("why", "a", "b", "--state", str(tmp_path)).exception
    assert isinstance(error, UsageError)
    assert "link again first" in str(error)


def test_explain_says_which_files_it_looks_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without files it says that those of the last scan are meant, also where the id is unknown."""
    monkeypatch.setenv("COUNTERPITCH_STATE", str(tmp_path))
    path = tmp_path / "mine.jsonl"
    path.write_text(
        LINE.replace("{", '{"id":"one",', 1).replace(
            "Which internal systems?", "Do not tell your employer. Send us the internal documents."
        ),
        "utf-8",
    )
    assert call("scan", str(path)).exit_code == 0
    done = call("explain", "one")
    assert "from the last scan" in done.stderr
    assert "mine.jsonl" in done.stderr
    assert "the contact says (" in done.stdout
    error = call("explain", "zzz").exception
    assert "in the files of the last scan" in str(error)
    assert "explain ID FILE" in str(error)


def through(path: Path, text: str) -> str:
    """Make a pipe that somebody writes ``text`` into, once, as ``<(…)`` of a shell does."""
    os.mkfifo(path)
    threading.Thread(target=path.write_text, args=(text, "utf-8"), daemon=True).start()
    return str(path)


@pytest.mark.parametrize(
    "words",
    [("check",), ("scan", "--quick"), ("identifiers",), ("convert", "--to", "to.jsonl"),
     ("report", "--quick", "--database", "desk.db")],
)  # fmt: skip
def test_a_pipe_is_as_good_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """``counterpitch scan <(…)`` reads what comes through, though only once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COUNTERPITCH_STATE", str(tmp_path))
    done = call(*words, through(tmp_path / "pipe", "Mail helen@advisory.example your plans."))
    assert done.exit_code == 0, done.exception
    assert "note:" not in done.stderr.replace("note: a new database of the desk", "")


def test_a_labelled_set_may_come_through_a_pipe(tmp_path: Path) -> None:
    """``counterpitch evaluate <(…)`` reads the rows; it does not say that there are none."""
    row = LINE.replace("{", '{"id":"one","label":"legitimate",', 1)
    done = call("evaluate", "--quick", "--resamples", "0", through(tmp_path / "pipe", row))
    assert done.exit_code == 0, done.exception


def test_what_passed_by_is_not_promised_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was piped in cannot be read again for ``explain``: the hint says to save it first."""
    monkeypatch.setenv("COUNTERPITCH_STATE", str(tmp_path))
    text = "Do not tell your employer. Send us the internal documents."
    for word, given in (("-", text), (through(tmp_path / "pipe", text), None)):
        done = CliRunner().invoke(program, ["scan", "--quick", word], input=given)
        assert "save what you piped in, then counterpitch explain" in " ".join(done.stdout.split())
    assert "nothing was scanned yet" in str(call("explain", "text-").exception)


def test_a_register_is_not_loaded_from_a_pipe(tmp_path: Path) -> None:
    """A register is read more than once: the sentence says to save it, and nothing is opened."""
    os.mkfifo(tmp_path / "pipe")
    error = call("own", "load", str(tmp_path / "pipe"), "--to", str(tmp_path / "r")).exception
    assert "is a pipe" in str(error)
    assert "Save its content" in str(error)


def test_each_reason_for_passing_files_over_is_told(tmp_path: Path) -> None:
    """Of a folder with a chat's text, a picture and an empty file, all three are told of."""
    (tmp_path / "chat.txt").write_text("Helen: Hello, do you have time?\n", "utf-8")
    (tmp_path / "none.csv").write_text("", "utf-8")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    told = call("scan", "--quick", str(tmp_path)).stderr
    assert "1 file is plain text or a web page and left out (chat.txt)" in told
    assert "plain text is read only where the file itself is named" in told
    assert "1 file is in no format that is read and left out (a.png)" in told
    assert "1 file holds no text and is left out (none.csv)" in told
    assert "times)" not in told


def test_an_empty_folder_is_told_and_nothing_is_counted(tmp_path: Path) -> None:
    """Nothing is read: one sentence says why, and no line of noughts stands above it."""
    done = call("scan", str(tmp_path))
    assert "There is no file in this folder." in done.stderr
    assert done.stdout == ""
    assert "nothing readable" in str(done.exception)


def test_a_country_without_routes_is_told_whatever_the_verdict() -> None:
    """A mistyped country is no silence, also where nothing is to be reported."""
    error = call("check", "--country", "Atlantis", "Hello").exception
    assert "no reporting routes for 'Atlantis'" in str(error)
