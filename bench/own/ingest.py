"""From a PSC-shaped ZIP to the answer for every company, and single answers from what is stored."""

import shutil
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.own.apart import Clock
from bench.own.generator import make
from bench.own.pscfile import write
from counterpitch.ownership.graph import heads, integrated
from counterpitch.ownership.load import load
from counterpitch.ownership.trace import trace
from counterpitch.ownership.view import stored


def prepare(folder: Path, companies: int) -> Path:
    """Write the ZIP, unless it is there already."""
    path = folder / f"psc-{companies}.zip"
    if not path.exists():
        write(make(companies), path)
    return path


def answers(clock: Clock, path: Path, into: Path) -> dict[str, Any]:
    """Load the ZIP and work out owners and control of every company in it."""
    shutil.rmtree(into, ignore_errors=True)
    with clock:
        outcome = load([path], into, date(2026, 11, 28))
        view = stored(outcome.register.data)
        shares, votes = view.arrays.shares, view.arrays.votes
        result = integrated(shares)
        tops = heads(votes, integrated(votes))
    [entry] = outcome.loaded
    return {
        "lines": entry.lines, "interests": entry.interests, "nodes": len(view),
        "pairs": len(view.arrays.owner), "layered_pairs": len(result.lo),
        "controlled": int((tops != np.arange(len(view))).sum()),
    }  # fmt: skip


def single(clock: Clock, into: Path, count: int = 300) -> dict[str, Any]:
    """Time whole traces of layered companies, drawn at random, from the stored snapshot."""
    from counterpitch.ownership.register import Register

    view = stored(Register.open(into).data)
    result = integrated(view.arrays.shares)
    rng = np.random.default_rng(7)
    inside = set(result.layered[result.rings >= 0].tolist())
    ordinary = [n for n in rng.choice(result.layered, 3 * count).tolist() if n not in inside]
    big = np.bincount(result.rings[result.rings >= 0]).argmax() if inside else -1
    tangled = result.layered[result.rings == big][:5].tolist()
    times = {}
    for name, numbers in (("layered", ordinary[:count]), ("tangle", tangled)):
        taken, used = [], []
        for number in numbers:
            start, cpu = time.perf_counter(), time.thread_time()
            with clock:
                trace(view, view.id(number))
            taken.append(1000 * (time.perf_counter() - start))
            used.append(1000 * (time.thread_time() - cpu))
        times[name] = {
            "cpu_median_ms": round(float(np.median(used)), 2),
            "cpu_p99_ms": round(float(np.percentile(used, 99)), 2),
            "median_ms": round(float(np.median(taken)), 2),
            "p99_ms": round(float(np.percentile(taken, 99)), 2),
            "worst_ms": round(max(taken), 2),
        }
    return times


def temporary() -> Path:
    """Return a folder for large files."""
    return Path(tempfile.gettempdir()) / "counterpitch-bench-own"
