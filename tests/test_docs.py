"""Documents that are generated, or that name what exists, stay true."""

import re
import sys
from pathlib import Path

import pytest

from counterpitch.features.facts import FINDERS
from counterpitch.rulebook.book import rulebook

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import indicatorpage  # noqa: E402
import regenerate  # noqa: E402


def test_commands_page_is_the_help_of_the_program() -> None:
    """The page of commands is what the program says of itself (make docs)."""
    assert (ROOT / "docs/reference/commands.md").read_text("utf-8") == regenerate.commands()


def test_readme_shows_real_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first screen of the README is the demo's real output (make docs)."""
    monkeypatch.chdir(ROOT)
    assert (ROOT / "README.md").read_text("utf-8") == regenerate.readme()


def test_indicators_page_is_current() -> None:
    """The page of indicators is what the rules say (make docs)."""
    page = (ROOT / "docs/reference/indicators.md").read_text("utf-8")
    assert page == indicatorpage.indicator_page()


def test_how_to_shows_what_is_really_sent() -> None:
    """What a second reader would get of the example stands in the how-to (make docs)."""
    assert (ROOT / "docs/how-to.md").read_text("utf-8") == regenerate.how_to()


def test_every_feature_is_in_the_rule_format() -> None:
    """A feature that rules may name is documented, and no other."""
    page = (ROOT / "docs/reference/rule-format.md").read_text("utf-8")
    named = set(re.findall(r"`((?:link|mail|file|claim|folder)\.[a-z-]+)`", page))
    assert named == set(FINDERS)


def test_guidance_names_indicators_that_exist() -> None:
    """Twins and questions name indicators of the rulebook."""
    book = rulebook()
    known = {rule.name for rule in book.indicators}
    named = {name for twin in book.guidance.twins for name in twin.indicators}
    for question in book.guidance.questions:
        named.update(question.asked, question.answered, question.raised)
    assert named <= known, sorted(named - known)


def test_links_between_documents_lead_somewhere() -> None:
    """Relative links in the documents point at files that exist."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not missing


def test_no_decision_without_a_date() -> None:
    """Every decision page gives its date and status."""
    for page in sorted((ROOT / "docs/decisions").glob("*.md")):
        assert re.search(r"^20\d\d-\d\d-\d\d · ", page.read_text("utf-8"), re.M), page.name


def test_no_document_holds_the_marks_of_a_half_done_merge() -> None:
    """Both sides of a conflict never stand in what a reader sees."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    marks = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
    assert [page.name for page in pages if marks.search(page.read_text("utf-8"))] == []
