"""A node of the register: a person, a company, a trust, a state, or an unknown that stays one."""

from datetime import date
from typing import Final, Literal

import msgspec

Kind = Literal["person", "company", "partnership", "trust", "state", "arrangement", "unknown"]
KINDS: Final[tuple[Kind, ...]] = Kind.__args__  # type: ignore[attr-defined]


class Node(msgspec.Struct, frozen=True):
    """Somebody or something that owns or is owned.

    ``id`` is stable: ``gb-coh:01234567``, ``lei:…``, or the publisher's own record id with a
    prefix. ``numbers`` are identifiers as ``scheme:value``. An unknown owner is a fresh node per
    subject and reason (``reason``, in the publisher's word): two unknowns are never one.
    ``born`` is the year and month that a register publishes (``1970-04``), used only to tell
    persons of one name apart. ``jurisdiction`` is where a company is registered.
    """

    id: str
    kind: Kind = "unknown"
    name: str = ""
    jurisdiction: str = ""
    status: str = ""
    incorporated: date | None = None
    dissolved: date | None = None
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    sic: tuple[str, ...] = ()
    category: str = ""
    born: str = ""
    reason: str = ""
    verified: str = ""
    """``verified:DATE``, ``due:DATE`` or empty: the state of a person's identity verification."""

    source: str = ""
    source_ref: str = ""
    known_from: date | None = None
    known_until: date | None = None
