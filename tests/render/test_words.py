"""What a verdict is called agrees with its band and reasons, with one number everywhere."""

from typing import Any

import msgspec
import pytest

from counterpitch.model.verdict import Band, VerdictKind
from counterpitch.render.html import Report, page
from counterpitch.render.terminal import table, verdict_screen
from counterpitch.render.words import (
    SERIOUS,
    WEAK,
    number,
    quiet_words,
    rank,
    told,
    verdict_words,
)
from tests.render.samples import GUIDANCE, conversation, verdict
from tests.render.test_terminal_form import printed


@pytest.mark.parametrize(
    ("band", "level", "words"),
    [("low", "high", SERIOUS), ("low", "critical", SERIOUS), ("low", "medium", WEAK),
     ("none", "high", SERIOUS), ("none", "low", "nothing to report")],
)  # fmt: skip
def test_what_is_serious_is_not_called_weak(band: Any, level: Any, words: str) -> None:
    """With nothing to report the words hang on the gravest of what speaks."""
    plain = verdict("0123456789")
    findings = tuple(msgspec.structs.replace(f, level=level) for f in plain.findings)
    judged = msgspec.structs.replace(plain, band=band, kind="none", findings=findings)
    assert verdict_words(judged) == words


def test_an_approach_is_called_one() -> None:
    """Where there is something to report, that is said."""
    assert quiet_words(verdict()) == ""
    assert verdict_words(verdict()) == "looks like a covert approach"


@pytest.mark.parametrize(
    ("kind", "band", "chances", "listed", "sentence"),
    [
        ("none", "low", (0.05, 0.24), "24 % scam",
         f"{SERIOUS}, 24 % scam"),
        ("none", "low", (0.3, 0.24), "30 %", f"{SERIOUS}, 30 %"),
        ("scam", "high", (0.05, 0.99994), ">99 % scam", "looks like a scam for money, >99 %"),
        ("approach", "high", (0.99994, 0.2), ">99 %", "looks like a covert approach, >99 %"),
    ],
)  # fmt: skip
def test_the_greater_number_is_told_with_its_word(
    kind: VerdictKind, band: Band, chances: tuple[float, float], listed: str, sentence: str
) -> None:
    """The greater of both, never a false certainty; "scam" unless the sentence says it."""
    found = msgspec.structs.replace(
        verdict(), kind=kind, band=band, probability=chances[0], scam_probability=chances[1]
    )
    assert (rank(found), told(found)) == (listed, sentence)
    assert sentence.endswith(number(found))
    pair = (conversation("x"), found)
    assert f", {number(found)}" in printed(verdict_screen(*pair, GUIDANCE))
    assert number(found).split(" scam")[0] in printed(table([pair]))
    report = Report((pair,), 1, 2, 0, {band: 1}, (), 0, GUIDANCE, ())
    assert sentence.replace(">", "&gt;") in "".join(page(report))
