"""What each rule does on the development conversations.

Usage: ``python bench/rule_report.py [NAME...] [--folder F] [--show N] [--corpora DIR] [--skip a,b]``.
For each rule: hits by label, the share of gold quotes whose sentence it quotes, and the
texts it hits in legitimate conversations and the gold quotes it misses.
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.match import Match
from counterpitch.model.message import Message
from counterpitch.rulebook.book import read, rules_folder

CORPORA = Path(__file__).parents[2] / "shared" / "corpora" / "conversations-dev"


def conversation_of(row: dict[str, Any]) -> Conversation:
    """Return a line of the interchange format as a conversation."""
    who = row["contact"]
    contact = Contact(
        who.get("name") or "", who.get("headline") or "", who.get("company") or "", "",
        who.get("email"), tuple(who.get("links") or ()),
    )  # fmt: skip
    messages = tuple(Message(m["from"], m["text"]) for m in row["messages"])
    return Conversation(row["id"], "other", messages, contact)


def load(folder: Path, skip: list[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the conversations, and gold quotes by indicator."""
    rows: list[dict[str, Any]] = []
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        if any(path.name.startswith(prefix) for prefix in skip):
            continue
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if "messages" in row:
                rows.append(row)
            else:
                gold[row["indicator"]].append(row)
    return rows, gold


def found(match: Match | None, quote: dict[str, Any], text: str) -> bool:
    """Tell whether a match quotes from the sentence(s) of a gold quote."""
    start = text.find(quote["quote"])
    end = start + len(quote["quote"])
    return match is not None and any(
        q.message == quote["message"] and q.start < end + 60 and q.end > start - 60
        for q in match.quotes
    )


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--folder", default="")
    parser.add_argument("--show", type=int, default=12)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--skip", default="sectors-b,pairs-voices")
    args = parser.parse_args()
    book, faults = read(rules_folder())
    for fault in faults:
        print(f"FAULTY {fault.path}:{fault.row}: {fault.message}")
    matcher = Matcher(book, strict=False)
    for name, phrase, why in matcher.phrases.faults:
        print(f"FAULTY {name}: {why}: {phrase!r}")
    rows, gold = load(args.corpora, args.skip.split(","))
    by_id = {row["id"]: row for row in rows}
    matches = {
        row["id"]: {m.indicator: m for m in matcher.match(conversation_of(row))} for row in rows
    }
    rules = [r for r in book.indicators if not args.folder or r.folder == args.folder]
    for rule in rules:
        if args.names and rule.name not in args.names:
            continue
        hits = Counter(row["label"] for row in rows if rule.name in matches[row["id"]])
        quotes = [q for q in gold.get(rule.name, []) if q["id"] in by_id]
        missed = [
            q for q in quotes
            if not found(matches[q["id"]].get(rule.name), q, by_id[q["id"]]["messages"][q["message"]]["text"])
        ]  # fmt: skip
        print(
            f"{rule.folder}/{rule.name}: covert {hits['covert_approach']}, legitimate {hits['legitimate']},"
            f" scam {hits['scam']}; gold {len(quotes) - len(missed)}/{len(quotes)}"
        )
        if args.names:
            show(rule.name, rows, matches, gold, missed, args.show)


def show(
    name: str, rows: list[dict[str, Any]], matches: dict[str, dict[str, Match]],
    gold: dict[str, Any], missed: list[dict[str, Any]], most: int,
) -> None:  # fmt: skip
    """Print the false alarms and the misses of one rule."""
    annotated = {q["id"] for q in gold.get(name, [])}
    shown = Counter[str]()
    for row in rows:
        match = matches[row["id"]].get(name)
        if match is None or row["id"] in annotated or shown[row["label"]] >= most:
            continue
        shown[row["label"]] += 1
        print(
            f"   hit in {row['label']} {row['id']} ({row['language']}): {match.quotes[0].text[:160]!r}"
        )
    for quote in missed[:most]:
        print(f"   missed {quote['id']} strength {quote['strength']}: {quote['quote'][:200]!r}")


if __name__ == "__main__":
    main()
