"""The JSON form: one line, the promised fields, and quotes that stand where they say."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.render.jsonform import line
from tests.render.samples import conversation, verdict

FIELDS = {
    "schema", "id", "source", "channel", "contact", "messages", "first_at", "last_at",
    "probability", "scam_probability", "band", "kind", "stage", "stages", "base",
    "counter_evidence_unused", "reasons", "twin", "unanswered", "disclosed", "rules",
    "recognisers", "moves",
}  # fmt: skip
REASON = {
    "indicator", "kind", "title", "level", "stage", "why", "benign", "message", "sent_at", "start",
    "end", "quote", "contribution",
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_verdict_is_one_line_of_json(text: str) -> None:
    """Any text is one line that reads back, with every field."""
    encoded = line(conversation(text), verdict(text))
    assert b"\n" not in encoded
    told = json.loads(encoded)
    assert set(told) == FIELDS
    assert told["schema"] == "counterpitch.verdict/1"
    assert told["id"] == text
    for reason in told["reasons"]:
        assert set(reason) == REASON


def test_what_the_owner_did_is_no_reason() -> None:
    """Reasons hold evidence and counter-evidence; disclosures stand apart."""
    told = json.loads(line(conversation("x" * 20), verdict("x" * 20)))
    assert {reason["kind"] for reason in told["reasons"]} == {"approach", "benign"}
    assert told["disclosed"][0]["what"] == "A project"
    assert told["source"] == {"path": "x" * 20, "sha256": "0" * 64}


def test_the_shares_of_the_quotes_add_up() -> None:
    """A contribution is shared out among the quotes of its finding."""
    told = json.loads(line(conversation("x" * 20), verdict("x" * 20)))
    approach = [r["contribution"] for r in told["reasons"] if r["kind"] == "approach"]
    assert abs(sum(approach) - 2.0) < 1e-12


def test_half_a_character_is_written_as_a_question_mark() -> None:
    """A lone surrogate in what is quoted cannot be encoded, and stops no scan."""
    told = json.loads(line(conversation("x\ud800y"), verdict("x\ud800y")))
    assert told["id"] == "x?y"
    assert set(told) == FIELDS
