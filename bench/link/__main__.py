"""Linking, measured: ``python -m bench.link --work FOLDER --peers PYTHON --corpora FOLDER``.

Families are drawn from texts that the kernel was not tuned on (``more``). Seconds are on the clock
and on all processors together (``cpu``): on a machine that others load, the second is the one to
compare. Memory is that of all processes together.
"""

import argparse
import json
import random
import shutil
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from bench.link.generate import write
from bench.link.meter import measure
from bench.link.quality import by, quality
from bench.link.real import measured
from bench.run import machine
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.reuse.boilerplate import stripped
from counterpitch.campaigns.state import open_state
from counterpitch.campaigns.why import why

VERSIONS = ("duckdb", "pyarrow", "numpy", "scipy", "igraph", "pyspark", "splink")
PEERS = {"exact": 20_000, "datasketch": 20_000, "rensa": 100_000, "gaoya": 100_000, "daft": 100_000}
PEER_SEED, SEED, FOLDER = 12, 11, "more"


def made(work: Path, count: int, seed: int) -> tuple[Path, dict[str, Any]]:
    """Return a file of generated messages and its truth; made once."""
    path, told = work / f"{count}-{seed}.parquet", work / f"{count}-{seed}.json"
    if not told.exists():
        planted = write(path, count, seed, FOLDER)
        truth = {each.id: [f"f{each.family}", each.change, each.language] for each in planted}
        told.write_text(json.dumps(truth), "utf-8")
    return path, json.loads(told.read_text("utf-8"))


def linked(path: Path, state: Path, truth: Mapping[str, Any] | None) -> dict[str, Any]:
    """Link ``path`` in a process of its own, and judge the result."""
    command = [
        sys.executable, "-m", "counterpitch", "link", str(path), "--state", str(state),
        "--evidence", "text",
    ]  # fmt: skip
    run = measure(command)
    if run.code:
        raise SystemExit(run.output)
    found: dict[str, Any] = {"wall_s": run.wall, "cpu_s": run.cpu, "peak_mb": run.peak_mb}
    if truth is not None:
        groups = Linked(open_state(state)).campaign_of
        families = {name: told[0] for name, told in truth.items()}
        found |= quality(groups, families)
        found["recall_by_change"] = by(groups, families, {n: t[1] for n, t in truth.items()})
        found["recall_by_language"] = by(groups, families, {n: t[2] for n, t in truth.items()})
    return found


def warmed(work: Path) -> Path:
    """Link a thousand messages, so that no later run compiles modules; return their file."""
    few, _ = made(work, 1000, PEER_SEED)
    shutil.rmtree(work / "state-warm", ignore_errors=True)
    linked(few, work / "state-warm", None)
    return few


def curve(work: Path, sizes: list[int]) -> dict[str, Any]:
    """Link each size from nothing; then add 1,000, and ask why, on the largest."""
    found: dict[str, Any] = {}
    warmed(work)
    for size in sizes:
        path, truth = made(work, size, SEED)
        state = work / f"state-{size}"
        shutil.rmtree(state, ignore_errors=True)
        found[str(size)] = linked(path, state, truth)
        print(size, found[str(size)], file=sys.stderr, flush=True)
    largest = work / f"state-{sizes[-1]}"
    found[f"why_ms at {sizes[-1]}"] = asked(largest)
    more, _ = made(work, 1000, SEED + 1)
    renamed = work / "added.parquet"
    table = pq.read_table(more)
    ids = pa.array([f"new-{each}" for each in table["id"].to_pylist()])
    pq.write_table(table.set_column(0, "id", ids), renamed)
    found[f"1000 added to {sizes[-1]}"] = linked(renamed, largest, None)
    return found


