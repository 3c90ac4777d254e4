"""Templates as Python: attributes, calls and conditions mean what they mean in Jinja."""

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import UndefinedError

from counterpitch.cases.people.person import Person
from counterpitch.cases.people.role import PERMISSIONS, ROLES
from counterpitch.web.frame import Frame, environment

NASTY = "<b onclick='x'>\u202e&\"</b>"


def drawn(source: str, **shown: Any) -> str:
    """Return what a template makes of values."""
    return environment().from_string(source).render(**shown)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ a.b.c }}", "7"),
        ('{{ a.words["x"] }}', "1"),
        ("{{ 'yes' if a.b.c > 9 }}", ""),
        ("{{ ', more' if a.b.c }}", ", more"),
        ("{{ ['x', 'y' if none]|select|join('-') }}", "x"),
        ("{{ a.call(1, b=2) }}", "3"),
        ("{% macro m(x, y='d') %}{{ x }}{{ y }}{% endmacro %}{{ m('<', y='>') }}", "&lt;&gt;"),
        ("{% macro m() %}({{ caller() }}){% endmacro %}{% call m() %}{{ a.n }}{% endcall %}", "(&lt;i)"),
        ("{% for each in a.list %}{{ each }}{{ ',' if not loop.last }}{% endfor %}", "1,2"),
    ],
)  # fmt: skip
def test_expressions(source: str, expected: str) -> None:
    """Plain attribute access and plain calls give what Jinja's own would."""
    a = SimpleNamespace(
        b=SimpleNamespace(c=7), words={"x": 1}, call=lambda a, b: a + b, n="<i", list=[1, 2]
    )
    assert drawn(source, a=a) == expected


@pytest.mark.parametrize("source", ["{{ a.nothing }}", "{{ nobody }}", "{{ nobody.name }}"])
def test_what_is_not_there_is_a_defect(source: str) -> None:
    """A misspelt name never becomes an empty place on a page."""
    with pytest.raises((AttributeError, UndefinedError)):
        drawn(source, a=SimpleNamespace())


def test_proof_of_a_form_is_escaped() -> None:
    """The field that proves a form holds the token of this frame, as text."""
    assert "onclick='" not in Frame(None, NASTY, "/").proof
    assert 'value="abc"' in drawn("{{ frame.proof }}", frame=Frame(None, "abc", "/"))


@pytest.mark.parametrize("role", ROLES)
def test_frame_asks_the_person(role: Any) -> None:
    """What a page offers is what this very person may do; nobody may do nothing."""
    person = Person("1", "robin", "Robin", role, True, 0.0)
    for permission in PERMISSIONS:
        assert Frame(person, "", "/").may(permission) == person.may(permission)
        assert not Frame(None, "", "/").may(permission)
