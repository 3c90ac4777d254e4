"""A form: sections of fields, each with where its answer comes from or whom to ask."""

from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.rulebook.yaml import load

_FORMS: Final = Path(__file__).parent / "forms"
NAMES: Final = ("trusted-research", "nsi")


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field: ``fill`` names the fact that answers it, ``ask`` what to do if there is none.

    ``empty`` is the answer where the register was read and holds none.
    """

    label: str
    fill: str = ""
    ask: str = ""
    empty: str = ""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields under one heading."""

    title: str
    fields: tuple[Field, ...]


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole form and where its fields come from."""

    id: str
    title: str
    source: str
    sections: tuple[Section, ...]


@cache
def form(name: str) -> Form:
    """Return the form called ``name``, one of ``NAMES``."""
    return load((_FORMS / f"{name}.yml").read_text("utf-8"), Form)
