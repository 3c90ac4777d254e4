"""The first page of an evidence pack: what it is about, what is in it, what the law may say."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counterpitch import __version__
from counterpitch.cases.datafiles import legal
from counterpitch.cases.nouns.approaches import ApproachDetail
from counterpitch.cases.nouns.casefiles import CaseDetail
from counterpitch.render.html import style
from counterpitch.render.plain import many, shown
from counterpitch.render.words import told

if TYPE_CHECKING:
    from counterpitch.cases.pack.make import Original

TEMPLATES: Final = Path(__file__).parent / "templates"


def cover(
    detail: CaseDetail,
    approaches: Sequence[ApproachDetail],
    originals: "Sequence[Original]",
    files: "Sequence[Original]",
    entries: int,
    at: datetime,
    *,
    redact: bool,
) -> str:
    """Return the page; everything from outside is escaped, and links are shown as text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["shown"] = shown
    environment.filters["many"] = many
    environment.filters["told"] = told
    environment.filters["date"] = lambda moment: f"{moment:%Y-%m-%d %H:%M}" if moment else ""
    bystanders = ("bystander", "witness") if redact else ()
    return environment.get_template("report.html.j2").render(
        case=detail, approaches=approaches, originals=originals, files=files,
        entries=entries, at=at, redact=redact, law=legal(), version=__version__, style=style(),
        people=[p for p in detail.people if p.role not in bystanders],
        withheld=[p.role for p in detail.people if p.role in bystanders],
    )  # fmt: skip
