"""Amounts of money. The currency is seen, so as to know that it is money, and forgotten.

Which words and codes are currencies comes from rules/lists/places.csv, so that no
currency counts less than another.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

SIGNS: Final = frozenset("$€£¥₽₹₩₪₴₦₫₱฿₺₡₲₵₸₮₭₼₾￥＄￡")
BEFORE_SIGN: Final = frozenset(("us", "hk", "nt", "nz", "au", "ca", "sg", "mx", "a", "c", "s", "r"))
_MORE_WORDS: Final = frozenset(
    {
        "quid", "pound", "real", "reais", "rand", "lek", "lev", "leu", "lei", "kr", "fr", "sfr",
        "rs", "zł", "zl", "руб", "р", "тенге", "won", "wons", "wones", "вон", "наир", "найр",
        "найра", "naira", "nairas", "rial", "rials", "riales", "yens",
    }
)  # fmt: skip
YEAR_LIKE: Final = frozenset({"won", "real", "top", "all", "try"})
AS_WRITTEN: Final = frozenset(
    {
        "ALL", "TOP", "TRY", "MAD", "PHP", "CAD", "DEM", "Rp", "RM", "Ft", "Tk", "TL", "Dh", "Br",
        "Sh", "KSh", "USh", "TSh", "Kč", "Kc", "DM",
    }
)  # fmt: skip
"""Codes that are ordinary words in lower case."""
_NUMBER: Final = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?"
    r"|\d{1,12}(?:[.,]\d{1,2})?)"
    r"(?P<scale>\s?(?:k|m|bn|thousand|million|billion|tausend|millionen|mille|millones|mil|тыс[а-я.]*"
    r"|млн|миллион[а-я]*|千|百万|万|萬)(?![a-zà-žа-яё]))?",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"[ \u00a0]?([^\W\d_]+\$?)(?:[ \u00a0]([^\W\d_]+))?(?:[ \u00a0]([^\W\d_]+))?"
)
_SHORTENED: Final = re.compile(r"\.(?= [a-zа-яё])")
_NEXT_AMOUNT: Final = re.compile(r"[ \u00a0]?\d")
_ATTACHED: Final = re.compile("[^\\W\\d_\u3400-\u9fff]\\Z")
_LETTERS_AT_END: Final = re.compile(r"(?<![^\W\d_])[A-Za-z]{1,3}\Z")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_DIGIT: Final = re.compile("[0-9０-９]")
_DIGITS: Final = re.compile(r"\d+")
_CENTS: Final = re.compile(r"[.,]\d{1,2}\Z")
_NOT_DIGIT: Final = re.compile(r"\D")
_FACTORS: Final = (
    ("million", 1e6), ("миллион", 1e6), ("millones", 1e6), ("млн", 1e6), ("billion", 1e9),
    ("bn", 1e9), ("百万", 1e6), ("千", 1e3), ("万", 1e4), ("萬", 1e4), ("mil", 1e3),
    ("k", 1e3), ("t", 1e3), ("т", 1e3), ("m", 1e6),
)  # fmt: skip


class Amount(NamedTuple):
    """An amount in its own currency, and its place in the text (code points).

    ``number_start`` and ``number_end`` leave the currency out.
    """

    value: float
    start: int
    end: int
    number_start: int
    number_end: int


class Currencies:
    """The names of currencies: words and codes by their casefolded words, Chinese runs."""

    def __init__(self, forms: Iterable[str] = ()) -> None:
        plain = [bare(form) for form in forms]
        self.words = frozenset(form for form in plain if not _HAN.search(form)) | _MORE_WORDS
        self.runs = frozenset(form for form in plain if _HAN.search(form)) | {
            "元",
            "块",
            "块钱",
            "新谢克尔",
        }
        self.longest_run = max(map(len, self.runs))

    def lead(self, before: str) -> int:
        """Return how many characters at the end of ``before`` name a currency."""
        kept = before.rstrip(" \u00a0")
        gap = len(before) - len(kept)
        if not kept or gap > 1:
            return 0
        if kept[-1] in SIGNS:
            letters = _LETTERS_AT_END.search(kept, 0, len(kept) - 1)
            prefix = letters[0] if letters and letters[0].lower() in BEFORE_SIGN else ""
            return gap + 1 + len(prefix)
        words = kept.split(" ")[-3:]
        for first in range(len(words)):
            name = " ".join(words[first:]).lstrip("(\"'“‘«~")
            if self._named(name) and name.casefold() not in YEAR_LIKE:
                return gap + len(name)
        letters = _LETTERS_AT_END.search(kept)
        if letters and self._named(letters[0]) and letters[0].casefold() not in YEAR_LIKE:
            return gap + len(letters[0])
        return 0

    def tail(self, after: str, number: str) -> int:
        """Return how many characters at the beginning of ``after`` name a currency."""
        sign = after[:2].lstrip(" \u00a0")[:1]
        if sign and sign in SIGNS:
            size = after.index(sign) + 1
            # Of "2024 £500" the sign belongs to the second number.
            return 0 if _NEXT_AMOUNT.match(after, size) else size
        for size in range(min(self.longest_run, len(after)), 0, -1):
            if after[:size] in self.runs:
                return size
        match = _TAIL.match(after)
        if match is None:
            return 0
        for count in (3, 2, 1):
            if match[count] is None:
                continue
            name = " ".join(filter(None, (match[n] for n in range(1, count + 1))))
            if not self._named(name) or _NEXT_AMOUNT.match(after, match.end(count)):
                continue
            if name.casefold() in YEAR_LIKE and _is_year(number):
                continue
            shortened = _SHORTENED.match(after, match.end(count)) if len(name) < 4 else None
            return shortened.end() if shortened else match.end(count)
        return 0

    def _named(self, word: str) -> bool:
        return bare(word).rstrip(".$") in self.words or word.rstrip(".") in AS_WRITTEN


def bare(word: str) -> str:
    """Return a word in lower case without accents."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def amounts(text: str, currencies: Currencies) -> Iterator[Amount]:
    """Yield the amounts of money that ``text`` names."""
    end = 0
    digit = _DIGIT.search(text)
    while digit is not None:
        at = digit.start()
        match = _NUMBER.match(text, at)
        if match is None:
            digit = _DIGIT.search(text, _DIGITS.match(text, at).end())  # type: ignore[union-attr]
            continue
        lead, tail = _around(text, match, end, currencies)
        after = match.end() + tail
        if lead or tail:
            end = after
            value = _value(match["number"], match["scale"] or "")
            yield Amount(value, at - lead, after, at, match.end())
        digit = _DIGIT.search(text, after)


def _around(text: str, match: re.Match[str], end: int, currencies: Currencies) -> tuple[int, int]:
    """Return how many characters before and after a number name its currency."""
    before = text[max(end, match.start() - 40) : match.start()]
    lead = currencies.lead(before)
    if not lead and _ATTACHED.search(before):
        return 0, 0
    return lead, currencies.tail(text[match.end() : match.end() + 48], match["number"])


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.startswith(("19", "20"))


def _value(number: str, scale: str) -> float:
    match = _CENTS.search(number)
    whole, cents = (number[: match.start()], match[0][1:]) if match else (number, "0")
    value = float(f"{_NOT_DIGIT.sub('', whole) or 0}.{cents}")
    plain = scale.strip().casefold()
    if not plain:
        return float(int(value))
    return value * next(factor for start, factor in _FACTORS if plain.startswith(start))
