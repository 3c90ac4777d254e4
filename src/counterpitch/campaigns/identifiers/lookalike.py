"""Look-alikes: one spelling for what a reading machine, or an eye, takes for the same."""

from collections.abc import Iterator
from typing import Final

from counterpitch.campaigns.identifiers.found import Found
from counterpitch.features.letters import CONFUSABLE_TO_LATIN

KINDS: Final = frozenset({"email", "handle", "profile", "domain"})
"""Kinds whose values are spelled by people, so that one letter more or less goes unseen."""
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"))
_SAME: Final = {
    ord(a): b
    for a, b in {
        "0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "$": "s", "8": "b", "6": "b",
        "2": "z", "9": "g", "q": "g", "_": "", " ": "", "-": "", ".": "", "~": "", "'": "",
    }.items()
}  # fmt: skip
SHORTEST: Final = 5
"""Signs below which too much looks alike."""
CERTAINTY: Final = 0.5


def skeleton(value: str) -> str:
    """Return ``value`` with everything that is easily mistaken made one.

    ``linxue_88`` and ``linxue 88``, ``corp-advisory`` and ``corpadvisory``, ``paypal`` and
    ``paypa1`` have one skeleton. Marks over letters are dropped.
    """
    import unicodedata

    plain = value.lower()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain.translate(CONFUSABLE_TO_LATIN))
        plain = "".join(char for char in apart if not unicodedata.combining(char))
    plain = plain.translate(_SAME)
    for pair, one in _PAIRS:
        plain = plain.replace(pair, one)
    return plain


def lookalike(found: Found) -> Iterator[Found]:
    """Yield the weak key under which ``found`` meets what looks like it."""
    if found.kind in KINDS:
        alike = skeleton(found.value)
        if len(alike) >= SHORTEST:
            yield Found("lookalike", f"{found.kind}:{alike}", found.start, found.end, CERTAINTY)
