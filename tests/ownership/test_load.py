"""Loading, updating by difference, both clocks, and what goes wrong on the way."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError
from counterpitch.ownership import load as loading
from counterpitch.ownership import view as views
from counterpitch.ownership.changes import changes
from counterpitch.ownership.find import find, numbered
from counterpitch.ownership.load import load
from counterpitch.ownership.past import view
from counterpitch.ownership.register import Register
from counterpitch.ownership.telling import told
from counterpitch.ownership.trace import trace
from tests.ownership import samples

ONE, TWO = date(2026, 3, 1), date(2026, 6, 1)
TARGET = "gb-coh:00000002"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A small register of two publishers."""
    basic = tmp_path / "BasicCompanyData.csv"
    basic.write_text(samples.BASIC)
    psc = samples.write(tmp_path / "psc.zip", samples.chain())
    return load([psc, basic], tmp_path / "register", ONE).register


def test_a_stored_register_answers_as_its_interests_do(register: Register) -> None:
    """The mapped snapshot and the interests in memory give the same arrays and the same trace."""
    stored = views.stored(register.data)
    here = views.of(register.interests(), register.nodes())
    for name, array in stored.arrays._asdict().items():
        if name != "first":
            assert np.array_equal(array, getattr(here.arrays, name)), name
    assert trace(stored, TARGET) == trace(here, TARGET)


def test_the_trace_goes_up_to_the_founders(register: Register) -> None:
    """Mara holds over half of 75 to 100 %, Tomas 25 to 50 % of it; names come from the register."""
    answer = trace(views.stored(register.data), TARGET)
    owners = {o.node.name: o for o in answer.owners}
    assert owners["Mara Venn"].share.lo == pytest.approx(0.375, abs=1e-9)
    assert owners["Mara Venn"].control == "certain"
    assert owners["Tomas Ilk"].share.hi == pytest.approx(0.5, abs=1e-9)
    assert answer.company.name == "UMBEL OPTICS LTD"
    assert answer.between[0].node.name == "UMBEL HOLDINGS LIMITED"


def test_a_newer_snapshot_is_a_difference(register: Register, tmp_path: Path) -> None:
    """What is gone is closed on the second clock, what is new is known since then, both kept."""
    lines = samples.chain()
    lines[1] = samples.psc_person("00000001", "Nila Orr", samples.SHARES_25)
    newer = samples.write(tmp_path / "newer.txt", lines)
    outcome = load([newer], register.folder, TWO)
    assert outcome.gone == 1
    now = {o.node.name for o in trace(view(outcome.register, [TARGET]), TARGET).owners}
    assert now == {"Mara Venn", "Nila Orr"}
    before = trace(view(outcome.register, [TARGET], None, ONE), TARGET, None, ONE)
    assert {o.node.name for o in before.owners} == {"Mara Venn", "Tomas Ilk"}
    found = list(changes(outcome.register, ONE, TWO, "known"))
    assert [(c.what, c.interest.known_from) for c in found if c.what == "began"] == [("began", TWO)]
    assert len([c for c in found if c.what == "ended"]) == 1
    again = load([newer], register.folder, date(2026, 7, 1))
    assert again.gone == 0
    assert {i.known_from for i in again.register.interests() if "Nila" in i.source_ref} == {TWO}
    assert len(list(again.register.nodes("name = 'UMBEL OPTICS LTD'"))) == 1


def test_changes_can_be_added(register: Register, tmp_path: Path) -> None:
    """With ``add`` the earlier interests of the source stay."""
    more = samples.write(
        tmp_path / "m.txt", [samples.psc_person("00000009", "Nila Orr", samples.SHARES_75)]
    )
    outcome = load([more], register.folder, TWO, add=True)
    assert outcome.gone == 0
    assert {TARGET, "gb-coh:00000009"} <= {i.owned for i in outcome.register.interests()}


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    """A line that is there twice, in one file or two, is one interest."""
    path = samples.write(tmp_path / "psc.txt", samples.chain() * 2)
    other = samples.write(tmp_path / "psc2.txt", samples.chain())
    once = load([other], tmp_path / "one", ONE).register
    twice = load([path, other], tmp_path / "two", ONE).register
    assert list(once.interests()) == list(twice.interests())


