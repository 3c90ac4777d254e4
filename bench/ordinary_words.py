"""Writes the list of ordinary words, by which a name is told from a word.

Usage: ``python -m bench.ordinary_words``. A word is ordinary if at least ``LEAST`` of the labelled
conversations write it small in the middle of a line, in a message that uses capitals. A few more
words that are also names are added by hand.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Final

from bench.corpus import development
from counterpitch.features.fold import fold
from counterpitch.recognisers.ordinary import WORDS

LEAST: Final = 3
FOLDERS: Final = ("dev", "more")
ALSO_NAMES: Final = (
    "art autumn baker beat bill bird blessing bush carol chance chase chip cook cruz dale dawn dean"
    " drew earl faith fox frank grace grant guy hill hope hunter iris ivy jack joy june king lane"
    " lily love mark mason may mercy miller olive page pat paz price ray rich rob robin rock rose"
    " rusty sandy sky star sterling stone sue summer violet wade ward will wolf wood young"
)
_SMALL: Final = re.compile(r"(?<=[a-zа-яёà-ÿ,] )[^\W\d_]{2,20}(?![\w'’.@-])")
HEAD: Final = """\
# Ordinary words, folded: written small in three or more of the labelled conversations
# (data/conversations, Apache-2.0), and words that are also names, added by hand.
# Made by python -m bench.ordinary_words.
"""


def ordinary(root: Path) -> list[str]:
    """Return the words in order."""
    counts: Counter[str] = Counter()
    for folder in FOLDERS:
        for conversation in development(root / folder):
            counts.update({w for m in conversation.messages for w in _small(m.text)})
    return sorted({w for w, count in counts.items() if count >= LEAST} | {*ALSO_NAMES.split()})


def _small(text: str) -> set[str]:
    if text.lower() == text:
        return set()
    found = (match[0] for match in _SMALL.finditer(text))
    folded = {fold(word).strip() for word in found if word.islower()}
    return {word for word in folded if " " not in word}


if __name__ == "__main__":
    words = ordinary(Path(__file__).parents[1] / "data" / "conversations")
    WORDS.write_text(HEAD + "\n".join(words) + "\n", "utf-8")
    print(f"{len(words)} words written to {WORDS}")
