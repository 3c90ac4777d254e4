"""GLEIF level 2: the ultimate parent found from direct links, against what the register reports."""

import csv
import gzip
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from counterpitch.ownership.graph import heads, integrated
from counterpitch.ownership.load import load
from counterpitch.ownership.view import stored


def measure(folder: Path) -> dict[str, Any]:
    """Return how often the head of control is the reported ultimate parent, and where not."""
    reported = _reported(folder / "lei_relationships_dev.csv.gz")
    with tempfile.TemporaryDirectory() as place:
        files = sorted(folder.glob("lei_*_dev.csv.gz"))
        register = load(files, Path(place), date(2026, 2, 8)).register
        view = stored(register.data)
        votes = view.arrays.votes
        tops = heads(votes, integrated(votes))
        found = {lei: _top(view, tops, lei) for lei in reported["asked"]}
    consistent, odd = _split(reported)
    right = sum(found[lei] == reported["ultimate"][lei] for lei in consistent)
    return {
        "asked": len(reported["asked"]), "consistent": len(consistent), "right": right,
        "share": right / len(consistent), "inconsistent": len(odd),
        "inconsistent_found_anyway": sum(found[lei] == reported["ultimate"][lei] for lei in odd),
        "listed": sorted(odd)[:60],
    }  # fmt: skip


def _top(view: Any, tops: Any, lei: str) -> str:
    number = view.number(f"lei:{lei}")
    return "" if number is None else view.id(int(np.asarray(tops)[number])).removeprefix("lei:")


def _reported(path: Path) -> dict[str, Any]:
    direct: dict[str, set[str]] = {}
    ultimate: dict[str, set[str]] = {}
    published: dict[str, set[str]] = {"d": set(), "u": set()}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            child = row["relationship_start_node_node_id"]
            parent = row["relationship_end_node_node_id"]
            kind = row["relationship_relationship_type"]
            if row["relationship_relationship_status"] != "ACTIVE":
                continue
            at, which = (direct, "d") if "DIRECTLY" in kind else (ultimate, "u")
            if kind not in ("IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"):
                continue
            at.setdefault(child, set()).add(parent)
            if row["registration_registration_status"] == "PUBLISHED":
                published[which].add(child)
    both = sorted(published["d"] & published["u"])
    return {
        "asked": both, "direct": direct,
        "ultimate": {lei: min(ultimate[lei]) for lei in ultimate}, "all": ultimate,
    }  # fmt: skip


def _split(reported: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Tell entities whose own report and those of all above agree from those whose do not."""
    consistent: list[str] = []
    odd: list[str] = []
    for lei in reported["asked"]:
        here, seen, agrees = lei, set(), len(reported["all"][lei]) == 1
        while here not in seen and here in reported["direct"] and agrees:
            seen.add(here)
            parents = reported["direct"][here]
            named = reported["all"].get(here, {reported["ultimate"][lei]})
            agrees = len(parents) == 1 and named == {reported["ultimate"][lei]}
            here = min(parents)
        agrees = agrees and here == reported["ultimate"][lei]
        (consistent if agrees else odd).append(lei)
    return consistent, odd
