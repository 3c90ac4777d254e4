"""Arrow arrays made of what is at hand.

``pa.array``, ``pa.scalar`` and ``to_numpy`` import pandas, wherever it is installed, to see whether
what they are given is a part of it. That takes longer than loading a small register.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def numbers(array: npt.NDArray[Any]) -> pa.Array:
    """Return numbers, or days since 1970, as an Arrow array that shares their memory."""
    plain = np.ascontiguousarray(array)
    kind = pa.from_numpy_dtype(plain.dtype)
    return pa.Array.from_buffers(kind, len(plain), [None, pa.py_buffer(plain)])


def numbers_of(array: pa.Array | pa.ChunkedArray) -> npt.NDArray[Any]:
    """Return an Arrow array of numbers, none of them NULL, as numpy has them."""
    parts = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    kind = array.type.to_pandas_dtype()
    found = [
        np.frombuffer(part.buffers()[1] or b"", kind)[part.offset : part.offset + len(part)]
        for part in parts
    ]
    return found[0] if len(found) == 1 else np.concatenate([np.zeros(0, kind), *found])


def flags(array: npt.NDArray[np.bool_]) -> pa.BooleanArray:
    """Return truth values as an Arrow array."""
    bits = np.packbits(array, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(array), [None, pa.py_buffer(bits)])


def flags_of(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Return Arrow truth values, none of them NULL, as numpy has them."""
    bits = np.frombuffer(array.buffers()[1] or b"", np.uint8)
    whole = np.unpackbits(bits, bitorder="little")[array.offset : array.offset + len(array)]
    return whole.view(np.bool_)


def dates(days: npt.NDArray[np.int32], known: npt.NDArray[np.bool_]) -> pa.Array:
    """Return days since 1970 as dates, NULL where they are not known."""
    buffers = [pa.py_buffer(np.packbits(known, bitorder="little")), pa.py_buffer(days)]
    return pa.Array.from_buffers(pa.date32(), len(days), buffers)


def texts(listed: Sequence[str]) -> pa.StringArray:
    """Return texts as an Arrow array."""
    data = [text.encode() for text in listed]
    offsets = np.cumsum([0, *map(len, data)]).astype(np.int32)
    whole = pa.py_buffer(b"".join(data))
    return pa.StringArray.from_buffers(len(data), pa.py_buffer(offsets), whole)


def one_text(text: str) -> pa.Scalar:
    """Return a text as an Arrow scalar."""
    return texts([text])[0]
