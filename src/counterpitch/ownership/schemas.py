"""The columns in which nodes and interests are kept: the fields of `Node` and of `Interest`."""

from typing import Final

import pyarrow as pa

_TEXTS: Final = pa.list_(pa.string())
NODE_SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()), ("kind", pa.string()), ("name", pa.string()),
        ("jurisdiction", pa.string()), ("status", pa.string()), ("incorporated", pa.date32()),
        ("dissolved", pa.date32()), ("addresses", _TEXTS), ("numbers", _TEXTS),
        ("former_names", _TEXTS), ("sic", _TEXTS), ("category", pa.string()),
        ("born", pa.string()), ("reason", pa.string()), ("verified", pa.string()),
        ("source", pa.string()), ("source_ref", pa.string()), ("known_from", pa.date32()),
        ("known_until", pa.date32()),
    ]
)  # fmt: skip
INTEREST_SCHEMA: Final = pa.schema(
    [
        ("owner", pa.string()), ("owned", pa.string()), ("basis", pa.string()),
        ("capacity", pa.string()), ("lo", pa.float64()), ("lo_open", pa.bool_()),
        ("hi", pa.float64()), ("hi_open", pa.bool_()), ("directness", pa.string()),
        ("since", pa.date32()), ("until", pa.date32()), ("known_from", pa.date32()),
        ("source", pa.string()), ("source_ref", pa.string()), ("known_until", pa.date32()),
        ("joint", pa.string()),
    ]
)  # fmt: skip
