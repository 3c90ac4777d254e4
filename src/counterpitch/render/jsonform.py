"""The JSON form of a verdict, one line a conversation; see docs/reference/verdict-json.md."""

from typing import Any

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import SCHEMA, Finding, Verdict

_ENCODER = msgspec.json.Encoder()


def line(
    conversation: Conversation, verdict: Verdict, second_reader: dict[str, Any] | None = None
) -> bytes:
    """Return a verdict as one line of JSON, without the line end.

    ``second_reader``, if one was asked, stands beside the verdict under a key of its own.
    Half a character (a lone surrogate), which no encoding can write, becomes ``?``.
    """
    whole = document(conversation, verdict)
    if second_reader is not None:
        whole["second_reader"] = second_reader
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
    contact = conversation.contact
    return {
        "schema": SCHEMA,
        "id": verdict.id,
        "source": _source(conversation),
        "channel": conversation.channel,
        "contact": {"name": contact.name, "headline": contact.headline, "company": contact.company},
        "messages": len(conversation.messages),
        "first_at": verdict.first_at,
        "last_at": verdict.last_at,
        "probability": verdict.probability,
        "scam_probability": verdict.scam_probability,
        "band": verdict.band,
        "kind": verdict.kind,
        "stage": verdict.stage,
        "stages": verdict.stages,
        "base": verdict.base,
        "counter_evidence_unused": verdict.counter_evidence_unused,
        "reasons": [
            each
            for finding in verdict.findings
            if finding.kind != "owner"
            for each in _reasons(finding, conversation)
        ],
        "twin": verdict.twin,
        "unanswered": verdict.unanswered,
        "disclosed": [
            {"what": found.what, **msgspec.to_builtins(found.quote, builtin_types=())}
            for found in verdict.disclosed
        ],
        "rules": verdict.rules,
        "recognisers": verdict.recognisers,
        "moves": verdict.moves,
    }


def _source(conversation: Conversation) -> dict[str, Any] | None:
    for message in conversation.messages:
        if message.locator is not None:
            return {"path": message.locator.path, "sha256": message.locator.source}
    return None


def _reasons(finding: Finding, conversation: Conversation) -> list[dict[str, Any]]:
    """Return one reason per quote; the contribution is shared out among the quotes."""
    share = finding.contribution / max(1, len(finding.quotes))
    return [
        {
            "indicator": finding.indicator,
            "kind": finding.kind,
            "title": finding.title,
            "level": finding.level,
            "stage": finding.stage,
            "why": finding.why,
            "benign": finding.benign,
            "message": quote.message,
            "sent_at": conversation.messages[quote.message].sent_at,
            "start": quote.start,
            "end": quote.end,
            "quote": quote.text,
            "contribution": share,
        }
        for quote in finding.quotes
    ]
