"""What a load may not do unasked: end interests by a damaged file, end most, go back in time."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError
from counterpitch.ownership.load import load
from counterpitch.ownership.register import Register
from tests.ownership import samples

ONE, TWO = date(2026, 3, 1), date(2026, 6, 1)


def lines(count: int, first: int = 1) -> list[str]:
    """Lines of a PSC snapshot, one person a company."""
    return [
        samples.psc_person(f"{n:08}", f"Person{n} Orr", samples.SHARES_75)
        for n in range(first, first + count)
    ]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A register of forty companies."""
    psc = samples.write(tmp_path / "psc.txt", lines(40))
    return load([psc], tmp_path / "register", ONE).register


def live(register: Register) -> int:
    """How many interests are on file and not gone."""
    found = Register.open(register.folder).interests(where="known_until IS NULL")
    return len(list(found))


def cut(tmp_path: Path, kind: str) -> Path:
    """A file of the same source that breaks off in its last quarter."""
    text = "\n".join(lines(40)).encode()
    if kind == "gzip":
        path = tmp_path / "cut.jsonl.gz"
        packed = gzip.compress(text, 0)
        path.write_bytes(packed[: len(packed) * 3 // 4])
    elif kind == "plain":
        path = tmp_path / "cut.jsonl"
        path.write_bytes(text[: len(text) * 3 // 4])
    else:
        path = tmp_path / "cut.json"
        array = b"[" + text.replace(b"\n", b",\n") + b"]"
        path.write_bytes(array[: len(array) * 3 // 4])
    return path


@pytest.mark.parametrize("kind", ["gzip", "plain", "array"])
def test_a_file_that_breaks_off_ends_nothing(register: Register, tmp_path: Path, kind: str) -> None:
    """It is refused in a sentence with a way out; taken with ``add`` it ends nothing."""
    before = live(register)
    path = cut(tmp_path, kind)
    with pytest.raises(UnreadableInput, match="would count as gone") as caught:
        load([path], register.folder, TWO)
    assert "--add" in caught.value.hint
    assert live(register) == before
    assert not list(register.folder.glob(".loading-*"))
    assert load([path], register.folder, TWO, add=True).gone == 0
    assert live(register) == before


def test_a_first_load_takes_what_a_damaged_file_has(tmp_path: Path) -> None:
    """Where nothing of the source is on file, nothing can be ended: it is loaded and told."""
    outcome = load([cut(tmp_path, "gzip")], tmp_path / "new", ONE)
    assert outcome.loaded[0].interests > 10
    assert "truncated" in {kind for kind, _ in outcome.notices.counts}


def test_a_load_that_would_end_most_is_asked_about(register: Register, tmp_path: Path) -> None:
    """More than half of a source is not ended unless that is meant; half is."""
    few = samples.write(tmp_path / "few.txt", lines(19))
    with pytest.raises(UsageError, match=r"21 of the 40 interests of uk-psc .*\(52 %\)"):
        load([few], register.folder, TWO)
    assert live(register) == 40
    half = samples.write(tmp_path / "half.txt", lines(20))
    assert load([half], register.folder, TWO).gone == 20
    none = samples.write(tmp_path / "other.txt", lines(3, first=90))
    assert load([none], register.folder, TWO, end_most=True).gone == 20


def test_an_older_snapshot_is_refused(register: Register, tmp_path: Path) -> None:
    """A day before that of the same source would overwrite it; another source may be older."""
    older = samples.write(tmp_path / "older.txt", lines(39))
    for add in (False, True):
        with pytest.raises(CounterpitchError, match="on file as of 2026-03-01"):
            load([older], register.folder, date(2026, 2, 1), add=add)
    assert live(register) == 40
    basic = tmp_path / "BasicCompanyData.csv"
    basic.write_text(samples.BASIC)
    assert load([basic], register.folder, date(2026, 2, 1)).loaded
    assert load([older], register.folder, ONE).gone == 1
