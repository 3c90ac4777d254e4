"""The benign set: honest conversations that no strong rule may match without an excuse."""

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Quote

STRONG: Final = frozenset({"high", "critical"})


class FalseAlarm(msgspec.Struct, frozen=True):
    """A strong rule that matched an honest conversation, and the words it took."""

    indicator: str
    conversation: str
    quote: Quote


def excused(path: Path) -> set[tuple[str, str]]:
    """Return the (indicator, conversation) pairs that ``known.csv`` excuses."""
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as stream:
        return {(row["indicator"], row["conversation"]) for row in csv.DictReader(stream)}


def false_alarms(
    matcher: Matcher, honest: Iterable[Conversation], known: set[tuple[str, str]]
) -> tuple[list[FalseAlarm], Counter[str]]:
    """Return the unexcused matches of strong rules, and how often each rule matched at all."""
    found: list[FalseAlarm] = []
    counts: Counter[str] = Counter()
    for conversation in honest:
        for match in matcher.match(conversation):
            rule = matcher.by_name[match.indicator]
            if rule.kind not in {"approach", "scam"}:
                continue
            counts[rule.name] += 1
            if rule.level in STRONG and (rule.name, conversation.id) not in known:
                found.append(FalseAlarm(rule.name, conversation.id, match.quotes[0]))
    return found, counts
