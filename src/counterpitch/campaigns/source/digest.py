"""Digests of columns: a 64-bit number for each string, wherever and whenever it is worked out."""

import hashlib
from typing import TYPE_CHECKING, Any

from counterpitch import _native

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def digest(value: bytes) -> int:
    """Return the digest of one string: BLAKE2b of eight bytes, read as a signed number."""
    return int.from_bytes(hashlib.blake2b(value, digest_size=8).digest(), "little", signed=True)


def digests(values: Any) -> "NDArray[np.int64]":
    """Return ``digest`` of each string of an Arrow array; null counts as empty."""
    import pyarrow as pa

    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if not pa.types.is_large_string(values.type):
        values = values.cast(pa.large_string())
    if values.offset or values.null_count:
        values = pa.concat_arrays([values.fill_null("")])
    _, offsets, data = values.buffers()
    return _of_bytes(offsets or bytes(8), data or b"", len(values))


def _of_bytes(offsets: Any, data: Any, count: int) -> "NDArray[np.int64]":
    import numpy as np

    if _native.digests is not None:
        return np.frombuffer(_native.digests(offsets, data, count), np.int64)
    ends, raw = np.frombuffer(offsets, np.int64), memoryview(data)
    found = (digest(raw[ends[at] : ends[at + 1]].tobytes()) for at in range(count))
    return np.fromiter(found, np.int64, count)


def mixed(numbers: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Return numbers in which every bit follows from all bits of ``numbers`` (SplitMix64)."""
    import numpy as np

    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
