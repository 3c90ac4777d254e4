"""What trends count by, beside the columns of an approach. Never an input of a score."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from counterpitch.cases.datafiles import areas, lures
from counterpitch.cases.text import plain
from counterpitch.model.verdict import Verdict

Tag = tuple[str, str]
"""Family (``indicator``, ``lure``, ``area``) and value."""


def tags(verdict: Verdict, spoken: str) -> tuple[Tag, ...]:
    """Return the tags of an approach, each once; ``spoken`` is its folded text.

    Areas are told only where something spoke for an approach: what an ordinary mail talks
    about is nobody's business.
    """
    return tuple(dict.fromkeys(_tags(verdict, spoken)))


def _tags(verdict: Verdict, spoken: str) -> Iterator[Tag]:
    kinds = _lure_of()
    for finding in verdict.findings:
        if finding.kind in ("approach", "scam") and finding.contribution > 0:
            yield "indicator", plain(finding.indicator, 80)
            if finding.indicator in kinds:
                yield "lure", kinds[finding.indicator]
    if verdict.band in ("elevated", "high"):
        yield from (("area", area) for area in areas_in(spoken))


def areas_in(spoken: str) -> tuple[str, ...]:
    """Return the sensitive technology areas whose words stand in a folded text."""
    pattern, names = _area_pattern()
    found = (latin or other for latin, other in pattern.findall(spoken))
    return tuple(sorted({names[word] for word in found}))


@lru_cache(maxsize=1)
def _lure_of() -> dict[str, str]:
    return {name: lure for lure, names in lures().lures.items() for name in names}


@lru_cache(maxsize=1)
def _area_pattern() -> tuple[Any, dict[str, str]]:
    names = {word: area for area, words in areas().areas.items() for word in words}
    latin = sorted((re2.escape(w) for w in names if w.isascii()), key=len, reverse=True)
    other = sorted((re2.escape(w) for w in names if not w.isascii()), key=len, reverse=True)
    return re2.compile(f"\\b({'|'.join(latin)})s?\\b|({'|'.join(other)})"), names
