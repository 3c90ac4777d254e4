"""Fuzzes the LinkedIn reader: messages.csv alone, and as a part of an export."""

from pathlib import Path

from counterpitch.intake.linkedin import identify, read
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from fuzz.harness import run

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "intake" / "linkedin"

PROFILE = Origin.of_bytes(
    "Profile.csv", b"First Name,Last Name,Maiden Name,Headline\nNoor,Okafor,,Engineer\n"
)


def target(data: bytes) -> None:
    """Read ``data`` as one file of an export, once alone and once beside a profile."""
    alone = Origin.of_bytes("messages.csv", data)
    if not identify(alone):
        return
    conversations = list(read(alone, Notices()))
    assert all(each.messages for each in conversations)
    assert all(message.locator for each in conversations for message in each.messages)
    joined = Origin.of_bytes("messages.csv", data)
    joined.siblings = {"profile.csv": PROFILE, "messages.csv": joined}
    assert len(list(read(joined, Notices()))) == len(conversations)


if __name__ == "__main__":
    run(target, SAMPLES.rglob("*.csv"))
