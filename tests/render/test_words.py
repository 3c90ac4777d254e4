"""One number for one verdict, in the same words wherever it is told."""

import msgspec
import pytest

from counterpitch.model.verdict import Band, VerdictKind
from counterpitch.render.html import Report, page
from counterpitch.render.terminal import table, verdict_screen
from counterpitch.render.words import number, rank, told
from tests.render.samples import GUIDANCE, conversation, verdict
from tests.render.test_terminal_form import printed


@pytest.mark.parametrize(
    ("kind", "band", "chances", "listed", "sentence"),
    [
        ("none", "low", (0.05, 0.24), "24 % scam",
         "weak signs, probably nothing behind them, 24 % scam"),
        ("none", "low", (0.3, 0.24), "30 %", "weak signs, probably nothing behind them, 30 %"),
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
