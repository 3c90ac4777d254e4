"""Fills a form; what nothing answers is listed as a gap, never left blank in silence."""

from typing import Literal

import msgspec

from counterpitch.ownership.sheet.facts import Fact, Known, facts
from counterpitch.ownership.sheet.form import Field, Form

State = Literal["filled", "none", "gap"]


class Entry(msgspec.Struct, frozen=True):
    """A field with its answers; a ``gap`` says in ``ask`` what to do, ``none`` is an answer."""

    label: str
    state: State
    answers: tuple[Fact, ...] = ()
    ask: str = ""


class Part(msgspec.Struct, frozen=True):
    """Entries under one heading."""

    title: str
    entries: tuple[Entry, ...]


class Sheet(msgspec.Struct, frozen=True):
    """A filled form about one company."""

    form: str
    title: str
    source: str
    company: str
    as_of: str
    parts: tuple[Part, ...]

    @property
    def gaps(self) -> tuple[Entry, ...]:
        """Return the entries that nothing answers."""
        return tuple(e for part in self.parts for e in part.entries if e.state == "gap")

    @property
    def count(self) -> int:
        """Return how many entries there are."""
        return sum(len(part.entries) for part in self.parts)


def fill(form: Form, known: Known) -> Sheet:
    """Return ``form`` filled from what is ``known``."""
    company, as_of = known.trace.company, known.trace.as_of
    return Sheet(
        form.id, form.title, form.source, company.name or company.id,
        as_of.isoformat() if as_of else "",
        tuple(
            Part(section.title, tuple(_entry(field, known) for field in section.fields))
            for section in form.sections
        ),
    )  # fmt: skip


def _entry(field: Field, known: Known) -> Entry:
    found = facts(known, field.fill) if field.fill else ()
    if found:
        return Entry(field.label, "filled", found)
    if field.empty:
        return Entry(field.label, "none", (Fact(field.empty),))
    if field.fill == "areas" and known.areas is not None:
        return Entry(field.label, "none", (Fact("No sign of the 17 areas in the text given."),))
    ask = field.ask or "Not in the loaded data; ask the company."
    if field.fill == "areas":
        ask = "Give the company's own text with --about, and ask what it makes."
    return Entry(field.label, "gap", ask=ask)
