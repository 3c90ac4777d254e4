"""The JSON form of a verdict, one line a conversation; see docs/reference/verdict-json.md."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Kind, Level, Stage
from counterpitch.model.move import Move
from counterpitch.model.verdict import (
    SCHEMA,
    Band,
    Disclosure,
    Finding,
    OpenQuestion,
    StageMove,
    Twin,
    Verdict,
    VerdictKind,
)

_ENCODER: Final = msgspec.json.Encoder()


class Source(msgspec.Struct, frozen=True, gc=False):
    """The file that a conversation was first read from."""

    path: str
    sha256: str


class ContactForm(msgspec.Struct, frozen=True, gc=False):
    """What the contact says to be."""

    name: str
    headline: str
    company: str


class Reason(msgspec.Struct, frozen=True, gc=False):
    """One quote of a finding, with its share of what the finding contributes (log-odds)."""

    indicator: str
    kind: Kind
    title: str
    level: Level
    stage: Stage | None
    why: str
    benign: str
    message: int
    sent_at: datetime | None
    start: int
    end: int
    quote: str
    contribution: float


class Disclosed(msgspec.Struct, frozen=True, gc=False):
    """Something that the owner revealed, with its words."""

    what: str
    message: int
    start: int
    end: int
    text: str


class Document(msgspec.Struct, frozen=True, gc=False):
    """A verdict as it is written: the fields in their order."""

    schema: Literal["counterpitch.verdict/1"]
    id: str
    source: Source | None
    channel: str
    contact: ContactForm
    messages: int
    first_at: datetime | None
    last_at: datetime | None
    probability: float
    scam_probability: float
    band: Band
    kind: VerdictKind
    stage: Stage | None
    stages: tuple[StageMove, ...]
    base: float
    counter_evidence_unused: float
    reasons: list[Reason]
    twin: Twin | None
    unanswered: tuple[OpenQuestion, ...]
    disclosed: list[Disclosed]
    rules: str
    recognisers: str
    moves: tuple[Move, ...]


def line(
    conversation: Conversation,
    verdict: Verdict,
    second_reader: dict[str, Any] | None = None,
    claims: list[dict[str, Any]] | None = None,
) -> bytes:
    """Return a verdict as one line of JSON, without the line end.

    ``second_reader``, if one was asked, and ``claims``, if a register was named, stand beside
    the verdict under keys of their own.
    Half a character (a lone surrogate), which no encoding can write, becomes ``?``.
    """
    whole: Document | dict[str, Any] = written(conversation, verdict)
    beside = {"second_reader": second_reader, "claims": claims}
    if given := {key: value for key, value in beside.items() if value is not None}:
        whole = {**document(conversation, verdict), **given}
    try:
        return _ENCODER.encode(whole)
    except UnicodeEncodeError:
        return _ENCODER.encode(_writable(msgspec.to_builtins(whole)))


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _writable(each) for key, each in value.items()}
    return [_writable(each) for each in value] if isinstance(value, list | tuple) else value


def document(conversation: Conversation, verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain values."""
    found: dict[str, Any] = msgspec.to_builtins(
        written(conversation, verdict), builtin_types=(datetime,)
    )
    return found


def written(conversation: Conversation, verdict: Verdict) -> Document:
    """Return a verdict in the form in which it is written."""
    contact = conversation.contact
    return Document(
        SCHEMA,
        verdict.id,
        _source(conversation),
        conversation.channel,
        ContactForm(contact.name, contact.headline, contact.company),
        len(conversation.messages),
        verdict.first_at,
        verdict.last_at,
        verdict.probability,
        verdict.scam_probability,
        verdict.band,
        verdict.kind,
        verdict.stage,
        verdict.stages,
        verdict.base,
        verdict.counter_evidence_unused,
        [
            each
            for finding in verdict.findings
            if finding.kind != "owner"
            for each in _reasons(finding, conversation)
        ],
        verdict.twin,
        verdict.unanswered,
        [_disclosed(each) for each in verdict.disclosed],
        verdict.rules,
        verdict.recognisers,
        verdict.moves,
    )


def _source(conversation: Conversation) -> Source | None:
    for message in conversation.messages:
        if message.locator is not None:
            return Source(message.locator.path, message.locator.source)
    return None


def _disclosed(found: Disclosure) -> Disclosed:
    quote = found.quote
    return Disclosed(found.what, quote.message, quote.start, quote.end, quote.text)


def _reasons(finding: Finding, conversation: Conversation) -> Iterator[Reason]:
    """Yield one reason per quote; the contribution is shared out among the quotes."""
    share = finding.contribution / max(1, len(finding.quotes))
    for quote in finding.quotes:
        yield Reason(
            finding.indicator, finding.kind, finding.title, finding.level, finding.stage,
            finding.why, finding.benign, quote.message,
            conversation.messages[quote.message].sent_at, quote.start, quote.end, quote.text,
            share,
        )  # fmt: skip
