"""An inbox with recognisers on: honest public texts with a few approaches among them.

Usage: ``python -m bench.inbox CORPORA_DIR [--planted 0.01] [--every N] [--mbox-mb N] [--to FILE]``. Reads the half of
the honest texts that no weights were fitted on (bench.public_corpora), each as one message, plants
approaches of the development set evenly among them, and writes every line as ``scan --jsonl``
does. Rules alone and rules with recognisers take turns on each text, so that whatever else runs
on the machine slows both. Processor seconds of one core; nothing is tuned on these texts.

``--mbox-mb 1000`` then writes a mailbox of such mails (bench.mbox: texts grown to 2 to 20 KB, quotes,
HTML, attachments) and scans it with recognisers in a process of its own; ``--mbox-mb 100`` is a
tenth of it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path

from bench.corpus import development
from bench.mbox import write_mbox
from bench.public_corpora import honest
from bench.run import CORPORA, peak_mb
from counterpitch.assessment.lines import Line, LineWriter
from counterpitch.model.conversation import Conversation
from counterpitch.pipeline.assessed import assessor

CLOSE = b'"recognisers":""'
"""Stands in the line of a verdict by rules alone."""


class Counts:
    """What one kind of text cost: seconds by rules and with recognisers, how many were read."""

    def __init__(self) -> None:
        self.texts = self.characters = self.closely = self.alarms = 0
        self.rules = self.held = self.read = 0.0

    def add(self, conversation: Conversation, line: Line, rules: float, full: float) -> None:
        """Count one text with its seconds."""
        self.texts += 1
        self.characters += sum(len(message.text) for message in conversation.messages)
        self.alarms += line.band in ("elevated", "high")
        self.rules += rules
        if CLOSE in line.text:
            self.held += full
        else:
            self.closely += 1
            self.read += full

    def figures(self) -> dict[str, float]:
        """Return rates and shares."""
        held = max(1, self.texts - self.closely)
        return {
            "texts": self.texts,
            "characters_per_text": round(self.characters / self.texts),
            "texts_per_second_rules": round(self.texts / self.rules),
            "texts_per_second": round(self.texts / (self.held + self.read)),
            "microseconds_rules": round(1e6 * self.rules / self.texts, 1),
            "microseconds_held_back": round(1e6 * self.held / held, 1),
            "read_closely_percent": round(100 * self.closely / self.texts, 2),
            "milliseconds_read_closely": round(1e3 * self.read / max(1, self.closely), 1),
            "elevated_or_more_percent": round(100 * self.alarms / self.texts, 2),
        }


def planted(
    inbox: list[tuple[str, Conversation]], approaches: list[Conversation], share: float
) -> Iterator[tuple[str, Conversation]]:
    """Yield the texts of an inbox and, evenly among them, approaches that make up ``share``."""
    due, more = 0.0, cycle(approaches)
    for each in inbox:
        yield each
        due += share / (1.0 - share)
        if due >= 1.0:
            due -= 1.0
            yield "planted approaches", next(more)


def measured(texts: Iterable[tuple[str, Conversation]]) -> dict[str, Counts]:
    """Assess every text both ways in turn; return what each kind cost, and all together."""
    rules, full = LineWriter(assessor(quick=True)), LineWriter(assessor())
    found: dict[str, Counts] = {"all": Counts()}
    for number, (name, conversation) in enumerate(texts):
        # Who comes second finds tables in the processor's memory: so they take turns.
        if number % 2:
            line, took = timed(full, conversation)
            _, alone = timed(rules, conversation)
        else:
            _, alone = timed(rules, conversation)
            line, took = timed(full, conversation)
        for counts in (found["all"], found.setdefault(name, Counts())):
            counts.add(conversation, line, alone, took)
    return found


def timed(writer: LineWriter, conversation: Conversation) -> tuple[Line, float]:
    """Return the line of a verdict, and the processor seconds that it took."""
    began = time.process_time()
    line = writer.line(conversation)
    return line, time.process_time() - began


_SCAN = """
import sys, time
from pathlib import Path
from bench.inbox import CLOSE
from bench.run import peak_mb
from counterpitch.pipeline.scan import Tally, lines
tally, closely = Tally(), 0
for text in lines([Path(sys.argv[1])], tally):
    closely += CLOSE not in text
print(tally.conversations, tally.messages, closely, tally.bands["elevated"] + tally.bands["high"],
      time.process_time(), int(peak_mb()))
"""


def mailbox(
    inbox: list[tuple[str, Conversation]], approaches: list[Conversation], share: float, size: int
) -> dict[str, float]:
    """Scan a mailbox of ``size`` bytes with recognisers, in a process of its own."""
    turns = [
        [(m.sender, m.text) for m in each.messages]
        for _, each in planted([i for i in inbox if not i[0].startswith("sms")], approaches, share)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inbox.mbox"
        mails = write_mbox(path, size, 3, turns)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _SCAN, str(path)], check=True, capture_output=True, text=True
        )
        took = time.perf_counter() - began
        counted, messages, closely, alarms, cpu, peak = map(float, done.stdout.split())
        return {
            "bytes": path.stat().st_size, "mails": mails, "messages_read": messages,
            "conversations": counted, "read_closely_percent": round(100 * closely / counted, 2),
            "elevated_or_more_percent": round(100 * alarms / counted, 2), "seconds": round(took, 1),
            "processor_seconds": round(cpu, 1), "peak_mb": peak,
        }  # fmt: skip


def main() -> None:
    """Measure, print and with ``--to`` write the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--planted", type=float, default=0.01)
    parser.add_argument("--every", type=int, default=1, help="only every so many texts")
    parser.add_argument("--mbox-mb", type=int, default=0, help="also scan a mailbox of this size")
    parser.add_argument("--to", type=Path)
    args = parser.parse_args()
    by_name = honest(args.folder, everything=False)
    inbox = [(name, each) for name, own in by_name.items() for each in own][:: args.every]
    approaches = [
        each for each in development(CORPORA) if each.extra.get("label") == "covert_approach"
    ]
    warm = [(name, own[0]) for name, own in by_name.items()] + [("", approaches[0])]
    measured(warm)  # the network is loaded
    found = measured(planted(inbox, approaches, args.planted))
    figures = {name: counts.figures() for name, counts in found.items()}
    figures["all"]["peak_mb"] = round(peak_mb())
    if args.mbox_mb:
        size = args.mbox_mb * 1_000_000
        figures["mailbox"] = mailbox(inbox, approaches, args.planted, size)
    text = json.dumps(figures, indent=1)
    print(text)
    if args.to:
        args.to.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
