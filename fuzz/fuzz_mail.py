"""Fuzzes the mail reader: whatever the bytes, conversations or a clear refusal."""

from pathlib import Path

from counterpitch.intake.mail import hint, identify, read
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from fuzz.harness import run

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "intake" / "mail"


def target(data: bytes) -> None:
    """Read ``data`` to the end."""
    origin = Origin.of_bytes("fuzz.eml", data)
    identify(origin)
    hint(origin)
    for conversation in read(origin, Notices()):
        assert conversation.messages


if __name__ == "__main__":
    run(target, [each for each in SAMPLES.iterdir() if each.suffix != ".jsonl"])
