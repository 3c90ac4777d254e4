"""The report is a dead page: hostile text stays text."""

from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest

from counterpitch.assessment.advise import steps_of
from counterpitch.model.guidance import Route, Step
from counterpitch.model.source import Notice
from counterpitch.model.verdict import Verdict
from counterpitch.render.html import Report, page, segments
from tests.render.samples import EVIL, GUIDANCE, conversation, verdict

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "p", "h1", "h2", "h3", "h4", "ul",
    "ol", "li", "b", "span", "small", "nav", "div", "table", "thead", "tbody", "tr", "th", "td", "a",
    "br", "main", "article", "section", "details", "summary", "blockquote", "q", "code", "mark", "i",
    "footer",
}  # fmt: skip


class Parsed(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(text: str) -> Parsed:
    """Return the page about a conversation made of ``text``."""
    notice = Notice("kind", text, text, 1)
    report = Report(
        ((conversation(text), verdict(text)),), 1, 2, 0, {"high": 1}, (notice,), 1, GUIDANCE, ()
    )
    return Parsed("".join(page(report)))


@pytest.fixture(scope="module")
def evil() -> Parsed:
    """Return the page about the hostile conversation."""
    return parsed(EVIL)


def test_no_tag_comes_from_outside(evil: Parsed) -> None:
    """Only the template's own tags, no script, no image, nothing embedded."""
    assert {tag for tag, _ in evil.tags} <= TAGS
    harmless = parsed("harmless words of some length, more of them")
    assert {tag for tag, _ in evil.tags} == {tag for tag, _ in harmless.tags}


def test_no_attribute_acts(evil: Parsed) -> None:
    """No handler, no address but places on the page, no style but a bar's width."""
    for tag, attributes in evil.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")
        assert "src" not in attributes
        assert attributes.get("style", "--w:0%").startswith("--w:")
        if tag == "a":
            assert set(attributes) <= {"href", "class"}


def test_the_text_is_all_there_and_harmless(evil: Parsed) -> None:
    """What was written can be read, without a link to click or a code to run."""
    assert "<script>alert(1)</script>" in evil.text
    assert "{{ 7*7 }}" in evil.text
    assert "49" not in evil.text.replace("2049", "")
    for forbidden in ("\x1b", "\x00", "\u202e", "http://", "https://"):
        assert forbidden not in evil.text


def test_the_page_forbids_every_request(evil: Parsed) -> None:
    """The policy comes before anything else and allows nothing but its own style."""
    policies = [
        a["content"] for tag, a in evil.tags if a.get("http-equiv", "").startswith("Content-S")
    ]
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]
    assert "script" not in policies[0]


def test_overlapping_marks_lose_no_character() -> None:
    """The marked text put together is the text."""
    findings = verdict("0123456789").findings
    marks = [(0, 5, findings[0]), (3, 8, findings[1]), (3, 99, findings[2]), (4, 4, findings[0])]
    pieces = list(segments("0123456789", marks))
    assert "".join(text for text, _, _ in pieces) == "0123456789"
    assert next(kind for _, kind, _ in pieces) == "approach"


ADVICE = msgspec.structs.replace(
    GUIDANCE, steps=(Step("Report", "Tell the officer."),),
    scam_steps=(Step("Realise", "Call your bank."), Step("Report", "Tell the platform.")),
    quiet_steps=(Step("Recognise", "Nothing."), Step("Realise", "Look again.")),
)  # fmt: skip
ROUTES = (Route("GB", "United Kingdom", ("MI5's form",)),)


def _advised(*verdicts: Verdict) -> str:
    pairs = tuple((conversation("x" * 30), each) for each in verdicts)
    report = Report(
        pairs, len(pairs), 2, 0, {}, (), 0, ADVICE, ROUTES, lambda each: steps_of(each, ADVICE)
    )
    return Parsed("".join(page(report))).text


SCAM = {"kind": "scam", "probability": 0.1, "scam_probability": 0.9}


@pytest.mark.parametrize(
    ("change", "said", "unsaid"),
    [
        ({}, ("Tell the officer.", "MI5's form"), ("Call your bank.", "Look again.")),
        (SCAM, ("Call your bank.", "Tell the platform."), ("Tell the officer.", "MI5's form")),
        ({**SCAM, "kind": "none", "band": "low"}, ("Call your bank.",),
         ("Tell the officer.", "Tell the platform.", "MI5's form", "Look again.")),
        ({"kind": "none", "band": "none"}, ("Look again.",),
         ("Tell the officer.", "Call your bank.", "MI5's form")),
    ],
)  # fmt: skip
def test_advice_fits_the_verdict(
    change: dict[str, Any], said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    """An approach is reported, for a scam nothing is paid, and with nothing there is no report."""
    told = _advised(msgspec.structs.replace(verdict("x" * 30), **change))
    assert all(each in told for each in said)
    assert not any(each in told for each in unsaid)


def test_each_conversation_has_advice_of_its_own() -> None:
    """A scam and an approach on one page are each told what to do."""
    plain = verdict("x" * 30)
    told = _advised(plain, msgspec.structs.replace(plain, **SCAM))
    assert told.index("Tell the officer.") < told.index("Call your bank.")
    assert told.count("What to do") == 2


def test_what_speaks_for_an_honest_contact_is_quoted() -> None:
    """Counter-evidence has a section with its words, as at the terminal."""
    told = parsed("Nothing but plain words in here.").text
    against = told.partition("What speaks for an honest contact")[2].partition("The honest")[0]
    assert "-1.0" in against
    assert "Nothing but plain words in here.message 1, 2026-03-02 09:14 UTC" in against


def test_everything_in_the_sum_is_quoted_or_says_why_not() -> None:
    """What counts for the other kind is shown too, and what has no words says so."""
    plain = verdict("Nothing but plain words in here.")
    scam = msgspec.structs.replace(
        plain.findings[0], indicator="x-scam", kind="scam", title="Odd hours", quotes=()
    )
    told = _advised(msgspec.structs.replace(plain, findings=(*plain.findings, scam)))
    other = told.partition("What else was seen")[2].partition("How the sum")[0]
    assert "Odd hours (counts for a scam)" in other
    assert "No words to quote" in other


def test_the_tiles_do_not_belittle() -> None:
    """Neither "nothing found" nor "weak" is said of a band whose reasons may be grave."""
    told = _advised(verdict())
    assert "Nothing to report." in told
    assert "Too little for a verdict." in told
    assert "weak" not in told.casefold()


def test_an_empty_report_is_a_page() -> None:
    """Nothing found is told too."""
    told = Parsed("".join(page(Report((), 0, 0, 0, {}, (), 0, GUIDANCE, ()))))
    assert "Nothing to look at" in told.text


def test_a_language_that_is_not_read_is_told() -> None:
    """The page says beside the verdict that the words were not read."""
    assert "This language is not read" in parsed("보고서를 보내 주세요. " * 3).text
    assert "This language is not read" not in parsed("Please send it, as we said. " * 3).text
