"""False alarms per 1,000 on public corpora of honest and of fraudulent texts.

Of the honest texts only the half is used that bench.fit_weights does not see.

Usage: ``python -m bench.false_alarms CORPORA_DIR [--show N]``. The corpora are not part of the
repository; each has a SOURCE.md. Speed on the same texts is printed beside.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.pipeline.assessed import assessor
from counterpitch.render.plain import one_line

Text = tuple[str, str, str]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def texts(folder: Path) -> Iterator[Text]:
    """Yield (group, id, text) of every text of the public corpora that are there."""
    for row in lines(folder / "spamassassin" / "spamassassin_dev.jsonl.gz"):
        yield f"spamassassin {row['label']}", row["id"], f"{row['subject']}\n\n{row['text']}"
    for row in lines(folder / "ling-spam" / "lingspam_bare_parts1-5.jsonl.gz"):
        yield f"ling-spam {row['label']}", row["id"], f"{row['subject']}\n\n{row['text']}"
    for row in lines(folder / "hn-who-is-hiring" / "hn_hiring_2026_dev.jsonl.gz"):
        yield "hn hiring (honest)", row["id"], row["text"] or ""
    for row in lines(folder / "zh-developer-hiring" / "zh_hiring_dev.jsonl.gz"):
        yield "zh hiring (honest)", str(row["id"]), row["text"]
    with gzip.open(folder / "sms-spam-collection" / "SMSSpamCollection.tsv.gz", "rt") as stream:
        for number, line in enumerate(stream):
            label, _, text = line.partition("\t")
            yield f"sms {label}", str(number), text
    for row in lines(folder / "fraud-r1" / "fraud_r1_base_dev.jsonl.gz"):
        yield f"fraud-r1 {row.get('language', '')} (scam)", str(row.get("id")), str(row["raw_data"])


def calls(folder: Path) -> Iterator[Text]:
    """Yield the transcripts of real scam calls."""
    path = folder / "scam-dialogues-bothbosu" / "youtube_scam_conversations.csv.gz"
    with gzip.open(path, "rb") as stream:
        for row in csv.DictReader(io.TextIOWrapper(stream, "utf-8")):
            yield "real scam calls", row["link"], row["dialogue"]


def is_honest(group: str) -> bool:
    """Tell whether a group holds honest texts only."""
    return group.endswith("ham") or "honest" in group


def is_fitted_on(key: str) -> bool:
    """Tell whether a text belongs to the half that weights were fitted on."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2 == 0


def main() -> None:
    """Print one line a group."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--rules", type=Path)
    args = parser.parse_args()
    ready = assessor(args.rules)
    total, approach, elevated, scam = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    size, seconds = Counter[str](), Counter[str]()
    for group, key, text in (*texts(args.folder), *calls(args.folder)):
        if is_honest(group) and is_fitted_on(key):
            continue
        began = time.perf_counter()
        verdict = ready.assess(Conversation(key, "other", (Message("contact", text),)))
        seconds[group] += time.perf_counter() - began  # type: ignore[assignment]
        size[group] += len(text.encode())
        total[group] += 1
        approach[group] += verdict.kind == "approach"
        elevated[group] += verdict.kind == "approach" and verdict.band == "high"
        scam[group] += verdict.kind == "scam"
        if verdict.kind == "approach" and args.show and approach[group] <= args.show:
            words = "; ".join(
                f"{f.indicator}: {one_line(f.quotes[0].text, 60)}" for f in verdict.strongest(4)
            )
            print(f"   {group} {key} {verdict.probability:.2f} {words}")
    for group, count in total.items():
        print(
            f"{group:<26} {count:>5} texts, per 1,000: approach {1000 * approach[group] / count:6.1f}"
            f" (high {1000 * elevated[group] / count:5.1f}), scam {1000 * scam[group] / count:6.1f};"
            f" {size[group] / seconds[group] / 1e6:.2f} MB/s"
        )


if __name__ == "__main__":
    main()
