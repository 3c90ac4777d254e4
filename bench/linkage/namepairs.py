"""Pairs of names judged by hand: how a comparison ranks same before different."""

import csv
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from bench.linkage.byorigin import share
from counterpitch.campaigns.identifiers.company import company_name
from counterpitch.campaigns.personas.name import person_name
from counterpitch.campaigns.personas.resolve import settings
from counterpitch.features.fold import fold

Pair = tuple[str, str, bool, str]
REGIONS = {
    "Chinese": ("Chinese", "CN ", "TW ", "HK ", "SG ", "pinyin"),
    "Korean": ("Korean", "KP ", "KR "),
    "Slavic": ("Russian", "RU ", "UA ", "BY ", "Ukrain", "BG ", "RS ", "PL ", "CZ "),
    "Arabic and Persian": ("Arab", "Saudi", "Egypt", "EG ", "IR ", "Iraq", "SY ", "Persian", "AE ", "LB ", "Yemen", "Afghan", "Libya"),
    "Indian": ("Indian", "IN ", "Pakistan", "PK "),
}  # fmt: skip
"""Words in the notes of a pair that say of which origin its names are."""


def pairs(path: Path, schema: str) -> list[Pair]:
    """Return (name, name, same, origin) of one schema (``Person`` or ``Company``)."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["schema"] == schema]
    return [(r["name1"], r["name2"], r["is_match"] == "true", _region(r)) for r in rows]


def _region(row: dict[str, str]) -> str:
    for region, words in REGIONS.items():
        if any(
            f"{row['notes']} ".startswith(word) or word.strip() in row["notes"].split()
            for word in words
        ):
            return region
    return "other or not said"


def our_scores(found: Sequence[Pair]) -> list[float]:
    """Return the log-odds of the level that the shipped name comparison reaches for each pair."""
    comparison = settings()["comparisons"][0]
    cases: list[str] = []
    scores: list[float] = []
    for level in comparison["comparison_levels"]:
        condition = level["sql_condition"]
        number = len(scores)
        cases.append(f"ELSE {number}" if condition == "ELSE" else f"WHEN {condition} THEN {number}")
        chances = level.get("m_probability", 1), level.get("u_probability", 1)
        scores.append(math.log(chances[0] / chances[1]))
    connection = duckdb.connect()
    connection.register("pairs", pa.Table.from_pylist([_columns(*pair[:2]) for pair in found]))
    level = " ".join(cases)
    rows = connection.table("pairs").project(f"number, CASE {level} END").fetchall()
    return [scores[reached] for _, reached in sorted(rows)]


_at = iter(range(10**9))


def _columns(one: str, other: str) -> dict[str, Any]:
    row: dict[str, Any] = {"number": next(_at)}
    for side, name in (("l", person_name(one)), ("r", person_name(other))):
        for part in ("whole", "key", "joined", "turned", "family", "initial"):
            row[f"name_{part}_{side}"] = getattr(name, part) or None
        row[f"name_words_{side}"] = list(name.words)
        row[f"name_short_{side}"] = name.short
    return row


def company_scores(found: Sequence[Pair]) -> list[float]:
    """Return 1 where two companies have one name without legal form, else 0."""
    return [float(company_name(one) == company_name(other)) for one, other, *_ in found]


def scored(found: Sequence[Pair], compare: Callable[[str, str], float]) -> list[float]:
    """Return a plain string comparison's score of each pair, lower case."""
    return [compare(one.lower(), other.lower()) for one, other, *_ in found]


PEERS: dict[str, Callable[[str, str], float]] = {
    "splink NameComparison (Jaro-Winkler at 0.92, 0.88, 0.70)": lambda a, b: float(
        4 * (a == b)
        or 3 * ((j := JaroWinkler.similarity(a, b)) >= 0.92)
        or 2 * (j >= 0.88)
        or j >= 0.70
    ),
    "rapidfuzz token_sort_ratio": fuzz.token_sort_ratio,
    "equal when folded": lambda a, b: float(fold(a) == fold(b)),
}


def at_false_rate(found: Sequence[Pair], scores: Sequence[float], most: float) -> dict[str, Any]:
    """Return recall at the lowest threshold with at most ``most`` of different pairs called same."""
    different = [score for score, pair in zip(scores, found, strict=True) if not pair[2]]
    same = [score for score, pair in zip(scores, found, strict=True) if pair[2]]
    best = math.inf
    for threshold in sorted(set(scores), reverse=True):
        if sum(score >= threshold for score in different) > most * len(different):
            break
        best = threshold
    return {
        "recall": share(sum(score >= best for score in same), len(same)),
        "called_same_wrongly": share(sum(score >= best for score in different), len(different)),
    }


def auc(found: Sequence[Pair], scores: Sequence[float]) -> float:
    """Return the chance that a same pair scores above a different one; ties count half."""
    different = [score for score, pair in zip(scores, found, strict=True) if not pair[2]]
    same = [score for score, pair in zip(scores, found, strict=True) if pair[2]]
    won = sum((s > d) + 0.5 * (s == d) for s in same for d in different)
    return round(won / (len(same) * len(different)), 4)


def by_region(found: Sequence[Pair], scores: Sequence[float], threshold: float) -> dict[str, Any]:
    """Return for each origin of names the errors at one threshold for all."""
    result: dict[str, Any] = {}
    for region in sorted({pair[3] for pair in found}):
        mine = [(s, p[2]) for s, p in zip(scores, found, strict=True) if p[3] == region]
        same, different = [s for s, t in mine if t], [s for s, t in mine if not t]
        result[region] = {
            "recall": share(sum(s >= threshold for s in same), len(same)),
            "called_same_wrongly": share(sum(s >= threshold for s in different), len(different)),
        }
    return result
