"""An identifier as it was found: its normal form and its place."""

from typing import NamedTuple


class Found(NamedTuple):
    """One identifier: kind (of ``data/weights.csv``), normal form, place, certainty.

    ``start`` and ``end`` are offsets in code points in the text that was read, as it was
    received. ``certainty`` (0 to 1) is the chance that it was read as it was meant.
    """

    kind: str
    value: str
    start: int
    end: int
    certainty: float = 1.0
