"""``python -m bench.own``: measures, compares, and freezes the figures.

``--companies`` sets the scale of the kernel alone and of the load; ``--slice`` that of the
comparison, in which every tool answers the same question on the same holdings.
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from bench.own import gleif, ingest, peers
from bench.own.apart import Measured, apart


def main() -> None:
    """Run what is asked for and add it to the results."""
    words = argparse.ArgumentParser(prog="bench.own")
    words.add_argument("--companies", type=int, default=5_500_000)
    words.add_argument("--slice", type=int, default=550_000)
    words.add_argument("--corpora", type=Path)
    words.add_argument("--folder", type=Path, default=ingest.temporary())
    words.add_argument("--results", type=Path)
    words.add_argument("parts", nargs="*", default=list(_PARTS))
    given = words.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    frozen: dict[str, Any] = {}
    if given.results and given.results.exists():
        frozen = json.loads(given.results.read_text())
    for part in given.parts:
        frozen[part] = {"load_average": os.getloadavg()[0], **_PARTS[part](given)}
        print(json.dumps({part: frozen[part]}, indent=1), flush=True)
        if given.results:
            given.results.write_text(json.dumps(frozen, indent=1, sort_keys=True) + "\n")


def _kernel(given: argparse.Namespace) -> dict[str, Any]:
    measured = apart(peers.ours, given.companies, True)
    result = {k: v for k, v in measured.result.items() if k not in ("answer", "heads", "ringed")}
    return {**measured.figures(), **result}


def _peers(given: argparse.Namespace) -> dict[str, Any]:
    own = apart(peers.ours, given.slice, False)
    scipy = apart(peers.scipy_neumann, given.slice)
    duckdb = apart(peers.duckdb_rounds, given.slice)
    tenth = given.slice // 10
    networkx, ours = apart(peers.networkx_products, tenth), apart(peers.ours, tenth, False)
    igraph = apart(peers.igraph_rings, given.slice)
    return {
        "companies": given.slice, "ours": own.figures(),
        "scipy": {**scipy.figures(), **_ratio(scipy, own), **_same(own, scipy.result)},
        "duckdb": {**duckdb.figures(), **_ratio(duckdb, own), **_same(own, duckdb.result[0]),
                   **_same_heads(own, duckdb.result[1])},
        "networkx": {**networkx.figures(), "companies": tenth, **_ratio(networkx, ours),
                     "ours": ours.figures()},
        "igraph_rings_only": {**igraph.figures(), **_ratio(igraph, own)},
    }  # fmt: skip


def _whole(given: argparse.Namespace) -> dict[str, Any]:
    """Compare with DuckDB on all companies: on a slice the fixed cost of its rounds weighs more."""
    own = apart(peers.ours, given.companies, False)
    duckdb = apart(peers.duckdb_rounds, given.companies)
    return {
        "companies": given.companies, "ours": own.figures(),
        "duckdb": {**duckdb.figures(), **_ratio(duckdb, own), **_same(own, duckdb.result[0]),
                   **_same_heads(own, duckdb.result[1])},
    }  # fmt: skip


def _ratio(peer: Measured, own: Measured) -> dict[str, float]:
    return {"times_ours_by_cpu": round(peer.cpu / own.cpu, 1),
            "times_ours_by_wall": round(peer.wall / own.wall, 1)}  # fmt: skip


def _same(own: Measured, other: peers.Answer) -> dict[str, Any]:
    keys, shares = own.result["answer"]
    both, at, there = np.intersect1d(keys, other[0], assume_unique=True, return_indices=True)
    apart_by = np.abs(shares[at] - other[1][there])
    return {
        "pairs": len(keys), "pairs_of_peer": len(other[0]), "in_both": len(both),
        "largest_difference": float(apart_by.max(initial=0.0)),
        "largest_missing": float(
            max(np.delete(shares, at).max(initial=0.0), np.delete(other[1], there).max(initial=0.0))
        ),
    }  # fmt: skip


def _same_heads(own: Measured, other: Any) -> dict[str, int]:
    """Compare heads; a ring that controls itself has none by rounds, and oscillates there."""
    tops = own.result["heads"]
    company, top = other
    differ = company[tops[company] != top]
    of_ring = np.isin(differ, own.result["ringed"]) | np.isin(tops[differ], own.result["ringed"])
    return {
        "companies_asked": len(company), "heads_that_differ": len(differ),
        "of_those_in_or_under_a_ring": int(of_ring.sum()),
    }  # fmt: skip


def _load(given: argparse.Namespace) -> dict[str, Any]:
    path = ingest.prepare(given.folder, given.companies)
    measured = apart(ingest.answers, path, given.folder / "register")
    return {"zip_mb": path.stat().st_size // 1_000_000, **measured.figures(), **measured.result}


def _trace(given: argparse.Namespace) -> dict[str, Any]:
    measured = apart(ingest.single, given.folder / "register")
    return {"peak_gb": round(measured.gigabytes, 3), **measured.result}


def _gleif(given: argparse.Namespace) -> dict[str, Any]:
    if not given.corpora:
        return {"left_out": "name the corpora with --corpora"}
    return gleif.measure(given.corpora / "gleif-level2")


_PARTS = {
    "kernel": _kernel,
    "peers": _peers,
    "whole": _whole,
    "load": _load,
    "trace": _trace,
    "gleif": _gleif,
}

if __name__ == "__main__":
    main()
