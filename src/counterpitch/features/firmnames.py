"""Names of firms beside domains: whether one carries the other, or only resembles it."""

import re
from functools import lru_cache
from typing import Final

from counterpitch.features.addresses import host_of, label_of
from counterpitch.features.fold import fold

_COMMON: Final = frozenset(
    "the and of for ltd limited inc llc gmbh ag sa plc pte pty co company corp group holding"
    " holdings partners partner consulting consultancy consultants advisory advisors research"
    " international global solutions services service associates ventures capital technologies"
    " technology systems labs lab institute university recruitment talent search executive"
    " insight insights strategy strategies intelligence studio media".split()
)


@lru_cache(maxsize=4096)
def resembles(host: str, company: str, own: str) -> bool:
    """Tell whether a host is nearly, and not quite, the company or the label of its own domain."""
    folded = _folded(company)
    slug = _slug(folded)
    known = {name for name in (slug, _umlauts_undone(own.replace("-", ""))) if len(name) >= 6}
    label = label_of(host).replace("-", "")
    plain = _umlauts_undone(label)
    return (
        any(_nearly(plain, name) for name in known)
        and not _made_of(label, folded)
        and not _made_of(plain, _umlauts_undone(folded))
    )


def _slug(folded: str) -> str:
    return _umlauts_undone("".join(folded.split()))


def _nearly(one: str, other: str) -> bool:
    """Tell whether two names differ by one or two edits, or a look-alike pair."""
    if one == other or abs(len(one) - len(other)) > 2:
        return False
    plain = one.replace("rn", "m").replace("vv", "w").replace("0", "o").replace("1", "l")
    if plain == other:
        return True
    return _distance(one, other, 1 if len(other) < 9 else 2)


def _distance(one: str, other: str, most: int) -> bool:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
        if min(row) > most:
            return False
    return row[-1] <= most


@lru_cache(maxsize=4096)
def _folded(company: str) -> str:
    return fold(company).strip()


@lru_cache(maxsize=4096)
def shares_word(email: str, company: str) -> bool | None:
    """Tell whether a mail domain carries the company's name; None if it cannot be told."""
    name, label = _folded(company), label_of(host_of(email))
    if not label or not any(_is_telling(word) for word in name.split()):
        return None
    initials = "".join(word[0] for word in name.split())
    return (
        (len(label) >= 2 and label == initials)
        or _carries(label, name)
        or _carries(_umlauts_undone(label), _umlauts_undone(name))
    )


def _is_telling(word: str) -> bool:
    return word.isascii() and word not in _COMMON


def _carries(label: str, name: str) -> bool:
    """Tell whether a registered name holds a telling word of ``name``, or is made of it."""
    pieces = label.split("-")
    plain = "".join(pieces)
    telling = [word for word in name.split() if _is_telling(word)]
    return (
        any((len(word) >= 3 and word in plain) or word in pieces for word in telling)
        or (len(plain) >= 2 and plain in "".join(telling))
        or _made_of(plain, name)
    )


def _made_of(label: str, name: str) -> bool:
    """Tell whether ``label`` is words of ``name`` or their initials, in their order."""
    for word in name.split():
        label = label.removeprefix(word if label.startswith(word) else word[0])
    return not label


def _umlauts_undone(text: str) -> str:
    """Write ``mueller`` and ``muller`` alike: domains spell umlauts out, names do not."""
    return _SPELLED_OUT.sub(r"\1", text)


_SPELLED_OUT: Final = re.compile("([aou])e+")
