"""The lists behind the identifiers, read once."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from counterpitch.features.domains import registered_domain
from counterpitch.rulebook.book import rules_folder

_FOLDER: Final = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of ``data/NAME.csv``."""
    return _read(_FOLDER / f"{name}.csv")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@lru_cache(maxsize=1)
def freemail() -> frozenset[str]:
    """Return the domains where anyone can open a mailbox."""
    return _domains("freemail")


@lru_cache(maxsize=1)
def shorteners() -> frozenset[str]:
    """Return the domains that hide where a link leads."""
    return _domains("shorteners")


def _domains(name: str) -> frozenset[str]:
    path = rules_folder() / "lists" / f"{name}.csv"
    return frozenset(row["domain"] for row in _read(path))


@lru_cache(maxsize=1)
def _shared() -> frozenset[str]:
    listed = frozenset(row["domain"] for row in rows("shared-hosts"))
    return listed | freemail() | shorteners()


@lru_cache(maxsize=65_536)
def is_shared(host: str) -> bool:
    """Tell whether strangers share ``host`` or its registered domain, so that it links nobody.

    A listed provider is shared under every ending that it trades under, hence the look at
    the label for mailboxes: ``yahoo.co.uk`` as ``yahoo.com``.
    """
    domain = registered_domain(host)
    return host in _shared() or domain in _shared() or domain.partition(".")[0] in _mail_labels()


@lru_cache(maxsize=1)
def _mail_labels() -> frozenset[str]:
    return frozenset(domain.partition(".")[0] for domain in freemail())


class Weight(NamedTuple):
    """What is known of a kind of key before any data are seen: see ``data/README.md``."""

    chance: float
    agree: float
    strong: bool
    shared_cap: float
    what: str


@lru_cache(maxsize=1)
def weights() -> dict[str, Weight]:
    """Return the weight of every kind of key."""
    return {
        row["kind"]: Weight(
            float(row["chance"]),
            float(row["agree"]),
            row["strong"] == "yes",
            float(row["shared_cap"]),
            row["what"],
        )
        for row in rows("weights")
    }
