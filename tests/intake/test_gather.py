import io
import itertools
import os
import threading
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from counterpitch.errors import UnreadableInput
from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.reader import Reader
from counterpitch.intake.readers import READERS
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Message

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


class Lines:
    """A reader of invented files: ``#mark name id``, then one message a line."""

    def __init__(self, name: str = "lines", mark: str = "#lines") -> None:
        self.name = name
        self.mark = mark.encode()

    def identify(self, origin: Origin) -> bool:
        return origin.head.startswith(self.mark)

    def read(self, origin: Origin, notices: Notices) -> Iterator[Conversation]:
        first, *lines = origin.open().read().decode().splitlines()
        _, contact, given = first.split(" ")
        if given == "unreadable":
            raise UnreadableInput("It is broken.", hint="Export it again.")
        at = None if given == "undated" else NOON
        yield Conversation(
            id=given,
            channel="text",
            contact=Contact(name=contact),
            messages=tuple(
                Message("contact", line, at, locator=origin.at(row=row))
                for row, line in enumerate(lines, 2)
            ),
        )
        if given == "fails":
            raise KeyError("oops")


def run(
    *paths: Path | Origin, readers: Sequence[str | Reader] = (Lines(),)
) -> tuple[list[Conversation], dict[str, int], list[str]]:
    """Gather, and return conversations, notices by kind, and their sentences."""
    notices = Notices()
    found = list(gather(paths, notices, readers))
    counts: dict[str, int] = {}
    for (kind, _), times in notices.counts.items():
        counts[kind] = counts.get(kind, 0) + times
    return found, counts, [each.message for each in notices.kept]


def texts(found: list[Conversation]) -> list[list[str]]:
    """Return the texts of each conversation."""
    return [[message.text for message in each.messages] for each in found]


def write(path: Path, content: str) -> Path:
    """Write a file with its folders and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_folder_is_read_in_order(tmp_path: Path) -> None:
    """A folder and its subfolders are read by name; the unrecognised are counted once."""
    write(tmp_path / "b.txt", "#lines B 2\nb")
    write(tmp_path / "a.txt", "#lines A 1\na")
    write(tmp_path / "sub" / "c.txt", "#lines C 3\nc")
    for number in range(300):
        write(tmp_path / "photos" / f"{number}.jpg", "JPEG")
    write(tmp_path / "empty.txt", "")
    write(tmp_path / ".hidden", "#lines H 9\nh")
    found, counts, said = run(tmp_path)
    assert texts(found) == [["a"], ["b"], ["c"]]
    assert counts == {"unrecognised": 1, "empty": 1, "hidden": 1}
    assert any("300 files" in each for each in said)


def test_odd_things_in_a_folder(tmp_path: Path) -> None:
    """Loops, pipes and broken links are counted, and reading goes on."""
    write(tmp_path / "d" / "a.txt", "#lines A 1\na")
    (tmp_path / "d" / "loop").symlink_to(tmp_path)
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    found, counts, _ = run(tmp_path)
    assert texts(found) == [["a"]]
    assert counts == {"linked-folder": 1, "special-file": 1}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file(tmp_path: Path) -> None:
    """A file that may not be read is told, and the others are read."""
    write(tmp_path / "a.txt", "#lines A 1\na").chmod(0)
    write(tmp_path / "b.txt", "#lines B 2\nb")
    found, counts, _ = run(tmp_path)
    assert texts(found) == [["b"]]
    assert counts == {"no-permission": 1}


def test_named_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Each named file that gives nothing has its own sentence; formats are listed."""
    paths = [
        write(tmp_path / "x.bin", "??"),
        write(tmp_path / "empty", ""),
        tmp_path / "missing",
        Path(os.devnull),
        write(tmp_path / "bad.txt", "#lines A unreadable"),
    ]
    found, counts, said = run(*paths)
    assert found == []
    assert counts == {
        "unrecognised": 1, "empty": 1, "not-found": 1, "special-file": 1, "unreadable": 1,
    }  # fmt: skip
    assert any("LinkedIn" in each and "WhatsApp" in each for each in said)
    assert any("Export it again." in each for each in said)


def through(path: Path, data: bytes) -> Path:
    """Make a pipe that somebody writes ``data`` into, once, as ``<(…)`` of a shell does."""
    os.mkfifo(path)
    threading.Thread(target=path.write_bytes, args=(data,), daemon=True).start()
    return path


