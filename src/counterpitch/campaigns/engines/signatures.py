"""Signatures compared where they lie: the same as ``sql/comparison.sql``, without a join.

There may be a hundred million pairs, by chance most of them; a join would carry both signatures of
each through memory and on to the disk.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from counterpitch import _native
from counterpitch.campaigns.reuse.kernel import SIGNATURE

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

AT_ONCE: Final = 1 << 18
"""Pairs that a thread compares in one go."""
IN_MEMORY: Final = 1 << 31
"""Bytes of signatures up to which they are laid out in memory; beyond, in a file that is mapped."""


class Signatures(NamedTuple):
    """Signatures by the number of their text: ``texts`` (n) in order, ``words`` (n, 16), and at
    which row texts with each beginning (of a power of two) start."""

    texts: "NDArray[np.int64]"
    words: "NDArray[np.int64]"
    starts: "NDArray[np.uint32]"


def write_near(files: Sequence[str], pairs: Path, least: int, target: Path) -> bool:
    """Write those of ``pairs`` (Parquet: a, b) with at least ``least`` matches (a, b, matches).

    ``files`` hold the signatures of all texts. Returns False where the core was not built.
    """
    if _native.compare is None:
        return False
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("a", pa.int64()), ("b", pa.int64()), ("matches", pa.int32())])
    spare = target.with_suffix(".signatures")
    try:
        found = signatures(files, spare)
        with pq.ParquetWriter(target, schema) as writer:
            for near in _compared(found, pairs, least):
                writer.write_batch(near.cast(schema))
    finally:
        spare.unlink(missing_ok=True)
    return True


def _compared(found: Signatures, pairs: Path, least: int) -> "Iterator[pa.RecordBatch]":
    from concurrent.futures import ThreadPoolExecutor

    import pyarrow.parquet as pq

    jobs = os.cpu_count() or 1
    batches = pq.ParquetFile(pairs).iter_batches(AT_ONCE, columns=["a", "b"])
    with ThreadPoolExecutor(jobs) as pool:
        # A few at a time, so that a reader who is ahead does not fill the memory.
        while several := list(islice(batches, 4 * jobs)):
            yield from pool.map(lambda batch: near(found, batch, least), several)


def near(found: Signatures, pairs: "pa.RecordBatch", least: int) -> "pa.RecordBatch":
    """Return those of ``pairs`` that have at least ``least`` matches, with how many."""
    import numpy as np
    import pyarrow as pa

    if _native.compare is None:
        raise RuntimeError("the compiled core was not built")
    ends = [pairs[name].to_numpy(zero_copy_only=False) for name in ("a", "b")]
    matches = np.frombuffer(_native.compare(*found, *ends), np.int16)
    rows = np.flatnonzero(matches >= least)
    columns = [end[rows] for end in ends] + [matches[rows].astype(np.int32)]
    return pa.record_batch([pa.array(each) for each in columns], ["a", "b", "matches"])


def signatures(files: Sequence[str], spare: Path) -> Signatures:
    """Lay out the signatures in Arrow ``files``; ``spare`` names a file for what is too much."""
    import numpy as np
    import pyarrow as pa

    tables = [pa.ipc.open_file(pa.memory_map(path)).read_all() for path in files]
    texts = np.concatenate(
        [np.zeros(0, np.int64), *(np.asarray(each["text"], np.int64) for each in tables)]
    )
    order = np.argsort(texts, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    words = _room(len(texts), spare)
    first = 0
    for batch in chain.from_iterable(each.to_batches() for each in tables):
        columns = [batch[name].to_numpy() for name in SIGNATURE]
        words[place[first : first + len(batch)]] = np.stack(columns, axis=1)
        first += len(batch)
    texts = texts[order]
    return Signatures(texts, words, _starts(texts))


def _room(count: int, spare: Path) -> Any:
    import numpy as np

    shape = (count, len(SIGNATURE))
    if 8 * count * len(SIGNATURE) <= IN_MEMORY:
        return np.empty(shape, np.int64)
    return np.memmap(spare, np.int64, "w+", shape=shape)


def _starts(texts: "NDArray[np.int64]") -> "NDArray[np.uint32]":
    """Return where the texts of each beginning start: twice as many beginnings as texts."""
    import numpy as np

    bits = max(1, len(texts).bit_length())
    begins = (texts.view(np.uint64) ^ np.uint64(1 << 63)) >> np.uint64(64 - bits)
    counts = np.bincount(begins.astype(np.int64), minlength=1 << bits)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
