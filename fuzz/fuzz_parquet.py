"""Fuzzes the parquet reader with damaged samples."""

from pathlib import Path

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.parquet import identify, read
from fuzz.harness import run

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "intake" / "parquet"


def target(data: bytes) -> None:
    """Identify and read ``data`` to the end; every message must have a place."""
    origin = Origin.of_bytes("sample", data)
    identify(origin)
    for conversation in read(origin, Notices()):
        assert all(message.locator for message in conversation.messages)


if __name__ == "__main__":
    run(target, [path for path in SAMPLES.iterdir() if "expected" not in path.name])
