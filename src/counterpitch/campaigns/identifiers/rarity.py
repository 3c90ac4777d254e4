"""How much a shared value says: by its kind, and by how rare it is in the data.

Fellegi and Sunter (1969) with the adjustment for frequency of Winkler (1989): two approaches that
share a value belong together by ``ln(m / u)``, where ``m`` is the chance that two approaches by one
hand share a value of this kind, and ``u`` that two strangers share this very value. ``u`` starts at
what is known of the kind and moves to the share of all *other* approaches that hold the value: the
pair itself is no evidence that the value is common.
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from counterpitch.campaigns.identifiers.lists import Weight, weights

if TYPE_CHECKING:
    import pyarrow

TRUST: Final = 10_000.0
"""How many approaches the data must hold to weigh as much as what is known of a kind."""
TRUST_PERSONAL: Final = 1_000_000.0
"""The same for what belongs to one hand (``shared_cap`` 1): an account in forty inboxes is a
campaign, and hardly a sign that the account is common."""
FEW: Final = 20
"""Approaches up to which a value is never called shared, however small the data."""
UNKNOWN: Final = Weight(0.001, 0.1, False, 0.02, "")
STRONG: Final = math.log(100)
"""Log-odds from which a kind that may stand alone does."""
SURE: Final = 0.75
"""Certainty below which a reading never stands alone."""


def log_odds(kind: str, holders: int, everyone: int, certainty: float = 1.0) -> float:
    """Return the weight (natural log-odds) of sharing a value; 0 where strangers share it.

    ``holders`` approaches of ``everyone`` have the value; ``certainty`` is the chance that both
    readings are right.
    """
    weight = weights().get(kind, UNKNOWN)
    if holders > FEW and holders > weight.shared_cap * everyone:
        return 0.0
    others = max(holders - 2, 0)
    trust = TRUST_PERSONAL if weight.shared_cap >= 1 else TRUST
    chance = (others + weight.chance * trust) / (max(everyone - 2, 0) + trust)
    agree = certainty * weight.agree + (1 - certainty) * chance
    return max(0.0, math.log(agree / chance))


def telling(holders: "pyarrow.Table", everyone: int) -> "pyarrow.Table":
    """Return the rows of ``holders`` (kind, key, holders) whose value can weigh anything at all.

    What strangers share is left out before it is looked at one by one: a value held by everybody
    costs nothing.
    """
    import pyarrow as pa

    kinds, counts = holders["kind"].to_pylist(), holders["holders"].to_pylist()
    known = {each: log_odds(*each, everyone) > 0 for each in set(zip(kinds, counts, strict=True))}
    kept = [known[each] for each in zip(kinds, counts, strict=True)]
    return holders.filter(pa.array(kept, pa.bool_()))


def is_strong(kind: str, weight: float, certainty: float) -> bool:
    """Tell whether sharing a value may link two approaches by itself."""
    return weights().get(kind, UNKNOWN).strong and weight >= STRONG and certainty >= SURE


def weighed(keys: "pyarrow.Table", owners: Mapping[str, str] | None = None) -> "pyarrow.Table":
    """Return ``keys`` with ``weight`` filled from how many approaches, and owners, hold a value.

    ``owners`` says for an approach whose inbox it came to (an organisation or a person). A value
    counts by the larger of its two shares, of approaches and of owners.
    """
    import pyarrow as pa

    if not keys.num_rows:
        return keys
    approaches = _numbers(keys["approach"])
    holders = _holders(keys["key"], approaches)
    shares = [(holders, int(approaches.max()) + 1)]
    if owners:
        whose = _numbers(pa.array([owners.get(a, a) for a in keys["approach"].to_pylist()]))
        shares.append((_holders(keys["key"], whose), int(whose.max()) + 1))
    values = [
        min(log_odds(kind, int(held[row]), everyone, certainty) for held, everyone in shares)
        for row, (kind, certainty) in enumerate(
            zip(keys["kind"].to_pylist(), keys["certainty"].to_pylist(), strict=True)
        )
    ]
    at = keys.schema.get_field_index("weight")
    return keys.set_column(at, keys.schema.field("weight"), pa.array(values, pa.float32()))


def _numbers(column: "pyarrow.ChunkedArray | pyarrow.Array") -> npt.NDArray[np.int64]:
    import pyarrow as pa

    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = array.dictionary_encode()
    return np.asarray(encoded.indices, dtype=np.int64)


def _holders(keys: "pyarrow.ChunkedArray", whose: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return for every row how many different approaches (or owners) hold its key."""
    _, number = np.unique(np.asarray(keys, dtype=np.int64), return_inverse=True)
    pairs = np.unique(np.stack((number, whose), axis=1), axis=0)
    held: npt.NDArray[np.int64] = np.bincount(pairs[:, 0])[number]
    return held
