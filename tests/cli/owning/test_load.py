"""``own load``: wholly or not at all."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from counterpitch.errors import UsageError
from tests.cli.owning.calling import run
from tests.ownership import samples


def test_a_stopped_load_leaves_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is one sentence and 130; nothing of the load stays, and the register answers on."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("counterpitch.ownership.assemble.assemble", stop)
    again = run("load", "examples/ownership", "--to", str(folder))
    assert again.exit_code == 130
    assert "half written" in again.output
    assert not list(folder.glob(".loading-*"))
    assert "Mara Venn" in run("trace", "2", "--in", str(folder)).output


def test_a_snapshot_of_a_day_to_come_is_refused(folder: Path) -> None:
    """Nothing is known as of a later day than today: a slip in the year."""
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    with pytest.raises(UsageError, match="is still to come"):
        run("load", "examples/ownership", "--to", str(folder), "--date", tomorrow)


def test_ending_most_is_confirmed_by_an_option(folder: Path, tmp_path: Path) -> None:
    """Refused with the numbers, and done where it is meant."""
    line = samples.psc_person("00000001", "Nila Orr", samples.SHARES_25)
    small = samples.write(tmp_path / "small.txt", [line])
    words = ("load", str(small), "--to", str(folder), "--date", "2026-06-01")
    with pytest.raises(UsageError, match="would end 8 of the 8"):
        run(*words)
    assert "no longer there" in run(*words, "--end-most").output
