"""Invented approaches for the tests, with verdicts made by hand so that no rule is needed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from counterpitch.cases import Receipt, Store, receive
from counterpitch.intake.jsonl import encode
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.match import Quote
from counterpitch.model.message import Message
from counterpitch.model.verdict import Band, Finding, Verdict, VerdictKind
from counterpitch.render.jsonform import line

BEGAN = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
WORDS = (
    "Dear colleague, your paper on photonic sensors impressed my client.",
    "Thank you. Who is the client?",
    "They prefer not to be named yet. Is there an internal roadmap you could share?",
)


def words(
    number: int, texts: tuple[str, ...] = WORDS, *, name: str = "", channel: Any = "linkedin"
) -> Conversation:
    """Return an invented conversation; contact and times follow from its number."""
    began = BEGAN + timedelta(days=number)
    return Conversation(
        f"sample-{number}",
        channel,
        tuple(
            Message("owner" if n % 2 else "contact", text, began + timedelta(hours=n))
            for n, text in enumerate(texts)
        ),
        Contact(name or f"Helen Ashworth {number}", "Research director", "Ledger & Vale Advisory"),
        Owner("Engineer", "Corvale Photonics", "semiconductors", "Mira Lind"),
    )


def verdict(
    conversation: Conversation, band: Band = "high", kind: VerdictKind = "approach"
) -> Verdict:
    """Return a verdict with one quoted reason in the last message."""
    chance = {"none": 0.05, "low": 0.2, "elevated": 0.6, "high": 0.97}[band]
    last = len(conversation.messages) - 1
    text = conversation.messages[last].text
    finding = Finding(
        "document-request", "Asks for an internal document, file or picture", "approach",
        "high", "recruit", "Handing it over may be an offence.", "An auditor asks as well.",
        "Ask your line manager.", 2.5, (Quote(last, 0, len(text), text),),
    )  # fmt: skip
    return Verdict(
        conversation.id, chance, 0.01, band, kind, "recruit", (), (finding,), -2.0, 0.0, None,
        (), (), "rules-of-the-test",
        first_at=conversation.messages[0].sent_at, last_at=conversation.messages[-1].sent_at,
    )  # fmt: skip


def files(folder: Path, conversations: list[Conversation], bands: str = "") -> tuple[Path, Path]:
    """Write conversations and their verdicts; ``bands`` is one letter each (h, e, l, n)."""
    names: dict[str, Band] = {"h": "high", "e": "elevated", "l": "low", "n": "none"}
    first, second = folder / "words.jsonl", folder / "verdicts.jsonl"
    chosen = bands or "h" * len(conversations)
    first.write_bytes(b"".join(encode(each) for each in conversations))
    judged = [
        verdict(each, names[letter], "none" if letter == "n" else "approach")
        for each, letter in zip(conversations, chosen, strict=True)
    ]
    pairs = zip(conversations, judged, strict=True)
    second.write_bytes(b"".join(line(c, v) + b"\n" for c, v in pairs))
    return first, second


def received(
    store: Store, folder: Path, conversations: list[Conversation], bands: str = "", **how: Any
) -> Receipt:
    """Receive conversations together with their verdicts."""
    first, second = files(folder, conversations, bands)
    chosen: dict[str, Any] = {"actor": "ana", "quick": True} | how
    return receive(store, content=first, verdicts=second, **chosen)
