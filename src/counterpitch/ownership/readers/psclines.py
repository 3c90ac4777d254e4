"""Lines of the PSC snapshot put in order: only what is used of them, as text."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from counterpitch.ownership.dates import parse_date
from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import child, each, text

TEXTS: Final = ("kind", "name", "notified_on", "ceased_on", "statement")
OBJECTS: Final = {
    "name_elements": ("forename", "middle_name", "surname"),
    "date_of_birth": ("year", "month"),
    "address": ("premises", "address_line_1", "address_line_2", "locality", "region",
                "postal_code", "country"),
    "identification": ("registration_number", "country_registered", "place_registered",
                       "legal_form"),
    "identity_verification_details": ("appointment_verification_statement_due_on",
                                      "appointment_verification_statement_start_on",
                                      "identity_verified_on"),
    "links": ("self",),
}  # fmt: skip
"""Objects of a record, and the fields that are used of each."""


def put_in_order(block: Path, rows: npt.NDArray[np.int64], context: Context) -> Path:
    """Rewrite a block, each line with only the known fields, as text.

    ``rows`` are the numbers of its lines in the file, for what is told of those that are lost.
    """
    path = block.with_name(f"{block.stem}-plain.ndjson")
    with block.open("rb") as lines, path.open("wb") as out:
        out.writelines(_in_order(zip(lines, rows.tolist(), strict=False), context))
    return path


def _in_order(lines: Iterable[tuple[bytes, int]], context: Context) -> Iterable[bytes]:
    for line, number in lines:
        bare = line.strip().rstrip(b",").strip(b"\xef\xbb\xbf")
        if not bare or bare in (b"[", b"]"):
            continue
        try:
            record = msgspec.json.decode(bare)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            context.lost(f"Line {number} is no JSON and was left out.", number)
            continue
        if isinstance(record, dict):
            yield msgspec.json.encode(plain(record)) + b"\n"
        else:
            context.lost(f"Line {number} is no record and was left out.", number)


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """Return only what is used of a record, as the types that DuckDB is told to expect."""
    data = child(record, "data")
    data = data if isinstance(data, dict) else {}
    found: dict[str, Any] = {key: text(data.get(key)) or None for key in TEXTS} if data else {}
    for key, fields in OBJECTS.items():
        inner = child(data, key)
        if isinstance(inner, dict) and inner:
            found[key] = {field: text(inner.get(field)) or None for field in fields}
    for key in ("notified_on", "ceased_on"):
        if found.get(key) and (day := parse_date(found[key])):
            found[key] = day.isoformat()
    codes = [text(code) for code in each(data.get("natures_of_control"))]
    found["natures_of_control"] = [code for code in codes if code] or None
    return {"company_number": text(record.get("company_number")) or "", "data": found}
