"""Parts that are drawn once: they show what they were given, escaped, and nothing of another."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from markupsafe import Markup

from counterpitch.cases.choices import CaseChoice
from counterpitch.cases.nouns.journal import JournalEntry
from counterpitch.cases.people.person import Person
from counterpitch.web import parts
from counterpitch.web.frame import environment
from counterpitch.web.journalwords import told
from counterpitch.web.knowledge import Check

NASTY = "<script>alert('1')</script> & \u202eevil \"x\""
LEAD = Person("1", "robin", NASTY, "lead", True, 0.0)


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/queue", "queue"), ("/approaches/12", "queue"), ("/cases/3/files/4", "cases"),
        ("/people/links", "settings"), ("/", ""), ("/nowhere", "nowhere"),
    ],
)  # fmt: skip
def test_section_of_a_path(path: str, section: str) -> None:
    """Every page belongs to one entry of the navigation, or to none."""
    assert parts.section(path) == section


def test_rail_is_of_one_person() -> None:
    """Name, role, form token and entries are those of whoever looks, however often it is drawn."""
    drawn = parts.rail(LEAD, "token-1", "queue")
    other = parts.rail(msgspec.structs.replace(LEAD, name="Noor", role="reporter"), "t2", "report")
    assert "token-1" in drawn
    assert "token-1" not in other
    assert "/journal" in drawn
    assert "/queue" not in other
    assert drawn.count('aria-current="page"') == other.count('aria-current="page"') == 1
    assert parts.rail(LEAD, "token-1", "queue") is drawn


@pytest.mark.parametrize(
    "drawn",
    [
        parts.rail(LEAD, "t", "queue"),
        parts.case_options((CaseChoice(1, NASTY),), ()),
        parts.check_fields(Check("name", NASTY, NASTY), ("fits",)),
        parts.explained(NASTY, NASTY, NASTY),
    ],
)
def test_parts_are_escaped(drawn: Markup) -> None:
    """Whatever a part was given is shown as text."""
    assert "<script" not in drawn
    assert "\u202e" not in drawn


def test_chosen_cases_are_left_out() -> None:
    """An approach is not put twice into the same case."""
    cases = (CaseChoice(1, "One"), CaseChoice(2, "Two"))
    assert "Two" not in parts.case_options(cases, (2,))
    assert "One" in parts.case_options(cases, (2,))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain", "plain"),
        ("a < b & 'c' \"d\"", "a &lt; b &amp; &#39;c&#39; &#34;d&#34;"),
        ("line\nline", "line\nline"),
        ("a\u202eb\x00", "a·b·"),
        (Markup("<b>ours</b>"), "<b>ours</b>"),
        (17, "17"),
        (None, "None"),
        (True, "True"),
    ],
)
def test_values_in_templates(value: Any, shown: str) -> None:
    """Text is escaped and loses what hides or reorders; only our own markup stays."""
    made = environment().from_string("<p title='{{ v }}'>{{ v }}</p>").render(v=value)
    assert made == f"<p title='{shown}'>{shown}</p>"


@pytest.mark.parametrize(
    ("reason", "drawn"),
    [
        ("as A-12, again", 'as <a href="/approaches/12">A-12</a>, again'),
        ("<b>A-7</b>", '&lt;b&gt;<a href="/approaches/7">A-7</a>&lt;/b&gt;'),
        ("A-0, BA-12, A-12x, a-1, C-3", "A-0, BA-12, A-12x, a-1, C-3"),
        ('" onclick="x', "&#34; onclick=&#34;x"),
    ],
)
def test_a_reason_points_to_the_approaches_that_it_names(reason: str, drawn: str) -> None:
    """A duplicate leads to the other one; what a person wrote is never markup."""
    assert environment().from_string("{{ v|pointing }}").render(v=reason) == drawn


@pytest.mark.parametrize("template", sorted(environment().list_templates(extensions=["html"])))
def test_every_template_writes_through_one_step(template: str) -> None:
    """No template writes a value but through what escapes it; a newer Jinja must keep to that."""
    source, _, _ = environment().loader.get_source(environment(), template)  # type: ignore[union-attr]
    compiled = environment().compile(source, template, template, raw=True)
    written = compiled.count("environment.written(")
    assert "escape(environment.finalize(" not in compiled
    assert written > 0 or "{{" not in source


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (None, "content erased"),
        ({}, ""),
        ({"band": "high", "rules": "abc", "new": False}, "band: high"),
        ({"sha": "0" * 64, "receipt": 7}, "receipt: 7"),
        ({"reason": "x" * 200}, f"reason: {'x' * 119}…"),
        ({"where_from": "desk", "nested": {"a": 1}}, "where from: desk"),
    ],
)
def test_journal_in_words(payload: dict[str, Any] | None, words: str) -> None:
    """An entry says what is short or was typed by a person; hashes and versions are left out."""
    entry = JournalEntry(1, datetime(2026, 1, 1, tzinfo=UTC), "a", "b", "c", payload, "", "", "")
    assert told(entry) == words
