"""The store filled with many approaches: import rate, paging, search, trends, memory.

``python -m bench.desk.store --count 100000 --results bench/results``. Each database is measured in
a process of its own. Times are wall-clock beside CPU seconds of the process, since machines are
shared; PostgreSQL's own CPU is not in them.
"""

import argparse
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.cases import postgres

from bench.desk.corpus import write
from bench.run import peak_mb
from counterpitch import cases
from counterpitch.cases import QueueFilter, Store, open_store, receive, verify_journal

QUERIES = (
    "photonic", "roadmap", '"internal document"', "量子", "量子计算", "ai", "colleagues report",
    "Costa 77777", "zzzzzz", "the",
)  # fmt: skip
REPEATS = 20


def timed(work: Callable[[], Any], repeats: int = REPEATS) -> dict[str, float]:
    """Return the median and the slowest of some calls, in milliseconds."""
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        took.append(1_000 * (time.perf_counter() - began))
    return {"median_ms": round(statistics.median(took), 2), "worst_ms": round(max(took), 2)}


def filling(store: Store, words: Path, verdicts: Path | None, count: int, **how: Any) -> Any:
    """Import once and return the rate."""
    began, used = time.perf_counter(), _cpu()
    receipt = receive(store, content=words, verdicts=verdicts, actor="bench", **how)
    took, cpu = time.perf_counter() - began, _cpu() - used
    assert receipt.approaches_total == count, receipt.approaches_total
    return {
        "approaches": count,
        "seconds": round(took, 1),
        "cpu_seconds": round(cpu, 1),
        "per_second": round(count / took),
        "per_cpu_second": round(count / cpu),
        "load": os.getloadavg()[0],
    }


def paging(store: Store, count: int) -> dict[str, Any]:
    """Time the first page, one in the middle and one near the end, and filters."""
    found: dict[str, Any] = {}
    whole = QueueFilter(statuses=())
    for name, share in (("first", 1.0), ("middle", 0.5), ("last", 0.02)):
        cursor = _cursor(store, whole, share, count)
        found[name] = timed(lambda c=cursor: cases.queue(store, whole, cursor=c))  # type: ignore[misc]
    found["high_new"] = timed(lambda: cases.queue(store, QueueFilter(bands=("high",))))
    found["scam_only"] = timed(lambda: cases.queue(store, QueueFilter(kinds=("scam",))))
    found["newest"] = timed(lambda: cases.queue(store, QueueFilter(statuses=(), order="newest")))
    found["counts_anew"] = timed(_anew(store, lambda: cases.counts(store)))
    found["approach"] = timed(lambda: cases.approach(store, count // 2))
    found["approach_noted"] = timed(
        _anew(store, lambda: cases.approach(store, count // 2, viewer="bench"))
    )
    return found


def _anew(store: Store, work: Callable[[], Any]) -> Callable[[], Any]:
    """Return ``work`` without what was worked out a moment ago."""

    def call() -> Any:
        store.recent.clear()
        return work()

    return call


def _cursor(store: Store, whole: QueueFilter, share: float, count: int) -> str | None:
    if share >= 1.0:
        return None
    with store.read() as connection:
        places = connection.exec_driver_sql(
            "SELECT place FROM approach ORDER BY place DESC"
        ).scalars()
        place = next(itertools.islice(places, int(count * (1 - share)), None))
    return str(place)


def searching(store: Store) -> dict[str, Any]:
    """Time searches of words of every length, in both languages."""
    found: dict[str, Any] = {}
    for query in QUERIES:
        rows = cases.search(store, query).rows
        found[query] = {"rows": len(rows), **timed(lambda q=query: cases.search(store, q), 5)}  # type: ignore[misc]
    return found


def measure(url: str, folder: Path, count: int, scanned: int) -> dict[str, Any]:
    """Fill a store and time everything; print as one line of JSON."""
    words, verdicts = folder / f"words-{count}.jsonl", folder / f"verdicts-{count}.jsonl"
    before = peak_mb()
    with open_store(url, keys=folder) as store:
        done: dict[str, Any] = {
            "import_with_verdicts": filling(store, words, verdicts, count, quick=True)
        }
        done["peak_mb"] = {"before": round(before), "after_import": round(peak_mb())}
        done["import_again"] = timed(
            lambda: receive(store, content=words, actor="bench", verdicts=verdicts), 1
        )
        done["paging"] = paging(store, count)
        done["search"] = searching(store)
        done["trends_anew"] = timed(_anew(store, lambda: cases.trends(store)), 5)
        done["trends_held"] = timed(lambda: cases.trends(store))
        done["verify_journal_s"] = timed(lambda: verify_journal(store), 1)["worst_ms"] / 1_000
        done["peak_mb"]["after_all"] = round(peak_mb())
        for jobs in (1, 2):
            small = folder / f"small-{jobs}.jsonl"
            name = f"import_scanning_quick_{jobs}_jobs"
            done[name] = filling(store, small, None, scanned, quick=True, jobs=jobs)
    return done


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@contextmanager
def _databases(folder: Path, kinds: list[str]) -> Iterator[dict[str, str]]:
    found = {"sqlite": str(folder / "desk.sqlite")} if "sqlite" in kinds else {}
    reason = postgres.why_not()
    if "postgresql" in kinds and not reason:
        with postgres.running() as server:
            found["postgresql"] = postgres.new_database(server, "bench")
            yield found
            return
    if reason:
        print(reason, file=sys.stderr)
    yield found


def _small(folder: Path, scanned: int) -> None:
    """Write conversations that are not among the others, once for each number of jobs."""
    for jobs in (1, 2):
        first, _ = write(folder, scanned, seed=90 + jobs)
        first.rename(folder / f"small-{jobs}.jsonl")


def main() -> None:
    """Measure each database in a process of its own and write one file of results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--scanned", type=int, default=3_000)
    parser.add_argument("--kinds", default="sqlite,postgresql")
    parser.add_argument("--results", type=Path)
    parser.add_argument("--measure", nargs=2, metavar=("URL", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        url, folder = chosen.measure
        print(json.dumps(measure(url, Path(folder), chosen.count, chosen.scanned)))
        return
    with tempfile.TemporaryDirectory(prefix="cp-bench-") as name:
        folder = Path(name)
        _small(folder, chosen.scanned)
        words, verdicts = write(folder, chosen.count)
        whole: dict[str, Any] = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}",
            "approaches": chosen.count,
            "words_mb": round(words.stat().st_size / 1e6),
            "verdicts_mb": round(verdicts.stat().st_size / 1e6),
        }
        with _databases(folder, chosen.kinds.split(",")) as found:
            for kind, url in found.items():
                command = [sys.executable, "-m", "bench.desk.store", "--count", str(chosen.count)]
                command += ["--scanned", str(chosen.scanned), "--measure", url, str(folder)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                whole[kind] = json.loads(done.stdout)
                if kind == "sqlite":
                    size = sum(p.stat().st_size for p in folder.glob("desk.sqlite*"))
                    whole[kind]["database_mb"] = round(size / 1e6)
                print(json.dumps({kind: whole[kind]}, indent=1, ensure_ascii=False))
    if chosen.results:
        path = chosen.results / f"{datetime.now(UTC):%Y-%m-%d}-desk-store.json"
        path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
