"""What an engine hands over: what ties approaches, small enough for one machine."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa


class Related(NamedTuple):
    """Pairs by texts (``same``: a, b, units; ``near``: a, b, matches, units), keys that several
    hold, the companies of those who hold them, and how many approaches there are in all.
    """

    same: "pa.Table"
    near: "pa.Table"
    keys: "pa.Table"
    companies: "pa.Table"
    everyone: int
