"""Machine-readable forms and the report are safe against what they show."""

import csv
import io
import json
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Locator, Message
from counterpitch.model.verdict import SCHEMA
from counterpitch.pipeline.assessed import assessor
from counterpitch.render.csvform import COLUMNS, header, row, safe
from counterpitch.render.html import Report, page, segments
from counterpitch.render.jsonform import document, line
from counterpitch.render.plain import one_line, shown

HOSTILE = "<script>alert(1)</script>=cmd|' /C calc'!A0\u202e\x1b[31m http://evil.example"


def hostile() -> Conversation:
    """Return an approach whose every field is hostile."""
    text = f"Send us the internal documents and do not tell your employer. {HOSTILE}"
    message = Message(
        "contact", text, datetime(2026, 3, 2, tzinfo=UTC), author=HOSTILE, subject=HOSTILE,
        locator=Locator("a" * 64, HOSTILE, row=1),
    )  # fmt: skip
    return Conversation(
        f"={HOSTILE}", "email", (message,), Contact(f"={HOSTILE}", HOSTILE, f"@{HOSTILE}")
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\u00a0@", "\u200b="])
def test_no_cell_is_a_formula(start: str) -> None:
    """A cell that a spreadsheet would take for a formula gets a quote before it."""
    assert safe(f"{start}1+1").startswith("'")


def test_csv_row_has_the_columns_of_its_header() -> None:
    """Header and row agree, and every hostile cell is safe."""
    talk = hostile()
    rows = list(csv.reader(io.StringIO(header() + row(talk, assessor().assess(talk)))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows[1]) == len(COLUMNS)
    assert not [cell for cell in rows[1] if cell[:1] in "=+-@\t\r" and cell]


def test_json_line_is_one_line_with_the_documented_fields() -> None:
    """A verdict is one line, names its schema, and quotes what stands at its offsets."""
    talk = hostile()
    encoded = line(talk, assessor().assess(talk))
    assert b"\n" not in encoded
    data = json.loads(encoded)
    assert data["schema"] == SCHEMA
    assert data["source"] == {"path": HOSTILE, "sha256": "a" * 64}
    for reason in data["reasons"]:
        assert {"indicator", "message", "start", "end", "quote", "contribution"} <= set(reason)
        if reason["end"]:
            text = talk.messages[reason["message"]].text
            assert text[reason["start"] : reason["end"]] == reason["quote"]


def test_contributions_of_an_indicator_are_shared_among_its_quotes() -> None:
    """The reasons of one indicator add up to its contribution."""
    talk = hostile()
    verdict = assessor().assess(talk)
    reasons = document(talk, verdict)["reasons"]
    for finding in verdict.findings:
        if finding.kind != "owner":
            own = sum(r["contribution"] for r in reasons if r["indicator"] == finding.indicator)
            assert own == pytest.approx(finding.contribution)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_report_holds_no_markup_from_outside() -> None:
    """Nothing hostile becomes a tag, a handler or a link that leads away."""
    talk = hostile()
    ready = assessor()
    guidance = ready.matcher.book.guidance
    report = Report(((talk, ready.assess(talk)),), 1, 1, 0, {}, (), 0, guidance, guidance.routes)
    text = "".join(page(report))
    tags = _Tags()
    tags.feed(text)
    assert not tags.tags & {"script", "img", "iframe", "object", "embed", "form", "svg", "base"}
    assert not [name for name in tags.attributes if name.startswith("on")]
    assert "http://evil" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@given(st.text(max_size=60))
@settings(max_examples=80)
def test_shown_text_has_no_control_codes(text: str) -> None:
    """Whatever comes in, no escape or direction mark goes out, and one line is one line."""
    out = shown(text)
    assert not set(out) & set("\x1b\x07\x9b\u202e\u2066\u200b")
    assert "\n" not in one_line(text)


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)
)
@settings(max_examples=80)
def test_segments_lose_no_text(text: str, spans: list[tuple[int, int]]) -> None:
    """The stretches of a marked text, put together, are the text as shown."""
    finding = next(iter(assessor().assess(hostile()).findings))
    marks = [(min(a, b), max(a, b), finding) for a, b in spans]
    assert (
        "".join(part for part, _, _ in segments(text, marks))
        == "".join(shown(char) for char in text)
        or "://" in text
    )
