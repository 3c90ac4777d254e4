"""One name for what is spelt in several ways: case, dots, accents, and how a form is written.

``Vega Holdings S.A.`` is ``VEGA HOLDINGS SA``; ``Cy Limited`` is ``Cy Ltd``. Names with another
legal form, or with one and without, stay apart: a founder is not his company, an Ltd no GmbH.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

import msgspec

from counterpitch.ownership.captable.table import Holding
from counterpitch.ownership.find import plain
from counterpitch.ownership.ids import fold
from counterpitch.ownership.vocabulary import vocabulary

_DOTTED: Final = re.compile(r"(?<!\w)\w{1,2}\.(?:\s?\w{1,2}(?:\.|(?!\w)))*")
"""An abbreviation with dots: "S.A.", "B.V", "S.à r.l.", "S. p. A."."""


class Key(NamedTuple):
    """What a name says however it is spelt: its words, and its legal form."""

    words: str
    form: str


@cache
def key(name: str) -> Key:
    """Return what ``name`` says; names that say the same are one."""
    closed = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", name)
    spelt = (_shortened(fold(closed)), _shortened(fold(name)))
    whole = next((each for each in spelt if plain(each) != each), spelt[1])
    words = plain(whole)
    return Key(words, whole[len(words) :].strip()) if words else Key(whole or name, "")


def _shortened(folded: str) -> str:
    same: Mapping[str, str] = vocabulary("same_legal_forms")
    for long, short in same.items():
        if folded.endswith(f" {long}"):
            folded = folded.removesuffix(long) + short
    return folded


def unified(holdings: Sequence[Holding]) -> tuple[Holding, ...]:
    """Return the holdings with every name as it is spelt first, so that one holder counts once."""
    companies = _companies(holdings)
    meant = {key(name): key(one) for name, one in companies.items()}
    first: dict[Key, str] = {}
    by_words: dict[str, set[str]] = {}

    def one(name: str) -> str:
        says = meant.get(key(name), key(name))
        return first.setdefault(says, companies.get(name, name))

    for each in holdings:
        one(each.company)
        by_words.setdefault(key(each.holder).words, set()).add(one(each.holder))
    labels: dict[str, str] = {}
    return tuple(
        msgspec.structs.replace(
            each,
            company=one(each.company),
            holder=one(each.holder),
            seller=_seller(one(each.seller), by_words) if each.seller else "",
            together=labels.setdefault(fold(each.together), each.together),
        )
        for each in holdings
    )


def _companies(holdings: Iterable[Holding]) -> dict[str, str]:
    """Return for each name in the column of companies the one to use.

    A company is sometimes named without its form; that is no other one, unless there are two.
    """
    names = list(dict.fromkeys(each.company for each in holdings))
    formed: dict[str, dict[str, str]] = {}
    for name in names:
        if key(name).form:
            formed.setdefault(key(name).words, {}).setdefault(key(name).form, name)
    found: dict[str, str] = {}
    for name in names:
        forms = formed.get(key(name).words, {})
        found[name] = next(iter(forms.values())) if len(forms) == 1 else name
    return found


def _seller(name: str, by_words: Mapping[str, set[str]]) -> str:
    """Return the holder that ``name`` means without its form: the only one with these words."""
    meant = by_words.get(key(name).words, set())
    return next(iter(meant)) if len(meant) == 1 and not key(name).form else name


def near(holdings: Sequence[Holding]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that may be one and are not taken for one.

    They differ in the legal form, in the order of the words, or by a slip in one long word.
    """
    names = dict.fromkeys(
        name for each in holdings for name in (each.holder, each.company, each.seller) if name
    )
    seen: dict[str, str] = {}
    told: set[frozenset[str]] = set()
    for name in names:
        others = {seen.setdefault(trait, name): None for trait in _traits(key(name))}
        for other in others:
            pair = frozenset((name, other))
            if other != name and pair not in told:
                told.add(pair)
                yield other, name


def _traits(of: Key) -> Iterator[str]:
    """Yield what a near name shares: its words in order, and they with a letter of one left out."""
    words = of.words.split()
    yield " ".join(sorted(words))
    for at, word in enumerate(words):
        if len(word) >= _LONG and word.isalpha():
            for letter in range(1, len(word)):  # a slip seldom hits the first letter
                short = word[:letter] + word[letter + 1 :]
                yield " ".join((of.form, *words[:at], f"{short}*", *words[at + 1 :]))


_LONG: Final = 6
"""Letters of a word from which one other letter is a slip rather than another name."""
