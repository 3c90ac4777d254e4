"""What masking and money look for, as tables for the compiled core."""

import re
from typing import Final

import msgspec

from counterpitch.features.greetings import HAN_TITLE, OPENING
from counterpitch.features.letters import CONFUSABLE_TO_LATIN, LATIN_TO_CYRILLIC
from counterpitch.features.mask import (
    DOUBLE_SURNAMES,
    HONORIFIC,
    TITLES,
    Places,
    top_level_domains,
)
from counterpitch.features.money import (
    AS_WRITTEN,
    BEFORE_SIGN,
    SIGNS,
    YEAR_LIKE,
    Currencies,
)
from counterpitch.indicators.tables import lines, numbers

_HONORIFIC_PART: Final = re.compile(r"([^(]+)(?:\(\?!\[([^\]]+)\]\))?")


class MaskTables(msgspec.Struct, frozen=True):
    """Places, titles, currencies and greetings; see ``PhraseTables`` for the forms.

    ``place_rows`` are (words before the mark, words, is a currency) of each line of
    ``place_forms``; ``honorifics`` are lines of a title and, after a tab, what may not follow.
    """

    place_marks: str
    place_first: bytes
    place_forms: str
    place_rows: bytes
    place_runs: str
    place_run_currencies: bytes
    top_level: str
    titles: str
    double_surnames: str
    honorifics: str
    confusable_from: str
    confusable_to: str
    cyrillic_from: str
    cyrillic_to: str
    currency_words: str
    currency_as_written: str
    currency_runs: str
    currency_signs: str
    currency_before_sign: str
    currency_year_like: str
    openings: str
    han_titles: str


def mask_tables(places: Places, currencies: Currencies) -> MaskTables:
    """Return the tables of everything that masks."""
    runs = sorted(places.run_currencies)
    return MaskTables(
        *_place_tables(places),
        lines(runs), numbers(int(places.run_currencies[run]) for run in runs),
        lines(sorted(top_level_domains())), lines(sorted(TITLES)), lines(DOUBLE_SURNAMES),
        _honorifics(), *_letters(CONFUSABLE_TO_LATIN), *_letters(LATIN_TO_CYRILLIC),
        lines(sorted(currencies.words)), lines(sorted(AS_WRITTEN)), lines(sorted(currencies.runs)),
        lines(sorted(SIGNS)), lines(sorted(BEFORE_SIGN)), lines(sorted(YEAR_LIKE)),
        lines(sorted({opening[:3] for opening in OPENING.split("|")})),
        lines(sorted({title[0] for title in HAN_TITLE.split("|")})),
    )  # fmt: skip


def _place_tables(places: Places) -> tuple[str, bytes, str, bytes]:
    first, forms, rows = [0], [], []
    for entries in places.marks.values():
        for offset, parts, currency in entries:
            forms.append(" ".join(parts))
            rows += [offset, len(parts), int(currency)]
        first.append(len(forms))
    return lines(places.marks), numbers(first), lines(forms), numbers(rows)


def _honorifics() -> str:
    parts = (_HONORIFIC_PART.fullmatch(part) for part in HONORIFIC.split("|"))
    return lines(f"{part[1]}\t{part[2] or ''}" for part in parts if part is not None)


def _letters(table: dict[int, str]) -> tuple[str, str]:
    return "".join(map(chr, table)), "".join(table.values())
