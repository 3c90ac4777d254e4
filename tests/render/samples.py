"""A hostile conversation and its verdict, for every renderer."""

from datetime import UTC, datetime

from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.guidance import Guidance
from counterpitch.model.indicator import Kind
from counterpitch.model.match import Quote
from counterpitch.model.message import Attachment, Link, Locator, Message
from counterpitch.model.verdict import Disclosure, Finding, OpenQuestion, StageMove, Twin, Verdict

EVIL = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> </title></style><svg/onload=x> "
    "{{ 7*7 }} {% raw %} [bold red]x[/] [link=http://evil.example]y[/link] "
    "\x1b[31mred\x1b]8;;http://evil.example\x07link\x1b]8;;\x07\x9b2J\x00\u202egpj.exe "
    "javascript:alert(3) http://evil.example/x https://evil.example/?a=1&b=2"
)
WHEN = datetime(2026, 3, 2, 9, 14, tzinfo=UTC)
GUIDANCE = Guidance((), (), (), (), (), (), "A match is a reason to look.")


def conversation(text: str = EVIL) -> Conversation:
    """Return a conversation in which every field that comes from outside is ``text``."""
    message = Message(
        "contact", text, WHEN, author=text, subject=text, folder=text,
        links=(Link("javascript:alert(4)", text),), attachments=(Attachment(text),),
        locator=Locator("0" * 64, text, 1),
    )  # fmt: skip
    contact = Contact(text, text, text, text, text, (text,), text)
    return Conversation(text, "linkedin", (message, Message("owner", text)), contact, title=text)


def verdict(text: str = EVIL) -> Verdict:
    """Return a high verdict with quotes of ``text``."""
    quotes = (Quote(0, 0, len(text), text), Quote(0, 3, 9, text[3:9]), Quote(1, 0, 0, text))
    kinds: tuple[tuple[Kind, float], ...] = (
        ("approach", 2.0),
        ("benign", -1.0),
        ("owner", 0.0),
    )
    findings = tuple(
        Finding(f"x-{kind}", "Title", kind, "high", None, "Why.", "Or.", "Check.", weight, quotes)
        for kind, weight in kinds
    )
    return Verdict(
        id=text, probability=0.9, scam_probability=0.1, band="high", kind="approach",
        stage="assess", stages=(StageMove("assess", 0, "x-approach"),), findings=findings,
        base=-3.0, counter_evidence_unused=0.5, twin=Twin("Somebody honest.", "A name."),
        unanswered=(OpenQuestion("client", "Who pays?", True, 0),),
        disclosed=(Disclosure("A project", quotes[0]),), rules="1", first_at=WHEN, last_at=WHEN,
    )  # fmt: skip
