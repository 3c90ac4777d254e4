"""The report is a dead page: hostile text stays text."""

from html.parser import HTMLParser

import pytest

from counterpitch.model.source import Notice
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


def test_an_empty_report_is_a_page() -> None:
    """Nothing found is told too."""
    told = Parsed("".join(page(Report((), 0, 0, 0, {}, (), 0, GUIDANCE, ()))))
    assert "Nothing to look at" in told.text


def test_a_language_that_is_not_read_is_told() -> None:
    """The page says beside the verdict that the words were not read."""
    assert "This language is not read" in parsed("보고서를 보내 주세요. " * 3).text
    assert "This language is not read" not in parsed("Please send it, as we said. " * 3).text