def asked(state: Path) -> dict[str, float]:
    """Time the question why, in a process that has answered before, and its first answer."""
    found = Linked(open_state(state))
    rng = random.Random(1)
    groups = [own for own in found.members.values() if len(own) > 2]
    times = []
    for _ in range(60):
        a, b = rng.sample(rng.choice(groups), 2)
        began = time.perf_counter()
        why(found, a, b)
        times.append((time.perf_counter() - began) * 1000)
    later = sorted(times[1:])
    return {
        "first": round(times[0], 1),
        "median": round(later[len(later) // 2], 1),
        "p95": round(later[int(0.95 * len(later))], 1),
    }


def beside(work: Path, python: str) -> dict[str, Any]:
    """Run the peers, and us, on the same texts; each once before, on few, to compile its modules."""
    found: dict[str, Any] = {}
    script = str(Path(__file__).with_name("peers.py"))
    few = warmed(work)
    for tool, size in PEERS.items():
        path, truth = made(work, size, PEER_SEED)
        plain, target = _plain(work, path, size), work / f"{tool}.json"
        warm = _plain(work, few, 1000)
        measure([python, script, tool, str(warm), str(target)], PYTHONPATH="")
        run = measure([python, script, tool, str(plain), str(target)], PYTHONPATH="")
        if run.code:
            found[tool] = {"failed": run.output[-300:]}
            continue
        told = json.loads(target.read_text("utf-8"))
        families = {name: each[0] for name, each in truth.items()}
        found[tool] = {
            "messages": size, "wall_s": run.wall, "cpu_s": run.cpu, "peak_mb": run.peak_mb,
            "working_cpu_s": round(told["cpu"], 2), **quality(told["groups"], families),
            "recall_by_language": by(told["groups"], families, {n: t[2] for n, t in truth.items()}),
        }  # fmt: skip
        print(tool, found[tool], file=sys.stderr, flush=True)
    for size in sorted(set(PEERS.values())):
        path, truth = made(work, size, PEER_SEED)
        shutil.rmtree(work / "state-beside", ignore_errors=True)
        own = linked(path, work / "state-beside", truth)
        found[f"counterpitch {size}"] = {"messages": size, **own}
        for tool, wanted in PEERS.items():
            if wanted == size and "cpu_s" in found[tool]:
                found[tool]["cpu / counterpitch"] = round(found[tool]["cpu_s"] / own["cpu_s"], 2)
    return found


def _plain(work: Path, path: Path, size: int) -> Path:
    """Return a file of id and text, without boilerplate; made once."""
    plain = work / f"texts-{size}.parquet"
    if not plain.exists():
        table = pq.read_table(path, columns=["id", "messages"])
        texts = table["messages"].combine_chunks().flatten().field("text")
        pq.write_table(pa.table({"id": table["id"], "text": stripped(texts)}), plain)
    return plain


def main() -> None:
    """Run what was asked for and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True, help="a folder for what is generated")
    parser.add_argument(
        "--sizes", default="10000,100000,1000000",
        help="messages, such as 10000000 for that point alone; empty for none",
    )  # fmt: skip
    parser.add_argument("--peers", help="a Python that has the peers")
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--results", type=Path, default=Path("bench/results/2026-11-28-link.json"))
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine() | {name: _version(name) for name in VERSIONS},
    }
    if args.results.exists():
        found = json.loads(args.results.read_text("utf-8")) | found
    if args.sizes:
        # A single point may be measured by itself; what was measured before stays beside it.
        points = curve(args.work, [int(size) for size in args.sizes.split(",")])
        found["curve"] = found.get("curve", {}) | points
        _store(found, args.results)
    if args.corpora:
        shutil.rmtree(args.work / "real", ignore_errors=True)
        (args.work / "real").mkdir()
        found["real"] = measured(args.corpora, args.work / "real")
        _store(found, args.results)
    if args.peers:
        found["beside_us"] = beside(args.work, args.peers)
        _store(found, args.results)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _store(found: dict[str, Any], path: Path) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")


if __name__ == "__main__":
    main()
