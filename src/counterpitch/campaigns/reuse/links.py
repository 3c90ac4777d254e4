"""Edges from text reuse, in columns: there may be millions."""

from typing import TYPE_CHECKING, Any, Final

from counterpitch.campaigns.edges import schema
from counterpitch.campaigns.reuse.resemblance import MOST, STRONG, log_odds, resemblance

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

BY_UNIT: Final = 0.1
"""Log-odds that a unit of text can give at most: nine short words alone prove little."""
SAME: Final = "They are the same text, but for blanks, digits, punctuation and case."


def text_edges(same: "pa.Table", near: "pa.Table") -> "pa.Table":
    """Return the edges of text reuse.

    ``same``: a, b (ids), units. ``near``: a, b, matches, units (of the shorter text).
    """
    import numpy as np
    import pyarrow as pa

    exact = np.full(same.num_rows, MOST)
    resembling = resemblance(np.asarray(near["matches"], np.int64))
    percent = np.round(resembling * 100).astype(np.int64)
    told = pa.array([f"About {each} % of the two texts is the same." for each in range(101)])
    parts = [
        _edges(same, "text-same", exact, pa.array([SAME]).take(pa.array(np.zeros(len(same), int)))),
        _edges(near, "text-passage", log_odds(resembling), told.take(pa.array(percent))),
    ]
    return pa.concat_tables(parts)


def _edges(pairs: "pa.Table", kind: str, weight: "NDArray[np.float64]", reason: Any) -> "pa.Table":
    import numpy as np
    import pyarrow as pa

    weight = np.minimum(weight, np.asarray(pairs["units"], np.float64) * BY_UNIT)
    count = pairs.num_rows
    columns = {
        "a": pairs["a"],
        "b": pairs["b"],
        "kind": pa.array([kind]).take(pa.array(np.zeros(count, np.int64))),
        "weight": pa.array(weight.astype(np.float32)),
        "strong": pa.array(weight >= STRONG),
        "reason": reason,
        "evidence": pa.nulls(count, pa.string()),
    }
    return pa.table(columns).cast(schema())
