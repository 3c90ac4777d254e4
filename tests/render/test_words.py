"""What a verdict is called agrees with its band and with its reasons."""

from typing import Any

import msgspec
import pytest

from counterpitch.render.words import SERIOUS, WEAK, quiet_words, verdict_words
from tests.render.samples import verdict


@pytest.mark.parametrize(
    ("band", "level", "told"),
    [("low", "high", SERIOUS), ("low", "critical", SERIOUS), ("low", "medium", WEAK),
     ("none", "high", SERIOUS), ("none", "low", "nothing to report")],
)  # fmt: skip
def test_what_is_serious_is_not_called_weak(band: Any, level: Any, told: str) -> None:
    """With nothing to report the words hang on the gravest of what speaks."""
    plain = verdict("0123456789")
    findings = tuple(msgspec.structs.replace(f, level=level) for f in plain.findings)
    judged = msgspec.structs.replace(plain, band=band, kind="none", findings=findings)
    assert verdict_words(judged) == told


def test_an_approach_is_called_one() -> None:
    """Where there is something to report, that is said."""
    assert quiet_words(verdict()) == ""
    assert verdict_words(verdict()) == "looks like a covert approach"
