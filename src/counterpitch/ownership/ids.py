"""Ids of nodes: from a company's number or LEI where there is one, else from what is stated."""

import re
import unicodedata
from hashlib import blake2b
from typing import Final

_NUMBER: Final = re.compile(r"([A-Z]{0,2})0*(\d{1,8})", re.ASCII)
_LEI: Final = re.compile(r"[A-Z0-9]{18}\d{2}", re.ASCII)


def uk_number(text: str) -> str:
    """Return a Companies House number in its 8 places, empty if ``text`` is none.

    ``686734`` becomes ``00686734``, ``sc 12345`` ``SC012345``.
    """
    found = _NUMBER.fullmatch("".join(text[:40].upper().split()))
    if not found:
        return ""
    prefix, digits = found[1], found[2]
    width = 8 - len(prefix)
    return prefix + digits.zfill(width) if 0 < len(digits) <= width else ""


def uk_company(number: str) -> str:
    """Return the node id of a company in the United Kingdom's register."""
    return f"gb-coh:{uk_number(number) or number.strip().upper()[:40]}"


def lei(text: str) -> str:
    """Return the node id of a legal entity identifier, empty if ``text`` is none."""
    code = text.strip().upper()
    return f"lei:{code}" if _LEI.fullmatch(code) else ""


def hashed(prefix: str, *parts: str) -> str:
    """Return an id made from what is stated of a node; equal statements give equal ids."""
    digest = blake2b("\x1f".join(map(fold, parts)).encode(), digest_size=10)
    return f"{prefix}:{digest.hexdigest()}"


def fold(text: str) -> str:
    """Return ``text`` for comparing: no accents, case, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def unknown(subject: str, reason: str, ref: str = "") -> str:
    """Return the id of an unknown owner: one per subject, reason and record, never shared."""
    return hashed("unknown", subject, reason, ref)
