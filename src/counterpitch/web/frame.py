"""The frame around every page, and the one place where templates are filled."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup, escape

from counterpitch import __version__
from counterpitch.cases.people.person import Person
from counterpitch.render.plain import visible
from counterpitch.web.filters import FILTERS
from counterpitch.web.marks import band, state
from counterpitch.web.parts import case_options, check_fields, explained, rail, section
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
    made = _Templates(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
        auto_reload=False,
        # A plain dictionary: the cache of bounded size is searched for every part of a page.
        cache_size=-1,
    )
    made.filters.update(FILTERS)
    made.globals.update(
        static=_static,
        version=__version__,
        may=_may,
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


class _Writing(CodeGenerator):
    """Writes what a template shows through :func:`written`: one step where Jinja takes two."""

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        self.write("environment.written(")

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        self.write(")")


class _Templates(Environment):
    """Templates with escaping for every file."""

    code_generator_class = _Writing

    @staticmethod
    def written(value: Any) -> str:
        """Return ``value`` as it stands in a page; only ``Markup`` is taken as it is."""
        kind = type(value)
        if kind is Markup:
            return cast(str, value)
        if kind is str and value.isprintable():
            plain = not (
                "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
            )
            if plain:
                return cast(str, value)
        return escape(_finalized(value))


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
