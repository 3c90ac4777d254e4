import os
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from counterpitch.cli.main import program
from counterpitch.cli.outfile import OutFile, whole
from counterpitch.errors import UsageError

WRITING = {"--out", "--html", "--errors-to", "--weights", "--out-of-fold"}
FOLDERS = {("train", "--to"), ("load", "--to")}
"""Options that name a folder, which is made."""


def _commands(group: click.Group, context: click.Context) -> Iterator[click.Command]:
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from _commands(found, context)
        else:
            yield found


def test_every_option_that_names_a_file_to_write_follows_one_rule() -> None:
    """No command makes folders on its way, or refuses them in words of its own."""
    context = click.Context(program)
    checked = 0
    for command in _commands(program, context):
        for option in command.params:
            for word in option.opts:
                to_file = word == "--to" and (command.name, word) not in FOLDERS
                if (word in WRITING or to_file) and not getattr(option, "is_flag", False):
                    assert isinstance(option.type, OutFile), (command.name, word)
                    checked += 1
    assert checked >= 15


@pytest.mark.parametrize(
    "words",
    [
        ("scan", "x.txt", "--html"), ("case", "pack", "C-1", "--out"), ("convert", "x", "--to"),
        ("own", "page", "x", "--out"), ("own", "screen", __file__, "--out"), ("unread", "--out"),
        ("journal", "head", "--out"), ("export-person", "x", "--out"), ("seen", "new-key"),
        ("evaluate", __file__, "--json"),
    ],
)  # fmt: skip
def test_a_missing_folder_is_told_before_the_work_begins(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """One sentence, exit code 2, and no folder comes to be; a folder's own name is refused too."""
    missing = CliRunner().invoke(program, [*words, str(tmp_path / "mistyped" / "file")])
    assert isinstance(missing.exception, UsageError)
    assert "mistyped: there is no such folder to write to." in str(missing.exception)
    assert not list(tmp_path.iterdir())
    folder = CliRunner().invoke(program, [*words, str(tmp_path)])
    assert "is a folder. Name a file in it." in str(folder.exception)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """What was there stays until the new one is complete; a run cut off leaves nothing behind."""
    path = tmp_path / "report.html"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), whole(path) as part:
        part.write_text("half \ud800")
    assert path.read_text() == "old"
    with whole(path) as part:
        part.write_text("new")
    assert path.read_text() == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    """A named pipe, or /dev/stdout, is not replaced by a file."""
    pipe, read = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with whole(pipe) as part:
        part.write_text("through")
    reader.join(10)
    assert read == ["through"]
    assert pipe.is_fifo()


def test_what_the_system_refuses_is_a_sentence(tmp_path: Path) -> None:
    """A full disk or a lost folder names the file and what to do."""
    said = r"it cannot be written \(.+\)\. Name another file"
    with pytest.raises(UsageError, match=said), whole(tmp_path / "gone" / "file") as part:
        part.write_text("x")
