"""Ordinary words: what tells a name that is also a word from the word."""

from functools import lru_cache
from pathlib import Path
from typing import Final

WORDS: Final = Path(__file__).parent / "ordinary.txt"
SMALL: Final = frozenset(
    "но ou ha no de la le et und and or y o du da di al el in im am is on to of der die das den dem"
    " van von zu bin bint ibn abu ben del las los dos ter te ten un an a so у и о".split()
)
"""Words so common that, standing alone, they are hardly a name."""
PARTICLES: Final = frozenset(
    "de la las los del da dos di van der den von zu bin bint ibn abu al el ben bar ter te y e af av"
    " le du аль бин эль де ла фон дер ван мак".split()
)
"""Small words inside a name."""
CRIES: Final = frozenset(("ha", "no", "so", "y", "o", "oh"))
"""Small words that stand alone without being a name."""


@lru_cache(maxsize=1)
def ordinary() -> frozenset[str]:
    """Return the folded words that people write small in the middle of a sentence."""
    lines = WORDS.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and line[0] != "#") | SMALL | PARTICLES
