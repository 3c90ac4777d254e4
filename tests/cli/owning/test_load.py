"""``own load``: wholly or not at all."""

from pathlib import Path

import pytest

from tests.cli.owning.calling import run


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
