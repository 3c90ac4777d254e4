"""The frame around every page, and the one place where templates are filled."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from counterpitch import __version__
from counterpitch.cases.people.person import Person
from counterpitch.cases.people.role import Permission
from counterpitch.web.filters import FILTERS
from counterpitch.web.marks import band, state
from counterpitch.web.parts import case_options, check_fields, explained, rail, section
from counterpitch.web.rows import queue_row
from counterpitch.web.writing import Templates, finalized

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

    def may(self, permission: Permission) -> bool:
        """Tell whether whoever looks has ``permission``."""
        return self.person is not None and self.person.may(permission)

    @property
    def proof(self) -> Markup:
        """Return the hidden field by which a form proves that a page of this session sent it."""
        field = f'<input type="hidden" name="csrf" value="{escape(self.csrf)}">'
        return Markup(field)  # noqa: S704  # nosec B704


@cache
def environment() -> Templates:
    """Return the templates. Escaping is on for every file and cannot be forgotten."""
    made = Templates(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalized,
        auto_reload=False,
        # A plain dictionary: the cache of bounded size is searched for every part of a page.
        cache_size=-1,
    )
    made.filters.update(FILTERS)
    made.globals.update(
        static=_static,
        version=__version__,
        band_mark=band,
        state_mark=state,
        queue_row=queue_row,
        rail=rail,
        section=section,
        case_options=case_options,
        check_fields=check_fields,
        explained=explained,
    )
    return made


@cache
def _static(name: str) -> str:
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def filled(template: str, frame: Frame, page: msgspec.Struct) -> str:
    """Return a page. A template sees ``page``, ``frame`` and nothing else."""
    return environment().get_template(template).render(frame=frame, page=page)
