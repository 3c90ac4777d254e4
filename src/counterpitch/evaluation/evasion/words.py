"""Other words for the strongest words, from ``data/synonyms.yml``."""

import re
from functools import lru_cache

from counterpitch.evaluation.packaged import packaged

Synonyms = dict[str, dict[str, str]]


@lru_cache(maxsize=1)
def synonyms() -> Synonyms:
    """Return the synonyms by language: old words → new ones."""
    return packaged("synonyms", Synonyms)


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    words = sorted(synonyms().get(language, {}), key=lambda word: -len(word))
    edge = "" if language == "zh" else r"\b"
    joined = "|".join(map(re.escape, words)) or "(?!)"
    return re.compile(f"{edge}(?:{joined}){edge}", re.IGNORECASE)


def reworded(text: str, language: str) -> str:
    """Return ``text`` with every known word replaced; capitals at the beginning are kept."""
    new = {old.lower(): word for old, word in synonyms().get(language, {}).items()}

    def change(match: re.Match[str]) -> str:
        word = new[match[0].lower()]
        return word[:1].upper() + word[1:] if match[0][0].isupper() else word

    return _pattern(language).sub(change, text)
