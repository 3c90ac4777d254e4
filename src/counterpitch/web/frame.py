"""The frame around every page, and the one place where templates are filled."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from counterpitch import __version__
from counterpitch.cases.people.person import Person
from counterpitch.render.plain import visible
from counterpitch.web.filters import FILTERS
from counterpitch.web.marks import band, state
from counterpitch.web.rows import queue_row

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


class Frame(msgspec.Struct, frozen=True):
    """What the frame shows besides the page: who, where, and what was just done."""

    person: Person | None
    csrf: str
    path: str
    said: str = ""
    demo: bool = False
    waiting: int | None = None
    """How many approaches nobody has judged; None where the person may not know."""


@cache
def environment() -> Environment:
    """Return the templates. Escaping is on for every file and cannot be forgotten.

    Whatever a template writes also loses bidirectional and zero-width characters, so
    that no stored text can reorder or hide what stands beside it.
    """
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.globals.update(
        static=_static,
        version=__version__,
        may=_may,
        band_mark=band,
        state_mark=state,
        queue_row=queue_row,
    )
    return made


def _finalized(value: Any) -> Any:
    # What is printable holds none of the characters that ``visible`` looks for.
    if isinstance(value, str) and not value.isprintable() and not isinstance(value, Markup):
        return visible(value)
    return value


@pass_context
def _may(context: Context, permission: Any) -> bool:
    person = context["frame"].person
    return person is not None and person.may(permission)


@cache
def _static(name: str) -> str:
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def filled(template: str, frame: Frame, page: msgspec.Struct) -> str:
    """Return a page. A template sees ``page``, ``frame`` and nothing else."""
    return environment().get_template(template).render(frame=frame, page=page)
