"""The words in which a verdict is told."""

from typing import Final

from counterpitch.model.verdict import Band, VerdictKind

KIND_WORDS: Final[dict[VerdictKind, str]] = {
    "approach": "looks like a covert approach",
    "scam": "looks like a scam for money",
    "none": "nothing to report",
}
WEAK: Final = "weak signs, probably nothing behind them"
"""Said of a band "low": signs were found, too weak to report."""
BAND_WORDS: Final[dict[Band, str]] = {
    "high": "Look at these today.",
    "elevated": "Look before you answer.",
    "low": "A weak sign or two.",
    "none": "Nothing found.",
}


def verdict_words(kind: VerdictKind, band: Band) -> str:
    """Return what is found, in words that do not contradict the band beside them."""
    return WEAK if kind == "none" and band != "none" else KIND_WORDS[kind]