def test_a_pipe_that_is_named_is_read_once_and_whole(tmp_path: Path) -> None:
    """Looked at, hashed and read, it gives its content all the same: ``scan <(…)``."""
    body = "#lines A 1\n" + "".join(f"line {n}\n" for n in range(20_000))
    found, counts, _ = run(through(tmp_path / "pipe", body.encode()))
    assert len(found[0].messages) == 20_000
    assert counts == {}


def test_a_pipe_that_holds_too_much_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not fit into memory is left, with what to do; the other files are read."""
    monkeypatch.setattr("counterpitch.intake.origin.HELD_LIMIT", 64)
    pipe = through(tmp_path / "pipe", b"#lines A 1\n" + b"a\n" * 40)
    found, counts, said = run(pipe, write(tmp_path / "b.txt", "#lines B 2\nb"))
    assert texts(found) == [["b"]]
    assert counts == {"unreadable": 1}
    assert "Save it to a file" in said[0]


def test_failing_reader(tmp_path: Path) -> None:
    """What a reader gave before it failed is kept, and the next file is read."""
    paths = [write(tmp_path / "a", "#lines A fails\na"), write(tmp_path / "b", "#lines B 2\nb")]
    found, counts, said = run(*paths)
    assert texts(found) == [["a"], ["b"]]
    assert counts == {"reader-failed": 1}
    assert "Traceback" not in said[0]


def test_failing_identify(tmp_path: Path) -> None:
    """A reader that fails to identify a file leaves it to the next one."""

    class Broken(Lines):
        def identify(self, origin: Origin) -> bool:
            raise ValueError("no")

    path = write(tmp_path / "a", "#lines A 1\na")
    found, counts, _ = run(path, readers=(Broken("broken"), Lines()))
    assert texts(found) == [["a"]]
    assert counts == {"reader-failed": 1}


def test_first_reader_wins(tmp_path: Path) -> None:
    """Where two readers claim a file, the first one reads it."""
    seen: list[str] = []

    class Noting(Lines):
        def read(self, origin: Origin, notices: Notices) -> Iterator[Conversation]:
            seen.append(self.name)
            yield from super().read(origin, notices)

    run(write(tmp_path / "a", "#lines A 1\na"), readers=(Noting("one"), Noting("two")))
    assert seen == ["one"]


def test_plain_text_only_where_named(tmp_path: Path) -> None:
    """The reader of any text reads what was named or piped in, never what a folder holds."""
    plain = Lines("plaintext", "#")
    path = write(tmp_path / "d" / "a", "#lines A 1\na")
    assert texts(run(path.parent, readers=(plain,))[0]) == []
    assert texts(run(path, readers=(plain,))[0]) == [["a"]]
    piped = Origin.of_bytes("-", b"#lines A 1\na")
    assert texts(run(piped, readers=(plain,))[0]) == [["a"]]


def test_plain_text_in_a_folder_is_told(tmp_path: Path) -> None:
    """A pasted text in a folder or ZIP is called what it is, and how it is read is said."""
    write(tmp_path / "d" / "chat.txt", "Anna: hello\nMe: hello\n")
    write(tmp_path / "d" / "blank.txt", " \n\t\n")
    write(tmp_path / "d" / "odd.bin", "\x00\x01\x02" * 9)
    with zipfile.ZipFile(tmp_path / "chats.zip", "w") as archive:
        archive.write(tmp_path / "d" / "chat.txt", "chat.txt")
    _, _, said = run(tmp_path / "d", tmp_path / "chats.zip", readers=READERS)
    assert sum("plain text is read only where the file itself is named" in x for x in said) == 2
    assert any("1 file holds no text and is left out (blank.txt)" in each for each in said)
    assert any("no format" in each and "odd.bin" in each for each in said)
    assert not any("no format" in each and "chat.txt" in each for each in said)


@pytest.mark.parametrize("data", [" \n \t\r\n", "\ufeff\n", "\xa0 "])
def test_blank_file_holds_no_text(tmp_path: Path, data: str) -> None:
    """A named file of blanks is said to hold no text, not to be in an unknown format."""
    _, counts, said = run(write(tmp_path / "a.txt", data), readers=READERS)
    assert counts == {"empty": 1}
    assert "holds no text" in said[0]


def test_missing_module_is_passed_over(tmp_path: Path) -> None:
    """A reader whose module cannot be imported does not stop the others."""
    path = write(tmp_path / "a", "#lines A 1\na")
    assert len(list(gather([path], Notices(), ("counterpitch.intake.absent", Lines())))) == 1


def test_same_file_twice(tmp_path: Path) -> None:
    """The same bytes under two names are read once."""
    content = "#lines A 1\na"
    found, counts, _ = run(write(tmp_path / "a", content), write(tmp_path / "b", content))
    assert texts(found) == [["a"]]
    assert counts == {"same-file": 1}


def test_same_message_in_two_files(tmp_path: Path) -> None:
    """Across files a message counts once; within one file the same words count twice.

    What another file adds joins the conversation: it is one, whatever the order of the files.
    """
    first = write(tmp_path / "a", "#lines A 1\nhello\nhello\nbye")
    second = write(tmp_path / "b", "#lines A 1\nhello\nbye")
    third = write(tmp_path / "c", "#lines A 1\nbye\nnew")
    for files in itertools.permutations((first, second, third)):
        found, counts, said = run(*files)
        assert texts(found) == [["hello", "hello", "bye", "new"]]
        assert [each.id for each in found] == ["1"]
        assert sum(counts.values()) == 2
    found, counts, said = run(first, second, third)
    assert counts == {"duplicate": 1, "duplicate-messages": 1}
    assert said[1] == (
        "1 message with A was read from another file already;"
        " the conversation is judged as a whole."
    )


def test_what_was_given_out_is_judged_again_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there was no room to hold a conversation back, its longer form is given out whole."""
    monkeypatch.setattr("counterpitch.intake.unique.LONGEST", 0)
    first = write(tmp_path / "a", "#lines A 1\nhello")
    second = write(tmp_path / "b", "#lines A 1\nhello\nnew")
    found, counts, said = run(first, second, write(tmp_path / "c", "#lines A 1\nnew"))
    assert texts(found) == [["hello"], ["hello", "new"]]
    assert counts == {"duplicate-messages": 1, "duplicate": 1}
    assert "they stand in two verdicts" in said[0]


