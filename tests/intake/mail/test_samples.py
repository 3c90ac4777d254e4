"""Each sample mail gives exactly the conversations written down beside it."""

import json
from pathlib import Path

import msgspec
import pytest

from counterpitch.intake import mail
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.reader import Reader

DATA = Path(__file__).parents[2] / "data" / "intake" / "mail"
SAMPLES = sorted(each for each in DATA.iterdir() if each.suffix != ".jsonl")


def outcome(sample: Path) -> dict[str, object]:
    """Return what is read from ``sample``, as plain data."""
    notices = Notices()
    origin = Origin.of_bytes(sample.name, sample.read_bytes())
    found = list(mail.read(origin, notices))
    return {
        "sample": sample.name,
        "conversations": msgspec.to_builtins(found),
        "notices": sorted(f"{kind} {count}" for (kind, _), count in notices.counts.items()),
    }


def expected() -> dict[str, dict[str, object]]:
    """Return the outcomes written down, by sample."""
    lines = (DATA / "expected.jsonl").read_text("utf-8").splitlines()
    return {each["sample"]: each for each in map(json.loads, lines)}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda each: each.name)
def test_sample_gives_what_is_written_down(sample: Path) -> None:
    """Conversations, locators, headers and notices are those of expected.jsonl."""
    plain = json.loads(msgspec.json.encode(outcome(sample)))
    assert plain == expected()[sample.name]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda each: each.name)
def test_sample_is_identified(sample: Path) -> None:
    """Each sample is recognised by content, without its name."""
    assert mail.identify(Origin.of_bytes("unnamed", sample.read_bytes()))


def test_module_is_a_reader() -> None:
    """The package keeps the contract of a reader."""
    assert isinstance(mail, Reader)
    assert mail.name == "mail"
