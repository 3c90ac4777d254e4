"""Parts of pages that look the same on many of them: drawn once, kept, and set in as they are.

What a part shows is in the arguments of its function and nowhere else, so that a change makes
another part.
"""

from functools import lru_cache
from typing import Final

from markupsafe import Markup

from counterpitch.cases.choices import CaseChoice
from counterpitch.cases.people.person import Person
from counterpitch.web.knowledge import Check

_SECTIONS: Final = {"approaches": "queue", "people": "settings"}
"""What stands in the addresses of pages that belong to another entry of the navigation."""


def section(path: str) -> str:
    """Return the entry of the navigation that a page belongs to."""
    first = path.strip("/").partition("/")[0]
    return _SECTIONS.get(first, first)


@lru_cache(maxsize=1024)
def rail(person: Person, csrf: str, section: str) -> Markup:
    """Return the navigation of ``person`` with ``section`` marked."""
    return _drawn("rail.html", person=person, csrf=csrf, section=section)


@lru_cache(maxsize=256)
def case_options(cases: tuple[CaseChoice, ...], without: tuple[int, ...]) -> Markup:
    """Return the choice among ``cases`` but those that are chosen already."""
    found = [each for each in cases if each.id not in without]
    return _drawn("case_options.html", cases=found)


@lru_cache(maxsize=64)
def check_fields(check: Check, results: tuple[str, ...]) -> Markup:
    """Return what somebody fills in after a check of a profile."""
    return _drawn("check_fields.html", check=check, results=results)


@lru_cache(maxsize=1024)
def explained(why: str, benign: str, check: str) -> Markup:
    """Return why a sign matters, and how it may be honest; each rule says the same every time."""
    return _drawn("explained.html", why=why, benign=benign, check=check)


def _drawn(template: str, **shown: object) -> Markup:
    from counterpitch.web.frame import environment

    # The template escaped it.
    return Markup(environment().get_template(template).render(**shown).rstrip("\n"))  # noqa: S704  # nosec B704