def test_a_file_between_two_joins_both(tmp_path: Path) -> None:
    """Two parts of a conversation that share nothing are one once a third file holds of both."""
    paths = [
        write(tmp_path / "a", "#clock A a\n1 one\n2 two"),
        write(tmp_path / "b", "#clock A b\n5 five"),
        write(tmp_path / "c", "#clock A c\n2 two\n3 three\n5 five"),
    ]
    for files in itertools.permutations(paths):
        found, counts, _ = run(*files, readers=(Clock(),))
        assert texts(found) == [["one", "two", "three", "five"]]
        assert set(counts) <= {"duplicate", "duplicate-messages"}


def test_conversations_keep_their_order(tmp_path: Path) -> None:
    """A conversation stands where it was first read; those of one file alone are not held back."""
    first = write(tmp_path / "a", "#lines A 1\nhello")
    second = write(tmp_path / "b", "#lines B 2\nhello")
    third = write(tmp_path / "c", "#lines A 3\nhello\nnew")
    assert [each.id for each in run(first, second, third)[0]] == ["1", "2"]
    notices = Notices()
    assert next(gather([first], notices, (Lines(),))).id == "1"


def test_one_repeated_message_is_told_as_one(tmp_path: Path) -> None:
    """The note on a single message read before is in the singular."""
    first = write(tmp_path / "a", "#lines A 1\nhello\nbye")
    second = write(tmp_path / "b", "#lines A 1\nbye\nnew")
    _, _, told = run(first, second)
    assert told == [
        "1 message with A was read from another file already; the conversation is judged as a whole."
    ]


def test_undated_greeting_is_no_duplicate(tmp_path: Path) -> None:
    """Without dates, only a whole conversation counts as read before."""
    first = write(tmp_path / "a", "#lines A undated\nhello\none")
    second = write(tmp_path / "b", "#lines A undated\nhello\ntwo")
    third = write(tmp_path / "c", "#lines A undated\nhello\none\n")
    found, counts, _ = run(first, second, third)
    assert texts(found) == [["hello", "one"], ["hello", "two"]]
    assert counts == {"duplicate": 1}


def test_interchange_ids_tell_apart(tmp_path: Path) -> None:
    """In interchange files, the same words under another id are another conversation."""
    first = write(tmp_path / "a", "#lines A 1\nhello")
    second = write(tmp_path / "b", "#lines A 2\nhello")
    assert len(run(first, second, readers=(Lines("jsonl"),))[0]) == 2
    assert len(run(first, second)[0]) == 1


def test_ids_stay_unique(tmp_path: Path) -> None:
    """Different conversations of one id keep apart."""
    first = write(tmp_path / "a", "#lines A 1\nhello")
    second = write(tmp_path / "b", "#lines B 1\nhello")
    assert [each.id for each in run(first, second)[0]] == ["1", "1-2"]