def test_who_reads_keeps_the_old_generation(register: Register, tmp_path: Path) -> None:
    """A register that is updated while it is asked goes on answering as before."""
    opened = views.stored(register.data)
    before = trace(opened, TARGET)
    newer = samples.write(
        tmp_path / "n.txt", [samples.psc_person("00000002", "Nila Orr", samples.SHARES_75)]
    )
    load([newer], register.folder, TWO, end_most=True)
    assert trace(opened, TARGET) == before
    assert len(list(register.interests())) > 1
    now = Register.open(register.folder)
    assert [o.node.name for o in trace(views.stored(now.data), TARGET).owners] == ["Nila Orr"]


def test_a_full_disk_changes_nothing(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Out of space in the middle: one sentence, the register as it was, nothing left lying."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(loading, "exchange", full)
    newer = samples.write(tmp_path / "n.txt", samples.chain())
    with pytest.raises(UnreadableInput, match="disk is full"):
        load([newer], register.folder, TWO)
    assert len(list(Register.open(register.folder).interests())) > 1
    assert not list(register.folder.glob(".loading-*"))


def test_files_of_no_known_format(tmp_path: Path) -> None:
    """A text that is nothing known is refused with what is known."""
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    with pytest.raises(UnreadableInput, match="Known are"):
        load([path], tmp_path / "register", ONE)


def test_a_folder_without_register_or_with_a_broken_one(register: Register, tmp_path: Path) -> None:
    """Missing, damaged and half-deleted registers are told, not thrown."""
    with pytest.raises(UsageError, match="own load"):
        Register.open(tmp_path / "nowhere")
    shutil.rmtree(register.data / "snapshot")
    with pytest.raises(UnreadableInput, match="Load the files again"):
        views.stored(register.data)
    (register.folder / "register.json").write_text("{")
    with pytest.raises(UnreadableInput, match="manifest"):
        Register.open(register.folder)


def test_companies_are_found_as_people_write_them(register: Register) -> None:
    """By number in any form, by name without legal form and case, by a former name."""
    for text in ("2", "00000002", TARGET, "Umbel Optics Limited", "umbel   OPTICS"):
        assert find(register, text).id == TARGET
    assert find(register, "Old Umbel Ltd").id == "gb-coh:00000001"
    assert {k: v[0].id for k, v in numbered(register, ["2", "umbel optics", "?"]).items()} == {
        "2": TARGET, "umbel optics": TARGET,
    }  # fmt: skip
    with pytest.raises(UsageError, match="nobody and nothing"):
        find(register, "Quixotic Pumps")


def test_homonyms_are_asked_about(tmp_path: Path) -> None:
    """Two of one name are listed with what tells them apart; none is guessed."""
    lines = [
        samples.psc_person("00000001", "Mara Venn", samples.SHARES_75),
        samples.psc_person("00000002", "Mara Venn", samples.SHARES_75,
                           date_of_birth={"year": 1981, "month": 4}),
    ]  # fmt: skip
    register = load([samples.write(tmp_path / "p.txt", lines)], tmp_path / "r", ONE).register
    with pytest.raises(CounterpitchError, match="2 are called so"):
        find(register, "Mara Venn")


def test_what_ends_after_the_load_still_holds(tmp_path: Path) -> None:
    """An end that is announced has not come yet; the trace counts the holding and says when."""
    lines = [
        samples.psc_person("00000001", "Ada Elm", samples.SHARES_75, ceased_on="2031-01-01"),
        samples.psc_person("00000001", "Bo Fir", samples.SHARES_25, ceased_on="2026-02-28"),
    ]
    register = load([samples.write(tmp_path / "p.txt", lines)], tmp_path / "r", ONE).register
    assert [i.until for i in register.interests()] == [date(2031, 1, 1)]
    answer = trace(views.stored(register.data), "gb-coh:00000001")
    [owner] = answer.owners
    assert owner.node.name == "Ada Elm"
    assert any("until 2031-01-01" in line for line in told(answer))
