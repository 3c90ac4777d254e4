"""The shipped register: what its script gives, invented throughout, with everything to show."""

import json
import subprocess
import sys
from pathlib import Path

from counterpitch.ownership.register import Register
from counterpitch.ownership.signals.find import signals
from counterpitch.web.demo import register as demo
from counterpitch.web.register.opened import traced

HERE = Path(__file__).parents[2] / "examples" / "ownership"


def test_the_files_are_what_the_script_gives() -> None:
    """Nobody edited one of them by hand."""
    done = subprocess.run([sys.executable, str(HERE / "build.py"), "--check"], check=False)
    assert done.returncode == 0


def test_its_numbers_were_never_given_out() -> None:
    """Companies House is at about 17 million; these begin with 9999."""
    for line in (HERE / "register-files" / "psc.jsonl").read_text("utf-8").splitlines():
        assert json.loads(line)["company_number"].startswith("9999")


def test_tidewater_has_a_ring_an_unknown_a_nominee_and_a_past(tmp_path: Path) -> None:
    """What the page of a stranger's first company is to show."""
    folder = demo.filled(tmp_path)
    assert folder is not None
    register = Register.open(folder)
    answer = traced(register, "gb-coh:99990001", None, None)
    assert [len(ring) for ring in answer.rings] == [3]
    assert len(answer.unknowns) == 3
    names = {each.kind.id for each in signals(register, "gb-coh:99990001")}
    assert {"circular", "nominee", "mass-address", "fresh-vehicle", "break", "churn"} <= names
    assert demo.filled(tmp_path) == folder