def zip_of(path: Path, files: dict[str, str | bytes]) -> Path:
    """Write a ZIP and return its path."""
    with zipfile.ZipFile(path, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def test_a_zip_without_files_is_called_empty(tmp_path: Path) -> None:
    """An empty ZIP, or one of folders alone, is told as that; an empty member is counted."""
    _, counts, said = run(zip_of(tmp_path / "e.zip", {}))
    assert (counts, said) == ({"empty": 1}, ["e.zip is an empty ZIP: it holds no file."])
    _, counts, said = run(zip_of(tmp_path / "f.zip", {"a.txt": ""}))
    assert counts == {"empty": 1}
    assert "1 file holds no text and is left out (a.txt)" in said[0]


def test_zip_and_zip_in_folder(tmp_path: Path) -> None:
    """A ZIP is read where it is named and where a folder holds it."""
    path = zip_of(tmp_path / "e.zip", {"a.txt": "#lines A 1\na", "b.png": "?", "c.png": "?"})
    for given in (path, tmp_path):
        found, counts, said = run(given)
        assert texts(found) == [["a"]]
        assert found[0].messages[0].locator is not None
        assert found[0].messages[0].locator.path.endswith("e.zip!a.txt")
        assert counts == {"unrecognised": 1}
        assert "2 files" in said[0]


def test_office_document_is_no_archive(tmp_path: Path) -> None:
    """A document that happens to be a ZIP is one unrecognised file."""
    path = zip_of(tmp_path / "a.docx", {"[Content_Types].xml": "<x/>", "word/document.xml": "x"})
    found, counts, said = run(path)
    assert found == []
    assert counts == {"unrecognised": 1}
    assert "a.docx" in said[0]


def test_export_in_all_forms_gives_the_same(tmp_path: Path) -> None:
    """A LinkedIn export reads the same as ZIP, folder, ZIP in a ZIP and named files."""
    era = Path(__file__).parents[1] / "data" / "intake" / "linkedin" / "2026"
    files = {path.name: path.read_bytes() for path in era.glob("*.csv")}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    outer = zip_of(tmp_path / "outer.zip", {"Basic_LinkedInDataExport.zip": inner.getvalue()})
    plain = tmp_path / "plain.zip"
    plain.write_bytes(inner.getvalue())
    reader = ("counterpitch.intake.linkedin",)
    forms: list[list[Path | Origin]] = [[era], [outer], [plain], [era / "messages.csv"]]
    results = []
    named: list[Path | Origin] = [*sorted(era.glob("*.csv"))]
    for form in [*forms, named]:
        found = list(gather(form, Notices(), reader))
        results.append([(each.id, each.contact, texts([each])) for each in found])
    assert all(result == results[0] for result in results)
    assert len(results[0]) == 2
    # All forms given at once give no message twice.
    every = [path for form in forms for path in form]
    assert len(list(gather(every, Notices(), reader))) == 2


class Clock(Lines):
    """A reader of invented files: ``#clock name id``, then a message a line, behind its second."""

    def __init__(self) -> None:
        super().__init__("clock", "#clock")

    def read(self, origin: Origin, notices: Notices) -> Iterator[Conversation]:
        for each in super().read(origin, notices):
            yield msgspec.structs.replace(
                each, messages=tuple(self._timed(message) for message in each.messages)
            )

    def _timed(self, message: Message) -> Message:
        second, _, text = message.text.partition(" ")
        return msgspec.structs.replace(message, sent_at=NOON.replace(second=int(second)), text=text)


def test_an_export_without_seconds_is_known_again(tmp_path: Path) -> None:
    """Seconds in one export and none in the other: a message counts once, in either order.

    What only one of them holds is kept, and two exports with seconds are told apart by them.
    The form that tells seconds is the one that is kept.
    """
    (tmp_path / "new").write_text("#clock Ann a\n5 Yes\n40 Yes\n41 No\n")
    (tmp_path / "old").write_text("#clock Ann b\n0 Yes\n0 No\n0 Perhaps\n")
    (tmp_path / "other").write_text("#clock Ann c\n7 Yes\n5 Yes\n")

    def texts(*names: str) -> list[list[str]]:
        found, _, _ = run(*(tmp_path / name for name in names), readers=(Clock(),))
        return [[message.text for message in each.messages] for each in found]

    assert texts("new", "old") == [["Yes", "Yes", "No", "Perhaps"]]
    assert texts("old", "new") == [["Yes", "Yes", "No", "Perhaps"]]
    assert texts("new", "other") == [["Yes", "Yes", "Yes", "No"]]
