"""Masking: what says who or where somebody is, is hidden from every rule.

Names of the two people, places, nationalities, languages, currencies, telephone
numbers and addresses become one ``§`` each, however many words they take, so that
exchanging them changes no score.
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from counterpitch.features.letters import CONFUSABLE_TO_LATIN
from counterpitch.features.money import Amount, Currencies, amounts

if TYPE_CHECKING:
    from counterpitch.features.fold import Text

MASK: Final = "§"

_ADDRESS_RUN: Final = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%\-]+")
_TELEPHONE: Final = re.compile(r"\+?(?<![\w.])\d[\d ()./\u00a0\-]{6,40}\d")
_LONG_NUMBER: Final = re.compile(r"\d[\d ()./\u00a0\-]{6}")
_CURRENCY_SIGN: Final = re.compile("[$£€¥]")
_SIGN_PREFIX: Final = re.compile(r"\b[A-Z]{1,3}(?=[$£€¥])")
"""The letters of ``US$`` and ``A$``: which dollar it is must not show as a word."""
_TAIL: Final = ".,;:!?)]'\""


def mask_addresses(text: "Text") -> None:
    """Mask web and mail addresses and telephone numbers in an unfolded text."""
    value = text.value
    if _CURRENCY_SIGN.search(value):
        text.sub(_SIGN_PREFIX, "")
        value = text.value
    if "@" in value or "://" in value or _could_hold_domain(value):
        text.sub(_ADDRESS_RUN, lambda match: _masked_address(match[0]))
    if _LONG_NUMBER.search(value):
        text.sub(_TELEPHONE, lambda match: _masked_telephone(match[0]))


_DOMAIN_HINT: Final = re.compile(r"\.[A-Za-z]")


def _could_hold_domain(value: str) -> bool:
    return "." in value and _DOMAIN_HINT.search(value) is not None


def _masked_address(run: str) -> str:
    core = run.rstrip(_TAIL)
    lead = len(core) - len(core.lstrip("(['\""))
    if not is_address(core[lead:]):
        return run
    return f"{run[:lead]} {MASK} {run[len(core) :]}"


def is_address(token: str) -> bool:
    """Tell whether a token is a web address, a mail address or a domain name."""
    if "://" in token or token[:4].lower() == "www.":
        return True
    host = token.rpartition("@")[2].partition("/")[0].partition(":")[0]
    labels = host.lower().split(".")
    if len(labels) < 2 or not all(labels) or len(host) > 253:
        return False
    return labels[-1] in top_level_domains() and all(
        char.isalnum() or char == "-" for label in labels for char in label
    )


@lru_cache(maxsize=1)
def top_level_domains() -> frozenset[str]:
    """Return every top-level domain, the reserved ones included."""
    from counterpitch.features.domains import top_level

    return top_level() | {"example", "test", "invalid", "localhost"}


def _masked_telephone(run: str) -> str:
    digits = sum(char.isdigit() for char in run)
    return f" {MASK} " if digits >= 8 else run


class Places:
    """Folded forms of places, nationalities, languages and currencies.

    ``marks`` maps the longest word of a form, without which it cannot occur, to the
    forms: where that word stands in them, all their words, and whether they name a
    currency; ``runs`` finds forms in scripts without blanks, of which ``run_currencies`` says
    whether they name a currency.
    """

    def __init__(self, forms: Iterable[tuple[str, bool]]) -> None:
        marks: dict[str, list[tuple[int, tuple[str, ...], bool]]] = {}
        runs: dict[str, bool] = {}
        for form, currency in forms:
            parts = tuple(form.split())
            if any("\u3400" <= char <= "\u9fff" for char in form):
                runs["".join(parts)] = currency
            elif parts:
                mark = max(parts, key=len)
                marks.setdefault(mark, []).append((parts.index(mark), parts, currency))
        for entries in marks.values():
            entries.sort(key=lambda entry: -len(entry[1]))
        self.marks: Mapping[str, Sequence[tuple[int, tuple[str, ...], bool]]] = marks
        self.marked = frozenset(marks)
        self.run_currencies = {run: currency for run, currency in runs.items() if len(run) > 1}
        ordered = sorted(self.run_currencies, key=len, reverse=True)
        self.currencies = frozenset(run for run, currency in runs.items() if currency)
        self.runs = re.compile("|".join(map(re.escape, ordered))) if ordered else None


_WORD: Final = re.compile(r"[^ ]+")
_HAS_HAN: Final = re.compile("[\u3400-\u9fff]")
_AMOUNT_CURRENCY: Final = re.compile(
    rf"(?<=[0-9]) {MASK}\$|(?<=[0-9][a-z]) {MASK}\$|{MASK}\$ (?=[0-9])"
)
_CURRENCY_MARK: Final = f"{MASK}$"


class Masker:
    """Masks places and the names of the people of one conversation.

    ``names`` are folded names, ``vocabulary`` the words that rules use: a lone name
    that is also such a word stays, since hiding it would hide the word.
    """

    def __init__(
        self,
        places: Places,
        names: Iterable[str] = (),
        vocabulary: frozenset[str] = frozenset(),
        currencies: Currencies | None = None,
    ) -> None:
        self._places = places
        self._currencies = currencies
        folded = [name for name in names if name.strip()]
        self._han = _han_names([n for n in folded if _HAS_HAN.search(n)], vocabulary)
        spelled = [name.split() for name in folded]
        spelled += [[_as_latin(word) for word in words] for words in spelled]
        parts = {part for words in spelled for part in words if len(part) > 1}
        self._names = frozenset(p for p in parts if not _HAS_HAN.search(p))
        self._pairs = frozenset(pair for words in spelled for pair in itertools.pairwise(words))
        self._strong = self._names - vocabulary

    def bare_amounts(self, text: "Text") -> None:
        """Take the currency off every amount of an unfolded text: only the number counts."""
        if self._currencies is None:
            return
        found = list(amounts(text.value, self._currencies))
        if found:
            text.rebuild(_currency_cuts(found))

    def apply(self, text: "Text") -> None:
        """Mask a folded text in place."""
        value = text.value
        words = value.split(" ")
        if not (self._places.marked.isdisjoint(words) and self._names.isdisjoint(words)):
            self._mask_words(text)
        if _HAS_HAN.search(value):
            self._mask_han(text)
        if _CURRENCY_MARK in text.value:
            text.sub(_AMOUNT_CURRENCY, "")
            text.sub(_CURRENCY, MASK)

    def _mask_words(self, text: "Text") -> None:
        words = text.value.split(" ")
        spans = list(self._spans(words))
        if not spans:
            return
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        text.rebuild((starts[first], starts[last] - 1, mark) for first, last, mark in spans)

    def _spans(self, words: list[str]) -> Iterable[tuple[int, int, str]]:
        """Yield (first word, word after the last, mark), in order and without overlap."""
        end = 0
        for first, last, mark in sorted((*self._place_spans(words), *self._name_spans(words))):
            if first >= end:
                yield first, last, mark
                end = last

    def _place_spans(self, words: list[str]) -> Iterable[tuple[int, int, str]]:
        marks = self._places.marks
        for at in [at for at, word in enumerate(words) if word in marks]:
            for offset, parts, currency in marks[words[at]]:
                first = at - offset
                if first >= 0 and tuple(words[first : first + len(parts)]) == parts:
                    yield first, first + len(parts), _CURRENCY_MARK if currency else MASK
                    break

    def _name_spans(self, words: list[str]) -> Iterable[tuple[int, int, str]]:
        end = 0
        for at in [at for at, word in enumerate(words) if word in self._names]:
            if at < end:
                continue
            end = at + 1
            # Only in the order of the name: "… de la Cruz, la …" ends before the second "la".
            while end < len(words) and (words[end - 1], words[end]) in self._pairs:
                end += 1
            if not self._strong.isdisjoint(words[at:end]) or _is_addressed(words, at):
                yield at, end, MASK

    def _mask_han(self, text: "Text") -> None:
        if self._han:
            text.sub(_han_pattern(self._han), MASK)
        if self._places.runs is not None:
            text.sub(self._places.runs, self._mask_run)

    def _mask_run(self, match: re.Match[str]) -> str:
        return _CURRENCY_MARK if match[0] in self._places.currencies else MASK


_CURRENCY: Final = re.compile(re.escape(_CURRENCY_MARK))
_HAN_RUN: Final = re.compile("[\u3400-\u9fff]+")
HONORIFIC: Final = (
    "先生|女士|小姐|博士|教授|老师|总(?![部体是会理共量之])|经理|主管|主任|处长|院长|哥|姐|同学"
    "|工(?![程作艺业厂具资人序])"
)
DOUBLE_SURNAMES: Final = (
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "令狐", "慕容", "夏侯", "端木",
)  # fmt: skip


TITLES: Final = frozenset(
    {
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "herr", "herrn", "frau",
        "monsieur", "madame", "mme", "senor", "senora", "sr", "sra", "don", "dona", "doctor",
        "doctora", "profesor", "profesora",
    }
)  # fmt: skip


def _is_addressed(words: list[str], at: int) -> bool:
    """Tell whether a title or an initial before it makes a name of a word."""
    before = words[at - 1] if at else ""
    if before == "." and at > 1:
        before = words[at - 2]
        return before in TITLES or (len(before) == 1 and before.isalpha())
    return before in TITLES


def _as_latin(word: str) -> str:
    """Return a Cyrillic or Greek word as folding writes it in a Latin text."""
    alike = all(ord(char) in CONFUSABLE_TO_LATIN for char in word)
    return word.translate(CONFUSABLE_TO_LATIN) if alike else word


def _currency_cuts(found: Iterable[Amount]) -> Iterable[tuple[int, int, str]]:
    for amount in found:
        if amount.start < amount.number_start:
            yield amount.start, amount.number_start, " "
        if amount.number_end < amount.end:
            yield amount.number_end, amount.end, " "


def _han_names(names: Iterable[str], vocabulary: frozenset[str]) -> tuple[str, ...]:
    """Return patterns of Chinese names: whole, given names, and surnames before a title."""
    whole: set[str] = set()
    surnames: set[str] = set()
    for run in (run for name in names for run in _HAN_RUN.findall(name)):
        size = 2 if run.startswith(DOUBLE_SURNAMES) else 1
        if len(run) <= 4:
            surnames.add(run[:size])
            whole.add(run[size:])
        else:
            surnames.add(run)
        whole.add(run)
    kept = sorted((w for w in whole if len(w) > 1 and w not in vocabulary), key=len, reverse=True)
    titled = sorted(surnames, key=len, reverse=True)
    return (*map(re.escape, kept), *(f"{re.escape(s)}(?={HONORIFIC})" for s in titled))


@lru_cache(maxsize=256)
def _han_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(names))
