"""Ids as numbers, given in the order in which they are first seen."""

import secrets
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from counterpitch._native.ownership import kernel
from counterpitch.ownership.texts import Texts, texts_of

Ints = npt.NDArray[np.int32]


class Names:
    """The ids of one load. Not for two threads at once."""

    def __init__(self) -> None:
        # The seed keeps whoever writes a register from choosing ids that collide in the table.
        self.native = kernel.Names(secrets.randbits(64)) if kernel else None
        self._numbers: dict[str, int] = {}
        self._texts: Texts | None = None
        self._finished = False

    def __len__(self) -> int:
        """Return how many ids there are."""
        if self._finished and self._texts is not None:
            return len(self._texts)
        return len(self._numbers if self.native is None else self.native)

    def add(self, ids: pa.Array | pa.ChunkedArray) -> Ints:
        """Return the number of each id, new ones for those that were not seen before."""
        if self.native is None:
            numbers = self._numbers
            found = [numbers.setdefault(id, len(numbers)) for id in ids.to_pylist()]
            return np.array(found, np.int32)
        texts = texts_of(ids.chunks if isinstance(ids, pa.ChunkedArray) else [ids])
        offsets = np.ascontiguousarray(texts.offsets)
        return np.frombuffer(self.native.add(offsets, texts.data), np.int32)

    def texts(self) -> Texts:
        """Return the ids by number."""
        if self._texts is None or not (self._finished or len(self._texts) == len(self)):
            self._texts = self._copied()
        return self._texts

    def finish(self) -> Texts:
        """Return the ids by number, to which none is added any more, and free the rest."""
        if self.native is not None and (self._texts is None or len(self._texts) != len(self)):
            offsets, data = self.native.finish()
            self._texts = Texts(np.frombuffer(offsets, np.int64), data)
            self._finished = True
        return self.texts()

    def _copied(self) -> Texts:
        if self.native is None:
            return texts_of([pa.array(list(self._numbers), pa.large_string())])
        offsets, data = self.native.texts()
        return Texts(np.frombuffer(offsets, np.int64), data)

    def order(self) -> Ints:
        """Return the numbers in the order of their ids, by the bytes of UTF-8."""
        if self.native is not None:
            return np.frombuffer(self.native.order(), np.int32)
        ids: list[Any] = list(self._numbers)
        return np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int32)
