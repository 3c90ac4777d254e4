"""All performance figures in one run: ``make bench`` (``python -m bench.run``).

Peers are measured beside us in the same process on the same texts, so that ratios hold on any
machine. Writes one JSON file to ``--results``.
"""

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from bench import peers
from bench.corpus import development, synthetic
from bench.public_corpora import texts
from bench.scaled import scaled
from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.lines import LineWriter
from counterpitch.features.fold import fold
from counterpitch.indicators.matcher import Matcher
from counterpitch.indicators.phrasetable import compiled_table, phrases_of
from counterpitch.model.conversation import Conversation
from counterpitch.rulebook.book import Rulebook, rulebook

ROOT = Path(__file__).parents[1]
CORPORA = ROOT / "data" / "conversations" / "dev"
VERSIONS = ("google-re2", "msgspec", "presidio-analyzer", "scikit-learn", "spacy")


def peak_mb() -> float:
    """Return this process's resident maximum in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # ru_maxrss of a child process begins with what its parent had used.
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("utf-8"))
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def full_verdict(assessor: Assessor, conversations: list[Conversation]) -> dict[str, float]:
    """Time the full verdict with all reasons, written as JSON, as ``scan --jsonl`` does."""
    messages = sum(len(c.messages) for c in conversations)
    size = sum(len(m.text.encode()) for c in conversations for m in c.messages)
    writer = LineWriter(assessor)
    # Processor time: what one core does, whatever else runs on the machine.
    began = time.process_time()
    for conversation in conversations:
        writer.line(conversation)
    took = time.process_time() - began
    return {
        "conversations": len(conversations),
        "messages": messages,
        "bytes_per_message": round(size / messages, 1),
        "messages_per_second": round(messages / took, 1),
        "conversations_per_second": round(len(conversations) / took, 1),
        "mb_per_second": round(size / took / 1e6, 3),
    }


def beside_us(
    matcher: Matcher, conversations: list[Conversation], seconds: float
) -> dict[str, Any]:
    """Compare matching alone with the peers, on the contact's folded messages."""
    book = matcher.book
    table = compiled_table(
        [(rule.name, p) for rule in book.indicators for p in phrases_of(rule.when)], book.classes
    )
    raw = [m.text for c in conversations for m in c.messages if m.sender == "contact"]
    folded = [fold(text) for text in raw]
    core = matcher.core
    find = core.find if core else lambda text, side: list(matcher.phrases.find(text, side))
    ours = peers.rate(lambda text: find(text, "contact"), folded, seconds)
    single = Assessor(matcher)
    whole = peers.rate(lambda text: single.assess(peers.one_message(text)), raw, seconds)
    found: dict[str, Any] = {"phrases": len(table.entries), "counterpitch matching": ours,
                             "counterpitch full verdict": whole}  # fmt: skip
    runners: dict[str, Callable[[], peers.Runner | None]] = {
        "re loop": lambda: peers.re_loop(table),
        "one re alternation": lambda: peers.one_alternation(table),
        "presidio": lambda: peers.presidio(table),
        "tf-idf + linear model": lambda: peers.linear_model(folded[:2000]),
        "counterpitch without its core": lambda: _without_core(book),
    }
    for name, made in runners.items():
        runner = made()
        # Those that read raw texts do as much as the full verdict; the others get folded texts.
        own = raw if name.startswith("counterpitch") else folded
        found[name] = None if runner is None else peers.rate(runner, own, seconds)
        print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
    for name in runners:
        if found[name]:
            found[f"matching / {name}"] = round(ours / found[name], 1)
            found[f"full verdict / {name}"] = round(whole / found[name], 1)
    return found


def _without_core(book: Rulebook) -> peers.Runner:
    """Return the full verdict of the Python code alone."""
    pure = Assessor(Matcher(book, native=False))
    return lambda text: pure.assess(peers.one_message(text))


def real_texts(assessor: Assessor, folder: Path) -> dict[str, dict[str, float]]:
    """Time the full verdict on the public corpora, each text as one message."""
    by_group: dict[str, list[Conversation]] = {}
    for group, _, text in texts(folder):
        by_group.setdefault(group.partition(" ")[0], []).append(peers.one_message(text))
    return {group: full_verdict(assessor, own) for group, own in by_group.items()}


def by_rules(conversations: list[Conversation]) -> dict[str, float]:
    """Time the full verdict with 50, 100, 300 and 1,000 rules."""
    found: dict[str, float] = {}
    for count in (50, 100, 300, 1000):
        assessor = Assessor(Matcher(scaled(rulebook(), count)))
        full_verdict(assessor, conversations[:300])
        # The best of three, as other work on the machine only ever adds time.
        runs = [full_verdict(assessor, conversations[300:1300]) for _ in range(3)]
        found[str(count)] = max(run["messages_per_second"] for run in runs)
    return found


def by_length(assessor: Assessor, conversations: list[Conversation]) -> dict[str, float]:
    """Return MB a second for single messages of growing length."""
    text = " ".join(m.text for c in conversations[:400] for m in c.messages)
    found: dict[str, float] = {}
    for size in (100, 1_000, 10_000, 100_000):
        pieces = [text[at : at + size] for at in range(0, min(len(text) - size, 40 * size), size)]
        one = [peers.one_message(piece) for piece in pieces] or [peers.one_message(text[:size])]
        runs = [full_verdict(assessor, one) for _ in range(3)]
        found[str(size)] = max(run["mb_per_second"] for run in runs)
    return found


