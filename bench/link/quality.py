"""Pair recall and precision of groups, against who really belongs together."""

from collections import Counter
from collections.abc import Mapping


def pairs(count: int) -> int:
    """Return how many pairs ``count`` members make."""
    return count * (count - 1) // 2


def quality(found: Mapping[str, str], truth: Mapping[str, str]) -> dict[str, float]:
    """Compare groups; an id that is absent from a mapping is alone there."""
    cells = Counter((label, truth[each]) for each, label in found.items() if each in truth)
    right = sum(map(pairs, cells.values()))
    all_found = sum(map(pairs, Counter(found.values()).values()))
    all_true = sum(map(pairs, Counter(truth.values()).values()))
    return {
        "true_pairs": all_true,
        "found_pairs": all_found,
        "recall": round(right / all_true, 4) if all_true else 1.0,
        "precision": round(right / all_found, 4) if all_found else 1.0,
    }


def by(
    found: Mapping[str, str], truth: Mapping[str, str], kind: Mapping[str, str]
) -> dict[str, float]:
    """Return the recall of each kind (``kind`` of an id)."""
    recall: dict[str, float] = {}
    for each in sorted(set(kind.values())):
        own = {name: family for name, family in truth.items() if kind.get(name) == each}
        recall[each] = quality({n: found[n] for n in own if n in found}, own)["recall"]
    return recall
