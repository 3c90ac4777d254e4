"""The words in which a verdict is told."""

from typing import Final, Protocol

from counterpitch.model.verdict import Band, Verdict, VerdictKind
from counterpitch.render.plain import percent

KIND_WORDS: Final[dict[VerdictKind, str]] = {
    "approach": "looks like a covert approach",
    "scam": "looks like a scam for money",
    "none": "nothing to report",
}
WEAK: Final = "weak signs, probably nothing behind them"
"""Said of a band "low": signs were found, too weak to report."""
SERIOUS: Final = "too little for a verdict, but something is serious in itself"
"""Said where nothing is to report, though what was found is no weak sign."""
SHOWN: Final = 0.005
"""Log-odds from which an item of a sum is shown."""
RATHER_A_SCAM: Final = "signs of a scam: it is less likely an approach"
"""What stands beside the discount in a sum."""
BAND_WORDS: Final[dict[Band, str]] = {
    "high": "Look at these today.",
    "elevated": "Look before you answer.",
    "low": "Too little for a verdict.",
    "none": "Nothing to report.",
}


class Judged(Protocol):
    """What has a band and two probabilities: a verdict, or a row of a list."""

    @property
    def kind(self) -> VerdictKind:
        """What is found."""

    @property
    def band(self) -> Band:
        """How serious it is."""

    @property
    def probability(self) -> float:
        """That of a covert approach."""

    @property
    def scam_probability(self) -> float:
        """That of a criminal scam."""


def quiet_words(of: Judged) -> str:
    """Return what is said where there is nothing to report, "" where there is."""
    if of.kind != "none":
        return ""
    # A row of a list, all that is left after an erasure, has no findings.
    if isinstance(of, Verdict) and of.serious():
        return SERIOUS
    return KIND_WORDS["none"] if of.band == "none" else WEAK


def verdict_words(of: Judged) -> str:
    """Return what is found, in words that contradict neither the band nor the reasons."""
    return quiet_words(of) or KIND_WORDS[of.kind]


def rank(of: Judged) -> str:
    """Return the one number of a list: the greater of both, ``24 % scam`` where it is a scam's."""
    return f"{_greater(of)}{' scam' if of.scam_probability > of.probability else ''}"


def told(of: Judged) -> str:
    """Return what is found with its one number, which is the same everywhere."""
    return f"{verdict_words(of)}, {number(of)}"


def number(of: Judged) -> str:
    """Return the number as ``rank`` does, without the word where the kind beside it says it."""
    return _greater(of) if of.kind == "scam" else rank(of)


def _greater(of: Judged) -> str:
    return percent(max(of.probability, of.scam_probability))
