"""The words in which a verdict is told."""

from typing import Final, Protocol

from counterpitch.model.verdict import Band, VerdictKind
from counterpitch.render.plain import percent

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


def rank(of: Judged) -> str:
    """Return the one number of a list: the greater of both, ``24 % scam`` where it is a scam's."""
    return f"{_greater(of)}{' scam' if of.scam_probability > of.probability else ''}"


def told(of: Judged) -> str:
    """Return what is found with its one number, which is the same everywhere."""
    return f"{verdict_words(of.kind, of.band)}, {number(of)}"


def number(of: Judged) -> str:
    """Return the number as ``rank`` does, without the word where the kind beside it says it."""
    return _greater(of) if of.kind == "scam" else rank(of)


def _greater(of: Judged) -> str:
    return percent(max(of.probability, of.scam_probability))
