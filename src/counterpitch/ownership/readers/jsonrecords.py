"""Records of a JSON array or of JSON Lines, one at a time, damaged ones told."""

from collections.abc import Iterator
from typing import Any

import ijson
import msgspec

from counterpitch.intake.lines import text_lines
from counterpitch.ownership.readers.context import Context

_DECODER = msgspec.json.Decoder()


def records(context: Context) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each record with its number from 1 (its line, in JSON Lines)."""
    head = context.origin.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    pairs = _array(context) if head.startswith(b"[") else _lines(context)
    for number, record in pairs:
        if isinstance(record, dict):
            context.lines += 1
            yield number, record
        else:
            context.lost(f"Record {number} is no JSON object and was left out.", number)


def _array(context: Context) -> Iterator[tuple[int, Any]]:
    number = 0
    with context.origin.open() as stream:
        try:
            for item in ijson.items(stream, "item", use_float=True):
                number += 1
                yield number, item
        except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
            context.broken(
                f"The file breaks off or is damaged after record {number} ({str(error)[:80]});"
                " what came before was read.",
                number,
            )


def _lines(context: Context) -> Iterator[tuple[int, Any]]:
    for number, line in text_lines(context.origin, context.notices):
        text = line.strip().rstrip(",")
        if not text or text in "[]":
            continue
        try:
            yield number, _DECODER.decode(text)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            context.lost(f"Line {number} is no JSON and was left out.", number)


def text(value: Any, most: int = 1000) -> str:
    """Return a field as text; a list or object is none."""
    return str(value).strip()[:most] if isinstance(value, str | int | float) else ""


def child(record: Any, *path: str) -> Any:
    """Return what stands under ``path``, an empty dictionary if nothing does."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    return {} if record is None else record


def each(value: Any) -> list[Any]:
    """Return a list as it is, anything else as a list of one, nothing as an empty one."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]
