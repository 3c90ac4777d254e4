"""What is held, without by whom in whom: few kinds of it among millions of interests."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from counterpitch.ownership.edge import Basis, Capacity, Directness, Interest
from counterpitch.ownership.share import IGNORED, Combined, combined

Ints = npt.NDArray[np.int32]


class Term(NamedTuple):
    """The fields of an interest that many interests share. They sort in this order."""

    basis: Basis = "shares"
    capacity: Capacity = "self"
    source: str = ""
    lo: float = 0.0
    lo_open: bool = False
    hi: float = 1.0
    hi_open: bool = False
    directness: Directness = "unknown"
    joint: str = ""


class Terms:
    """All terms of a load, and the sets of them that single records state, both by number."""

    def __init__(self) -> None:
        self._numbers: dict[Term, int] = {}
        self._listed: list[Term] = []
        self._sets: dict[tuple[int, ...], int] = {}
        self._combined: dict[tuple[int, ...], Combined] = {}

    def number(self, terms: Iterable[Term]) -> int:
        """Return the number of a set of terms; what is there twice counts once."""
        found = tuple(map(self._number, sorted(set(terms))))
        return self._sets.setdefault(found, len(self._sets))

    def _number(self, term: Term) -> int:
        if term not in self._numbers:
            self._numbers[term] = len(self._listed)
            self._listed.append(term)
        return self._numbers[term]

    def numbers_of(self, interests: pa.Table) -> Ints:
        """Return the set of each row of interests, which states one term."""
        codes = np.zeros(interests.num_rows, np.int64)
        for field in Term._fields:
            column = interests.column(field).combine_chunks().dictionary_encode()
            chunk = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
            codes = codes * max(1, len(chunk.dictionary)) + chunk.indices.to_numpy()
            _, first, codes = np.unique(codes, return_index=True, return_inverse=True)
        if not interests.num_rows:
            return codes.astype(np.int32)
        rows = interests.select(list(Term._fields)).take(pa.array(first)).to_pylist()
        sets = [self.number([Term(**row)]) for row in rows]
        return np.array(sets, np.int32)[codes]

    @property
    def listed(self) -> list[Term]:
        """Return the terms by number."""
        return self._listed

    def flat(self) -> tuple[Ints, npt.NDArray[np.int64]]:
        """Return the terms of all sets behind each other, and where each set begins."""
        sets = list(self._sets)
        flat = np.array([term for each in sets for term in each], np.int32)
        return flat, np.cumsum([0, *map(len, sets)]).astype(np.int64)

    def ranks(self) -> Ints:
        """Return for each term its place by basis, capacity and source."""
        keys = [term[:3] for term in self._listed]
        place = {key: at for at, key in enumerate(sorted(set(keys)))}
        return np.array([place[key] for key in keys], np.int32)

    def counts(self) -> npt.NDArray[np.bool_]:
        """Tell of each term whether it gives a share or a vote now."""
        return np.array([term.basis not in IGNORED for term in self._listed], np.bool_)

    def combined(self, terms: Iterable[int]) -> Combined:
        """Return what the terms of one holder in one company come to."""
        key = tuple(sorted(terms))
        if key not in self._combined:
            self._combined[key] = combined(_interest(self._listed[number]) for number in key)
        return self._combined[key]

    def sets(self) -> list[tuple[int, ...]]:
        """Return the sets by number, each as the numbers of its terms."""
        return list(self._sets)


def _interest(term: Term) -> Interest:
    return Interest("", "", **term._asdict())