def cold_start(runs: int) -> dict[str, float]:
    """Time ``counterpitch check`` from process start to verdict, with and without its cache."""
    text = "Which of your colleagues sign off the yield reports? We pay well and keep it private."
    command = [sys.executable, "-m", "counterpitch", "check", text]
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "COUNTERPITCH_CACHE": folder}
        for name, count in (("first_ever_seconds", 1), ("median_seconds", runs)):
            times = []
            for _ in range(count):
                began = time.perf_counter()
                subprocess.run(command, env=environment, check=True, capture_output=True)
                times.append(time.perf_counter() - began)
            found[name] = round(sorted(times)[len(times) // 2], 3)
    return found


def mailbox(conversations: list[Conversation], size: int, *, quick: bool) -> dict[str, float]:
    """Read and assess a mailbox of ``size`` bytes in a process of its own.

    ``quick`` leaves the recognisers out, which read most of these mails: all are made of moves.
    """
    from bench.mbox import write_mbox

    turns = [[(m.sender, m.text) for m in c.messages] for c in conversations[:2000]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inbox.mbox"
        mails = write_mbox(path, size, 3, turns)
        code = (
            "import sys\nfrom pathlib import Path\n"
            "from bench.run import peak_mb\n"
            "from counterpitch.pipeline.scan import Tally, scan\n"
            "tally = Tally()\n"
            f"for _ in scan([Path(sys.argv[1])], tally, quick={quick}): pass\n"
            "print(tally.messages, int(peak_mb()))"
        )
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
        )
        took = time.perf_counter() - began
        messages, memory = map(int, done.stdout.split())
        return {
            "bytes": path.stat().st_size, "mails": mails, "messages_read": messages,
            "seconds": round(took, 1), "mb_per_second": round(path.stat().st_size / took / 1e6, 1),
            "peak_mb": memory,
        }  # fmt: skip


def machine() -> dict[str, Any]:
    """Describe the machine by size and versions, never by name."""
    found: dict[str, Any] = {"python": platform.python_version(), "cores": os.cpu_count()}
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    found["memory_gb"] = round(pages / 2**30, 1)
    for name in VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def main() -> None:
    """Run everything and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    parser.add_argument("--corpus", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10.0, help="for each peer")
    parser.add_argument("--corpora", type=Path, help="the public corpora of bench.false_alarms")
    parser.add_argument("--conversations", type=Path, default=CORPORA, help="development sets")
    parser.add_argument("--mbox-mb", type=int, default=1000)
    args = parser.parse_args()
    book = rulebook()
    assessor = Assessor(Matcher(book))
    base = development(args.conversations)
    results: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(), "machine": machine(),
        "rules": {"version": book.version, "indicators": len(book.indicators)},
        "compiled core": assessor.matcher.core is not None,
    }  # fmt: skip
    sample = list(synthetic(base, 2000, seed=2))
    full_verdict(assessor, sample[:300])
    results["cold_start"] = cold_start(9)
    results["beside_us"] = beside_us(assessor.matcher, sample, args.seconds)
    results["development_sets"] = full_verdict(assessor, base)
    if args.corpora:
        results["public_corpora"] = real_texts(assessor, args.corpora)
    store(results, args.results)
    results["by_rules_messages_per_second"] = by_rules(sample)
    results["by_length_mb_per_second"] = by_length(assessor, sample)
    results["synthetic"] = streamed(assessor, base, args.corpus)
    results["peak_mb"] = round(peak_mb(), 1)
    store(results, args.results)
    if args.mbox_mb:
        size = args.mbox_mb * 1_000_000
        results["mailbox"] = mailbox(sample, size, quick=True)
        results["mailbox_with_recognisers"] = mailbox(sample, size // 50, quick=False)
    store(results, args.results)


def store(results: dict[str, Any], folder: Path) -> None:
    """Write and print the results."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{results['date']}.json"
    path.write_bytes(msgspec.json.format(json.dumps(results).encode(), indent=2) + b"\n")
    print(path.read_text("utf-8"))


def streamed(assessor: Assessor, base: list[Conversation], count: int) -> dict[str, float]:
    """Time the full verdict on ``count`` synthetic conversations, made as they are read."""
    messages = size = done = 0
    took = 0.0
    made = synthetic(base, count)
    while batch := list(islice(made, 1000)):
        figures = full_verdict(assessor, batch)
        messages += int(figures["messages"])
        size += int(figures["bytes_per_message"] * figures["messages"])
        took += figures["messages"] / figures["messages_per_second"]
        done += len(batch)
    return {
        "conversations": done, "messages": messages, "seconds": round(took, 1),
        "messages_per_second": round(messages / took, 1),
        "conversations_per_second": round(done / took, 1),
        "mb_per_second": round(size / took / 1e6, 3),
        "bytes_per_message": round(size / messages, 1),
    }  # fmt: skip


if __name__ == "__main__":
    main()
