"""Samples of every era, with the conversations expected of them beside the files.

Run this file as a script to write the expectations anew; then review the
difference by eye before it is committed.
"""

import os
from pathlib import Path

import msgspec
import pytest

from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices

SAMPLES = Path(__file__).parents[2] / "data" / "intake" / "linkedin"
ERAS = sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())
READER = ("counterpitch.intake.linkedin",)


def told(era: str) -> list[bytes]:
    """Return the conversations and notices of an era as JSON lines."""
    notices = Notices()
    files: list[Path] = sorted(Path(era).glob("*.csv"))
    lines = [msgspec.json.encode(each) for each in gather(files, notices, READER)]
    return lines + [msgspec.json.encode({"notice": each}) for each in notices.kept]


@pytest.mark.parametrize("era", ERAS)
def test_era_gives_the_expected_conversations(era: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each era's files give exactly the conversations and notices beside them."""
    monkeypatch.chdir(SAMPLES)
    assert told(era) == Path(era, "expected.jsonl").read_bytes().splitlines()


if __name__ == "__main__":
    os.chdir(SAMPLES)
    for each in ERAS:
        Path(each, "expected.jsonl").write_bytes(b"\n".join(told(each)) + b"\n")
