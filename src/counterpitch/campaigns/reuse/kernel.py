"""The kernel: messages in, what they are joined by out. Pure, with no engine in it."""

from typing import TYPE_CHECKING, Any, Final

from counterpitch.campaigns.reuse.boilerplate import stripped
from counterpitch.campaigns.reuse.signing import WORDS, Signed, sign

if TYPE_CHECKING:
    import pyarrow as pa

SIGNATURE: Final = tuple(f"s{at}" for at in range(WORDS))
SHORTEST: Final = 12
"""Units below which a text ("Hello", "OK, thanks") is nothing that links."""


def kernel(messages: "pa.Table | pa.RecordBatch") -> "pa.Table":
    """Return one row for each message of a contact that has letters.

    Columns: ``node`` and ``message`` as given, ``text`` (its number), ``units``, ``s0`` to ``s15``
    (its signature), ``passages`` (list). What linking does with texts follows from these alone.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    table = pa.table(messages) if isinstance(messages, pa.RecordBatch) else messages
    table = chosen(table, table["contact"]).combine_chunks()
    texts = table["text"].cast(pa.large_string())
    array = texts.chunk(0) if texts.num_chunks else pa.array([], pa.large_string())
    found = sign(stripped(array))
    whole = _table(found, table["node"], table["message"])
    return chosen(whole, pc.greater_equal(whole["units"], SHORTEST))


def chosen(table: "pa.Table", rows: Any) -> "pa.Table":
    """Return those of ``table`` that ``rows`` says, without a copy where that is all of them."""
    import pyarrow.compute as pc

    return table if pc.all(rows).as_py() else table.filter(rows)


def _table(found: Signed, nodes: Any, messages: Any) -> "pa.Table":
    import numpy as np
    import pyarrow as pa

    ends = np.concatenate([[0], np.cumsum(found.counts, dtype=np.int64)]).astype(np.int32)
    columns = {
        "node": nodes,
        "message": messages,
        "text": pa.array(found.number),
        "units": pa.array(found.units),
    }
    columns |= {name: pa.array(found.words[:, at].copy()) for at, name in enumerate(SIGNATURE)}
    columns["passages"] = pa.ListArray.from_arrays(pa.array(ends), pa.array(found.passages))
    return pa.table(columns)


def schema() -> "pa.Schema":
    """Return the columns of what ``kernel`` returns."""
    import pyarrow as pa

    return pa.schema(
        [
            ("node", pa.int64()),
            ("message", pa.int32()),
            ("text", pa.int64()),
            ("units", pa.int32()),
            *((name, pa.int64()) for name in SIGNATURE),
            ("passages", pa.list_(pa.int64())),
        ]
    )
