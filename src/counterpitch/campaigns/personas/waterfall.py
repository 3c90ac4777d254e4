"""Why two personas may be one, in words: the waterfall of a Splink prediction."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

LN2: Final = math.log(2)


class Step(msgspec.Struct, frozen=True):
    """One comparison: what was compared, what was found, and its log-odds (natural)."""

    what: str
    found: str
    weight: float
    positive: bool
    left: str = ""
    right: str = ""


def steps(row: Mapping[str, Any], comparisons: Sequence[Mapping[str, Any]]) -> list[Step]:
    """Return the steps of one predicted pair, strongest first; what is not known is left out."""
    found = []
    for comparison in comparisons:
        column = comparison["output_column_name"]
        gamma = row[f"gamma_{column}"]
        if gamma is None or gamma < 0:
            continue
        level = _level(comparison["comparison_levels"], gamma)
        bits = float(row[f"mw_{column}"] or 0) + float(row.get(f"mw_tf_adj_{column}") or 0)
        weight = bits * LN2
        left, right = (_shown(row.get(f"{column}_{side}")) for side in "lr")
        if column == "name":
            left, right = (_shown(row.get(f"name_said_{side}")) for side in "lr")
        words = comparison["comparison_description"]
        found.append(Step(words, level, round(weight, 3), gamma > 0, left, right))
    return sorted(found, key=lambda step: -abs(step.weight))


def _level(levels: Sequence[Mapping[str, Any]], gamma: int) -> str:
    """Return the words of the level with the number ``gamma``: Splink counts from the last."""
    known = [level for level in levels if not level.get("is_null_level")]
    return str(known[len(known) - 1 - gamma]["label_for_charts"])


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value[:6])
    return str(value)[:120]


def sentence(found: Sequence[Step], counted: float) -> str:
    """Return the waterfall as one sentence a person can check; ``counted`` is the edge's weight."""
    parts = [f"{step.found} ({step.weight:+.1f})" for step in found]
    total = sum(step.weight for step in found)
    capped = (
        f", counted as {counted:+.1f} since what stands on one card hangs together"
        if counted < total - 0.05
        else ""
    )
    return f"Perhaps one person: {', '.join(parts)}; in all {total:+.1f} against chance{capped}."
