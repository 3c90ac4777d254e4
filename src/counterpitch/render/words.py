"""The words in which a verdict is told."""

from typing import Final

from counterpitch.model.verdict import Band, VerdictKind

KIND_WORDS: Final[dict[VerdictKind, str]] = {
    "approach": "looks like a covert approach",
    "scam": "looks like a scam for money",
    "none": "nothing to report",
}
BAND_WORDS: Final[dict[Band, str]] = {
    "high": "Look at these today.",
    "elevated": "Look before you answer.",
    "low": "A weak sign or two.",
    "none": "Nothing found.",
}
