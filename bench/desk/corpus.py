"""Approaches to fill a store with: invented conversations as JSON Lines, verdicts beside.

Each is recombined from the development sets, with a contact, a time and digits of its own, so
that no two are alike. Verdicts are by rules alone and made once for a base of conversations,
which the rest repeats: what is measured is the store, not the rules.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from bench.corpus import development, synthetic
from counterpitch.intake.jsonl import encode
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.verdict import Verdict
from counterpitch.pipeline.assessed import assessor
from counterpitch.render.jsonform import line

SETS: Final = Path(__file__).parents[2] / "data" / "conversations" / "dev"
BASE: Final = 2_000
_BEGIN: Final = datetime(2024, 6, 3, tzinfo=UTC)
_FIRST: Final = ("Ada", "Bela", "Chen", "Dorit", "Emre", "Fatou", "Gita", "Hugo", "Ines", "Jun")
_LAST: Final = ("Abel", "Brandt", "Costa", "Duan", "Ekberg", "Farah", "Grewal", "Hajek", "Ito")


def write(folder: Path, count: int, seed: int = 3) -> tuple[Path, Path]:
    """Write ``count`` conversations and their verdicts; return both files."""
    words, verdicts = folder / f"words-{count}.jsonl", folder / f"verdicts-{count}.jsonl"
    with words.open("wb") as first, verdicts.open("wb") as second:
        for conversation, verdict in approaches(count, seed):
            first.write(encode(conversation))
            second.write(line(conversation, verdict) + b"\n")
    return words, verdicts


def approaches(count: int, seed: int) -> Iterator[tuple[Conversation, Verdict]]:
    """Yield conversations with verdicts; every one has words, contact and times of its own."""
    draw = random.Random(seed)
    ready = assessor(quick=True)
    base = [(c, ready.assess(c)) for c in synthetic(development(SETS), min(count, BASE), seed)]
    for number in range(count):
        conversation, verdict = base[number % len(base)]
        yield _own(conversation, verdict, number, draw)


def _own(
    words: Conversation, verdict: Verdict, number: int, draw: random.Random
) -> tuple[Conversation, Verdict]:
    identifier = f"bench-{number:07d}"
    began = _BEGIN + timedelta(minutes=draw.randrange(60 * 24 * 900))
    name = f"{draw.choice(_FIRST)} {draw.choice(_LAST)} {number}"
    # The mark of its own stands at the end, so that every quote keeps its place.
    messages = tuple(
        msgspec.structs.replace(
            each, sent_at=began + timedelta(hours=9 * n), text=f"{each.text} [{number}/{n}]"
        )
        for n, each in enumerate(words.messages)
    )
    own = msgspec.structs.replace(
        words, id=identifier, messages=messages, contact=Contact(name, "Adviser", "Ledger & Vale")
    )
    dates = {"first_at": messages[0].sent_at, "last_at": messages[-1].sent_at}
    return own, msgspec.structs.replace(verdict, id=identifier, **dates)
