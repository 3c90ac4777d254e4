"""Who is who in an export: people by profile slug or by name."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from counterpitch.intake.csvrows import csv_rows
from counterpitch.intake.linkedin.export import Part
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Contact

HIDDEN = "LinkedIn Member"
"""How an export names somebody whose account is gone or closed."""

MAX_CONNECTIONS = 100_000
MAX_FIELD = 300
MAX_URL = 2_000


class Party(NamedTuple):
    """Somebody in a conversation: a name, a profile URL, or both."""

    name: str
    url: str = ""

    @property
    def key(self) -> str:
        """Return the slug where there is one, else the folded name."""
        return slug(self.url) or "name:" + folded(self.name)


@lru_cache(maxsize=8_192)
def slug(url: str) -> str:
    """Return the last part of a profile URL, decoded and folded: ``zoë-brandt``."""
    path = url.strip().split("?", 1)[0].split("#", 1)[0].rstrip("/")
    return unquote(path.rsplit("/", 1)[-1], errors="replace").casefold() if path else ""


@lru_cache(maxsize=8_192)
def folded(name: str) -> str:
    """Return a name as it is compared: without case and doubled spaces."""
    return " ".join(name.split()).casefold()


def split_urls(text: str) -> list[str]:
    """Split profile URLs joined by comma."""
    return [url[:MAX_URL] for url in (part.strip() for part in text.split(",")) if url]


def split_names(text: str, count: int) -> list[str]:
    """Split names joined by comma and space into ``count``; names hold commas as well.

    ``count`` 0 means unknown. A part such as ``Ph.D.`` is joined to the name
    before it. Returns an empty list where the number cannot be reached.
    """
    text = text.strip()
    if not text or count == 1:
        return [text] if text else []
    names: list[str] = []
    for part in text.split(", "):
        if names and _is_title(part):
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    return names if count in (0, len(names)) else []


def _is_title(part: str) -> bool:
    return "." in part or (len(part) <= 6 and part.isupper() and " " not in part)


class Connections:
    """What Connections.csv says of people: their position and company."""

    def __init__(self) -> None:
        self._by_slug: dict[str, Contact] = {}
        self._by_name: dict[str, Contact | None] = {}

    @classmethod
    def of(cls, parts: Iterable[Part], notices: Notices) -> "Connections":
        """Read the files of connections."""
        made = cls()
        for part in parts:
            for number, contact in enumerate(_contacts(part, notices)):
                if number == MAX_CONNECTIONS:
                    notices.add(
                        "too-many-connections",
                        f"Only the first {MAX_CONNECTIONS:,} connections were looked at.",
                        part.origin.path,
                    )
                    break
                made._keep(contact)
        return made

    def contact(self, party: Party) -> Contact:
        """Return what is known of ``party``."""
        known = self._by_slug.get(slug(party.url)) if party.url else None
        if known is None:
            known = self._by_name.get(folded(party.name))
            # Two people may share a name: two different profiles are never one.
            if known and party.url and known.profile_url:
                known = None
        if known is None:
            return Contact(name=party.name, profile_url=party.url)
        return Contact(
            name=party.name or known.name,
            headline=known.headline,
            company=known.company,
            email=known.email,
            profile_url=party.url or known.profile_url,
        )

    def _keep(self, contact: Contact) -> None:
        if contact.profile_url:
            self._by_slug.setdefault(slug(contact.profile_url), contact)
        name = folded(contact.name)
        self._by_name[name] = None if name in self._by_name else contact


def _contacts(part: Part, notices: Notices) -> Iterator[Contact]:
    for row in csv_rows(part.origin, part.header, notices):
        cells = {column: cell.strip()[:MAX_FIELD] for column, cell in row.cells.items()}
        name = full_name(cells)
        if name:  # hidden members leave nothing but the date
            yield Contact(
                name=name,
                headline=cells["position"],
                company=cells["company"],
                email=cells.get("email address") or None,
                profile_url=cells.get("url", ""),
            )


def full_name(cells: dict[str, str]) -> str:
    """Return first and last name joined."""
    return " ".join(f"{cells['first name']} {cells['last name']}".split())
