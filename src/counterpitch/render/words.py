"""The words in which a verdict is told."""

from typing import Final

from counterpitch.model.verdict import Band, Verdict, VerdictKind

KIND_WORDS: Final[dict[VerdictKind, str]] = {
    "approach": "looks like a covert approach",
    "scam": "looks like a scam for money",
    "none": "nothing to report",
}
WEAK: Final = "weak signs, probably nothing behind them"
"""Said of a band "low": signs were found, too weak to report."""
SERIOUS: Final = "too little for a verdict, but something is serious in itself"
"""Said where nothing is to report, though what was found is no weak sign."""
BAND_WORDS: Final[dict[Band, str]] = {
    "high": "Look at these today.",
    "elevated": "Look before you answer.",
    "low": "Too little for a verdict.",
    "none": "Nothing to report.",
}


def quiet_words(verdict: Verdict) -> str:
    """Return what is said where there is nothing to report, "" where there is."""
    if verdict.kind != "none":
        return ""
    if verdict.serious():
        return SERIOUS
    return KIND_WORDS["none"] if verdict.band == "none" else WEAK


def verdict_words(verdict: Verdict) -> str:
    """Return what is found, in words that contradict neither the band nor the reasons."""
    return quiet_words(verdict) or KIND_WORDS[verdict.kind]
