"""Public corpora: their texts, and the honest ones as conversations for ``counterpitch evaluate``.

Usage: ``python -m bench.public_corpora CORPORA_DIR --to DIR [--all]``. Writes one JSON Lines file
a corpus of honest texts, each text a conversation of one message, labelled legitimate. Without
``--all`` only the half of the texts that bench.fit_weights never sees. The corpora are not part
of the repository; each has a SOURCE.md with its licence.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterpitch.intake import jsonl
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message

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


def honest(folder: Path, *, everything: bool) -> dict[str, list[Conversation]]:
    """Return the honest texts as conversations of one message, by corpus.

    Without ``everything`` the half that weights were fitted on is left out.
    """
    found: dict[str, list[Conversation]] = {}
    for group, key, text in texts(folder):
        if not is_honest(group) or (is_fitted_on(key) and not everything):
            continue
        name = re.sub(r"[^a-z]+", "-", group.lower().replace("(honest)", "")).strip("-")
        extra: dict[str, object] = {"label": "legitimate", "subtype": name, "stage": None}
        found.setdefault(name, []).append(
            Conversation(
                f"{name}/{key}", "other", (Message("contact", text),), extra=extra,
                language="zh" if name.startswith("zh") else "en",
            )
        )  # fmt: skip
    return found


def main() -> None:
    """Write one file a corpus and say how many texts it holds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    for name, conversations in honest(args.folder, everything=args.all).items():
        path = args.to / f"{name}.jsonl"
        with path.open("wb") as stream:
            print(f"{jsonl.write(conversations, stream):>6} texts: {path}")


if __name__ == "__main__":
    main()
