"""The interchange format as Parquet: one conversation a row, messages as a list of structs."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from counterpitch.errors import UnreadableInput
from counterpitch.intake.interchange.lenient import Lenient, parse
from counterpitch.intake.interchange.wire import KNOWN, to_wire
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import MailHeaders

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

name = "parquet"
ROWS_AT_ONCE = 512
"""Conversations held in memory at a time."""
GROUP_LIMIT = 512 * 1024 * 1024
"""Bytes, unpacked, of a group of rows that is still read."""
NEEDED = frozenset({"id", "messages"})
LABELS = ("label", "subtype", "stage", "pair")
"""Unknown keys that corpora carry; they get a column of their own."""
OTHER = "_other"
"""Column of the keys that have no column of their own, as JSON."""

_MAGIC = b"PAR1"


def identify(origin: Origin) -> bool:
    """Tell whether ``origin`` is a Parquet file with the format's columns."""
    if not origin.head.startswith(_MAGIC):
        return False
    try:
        with origin.open() as stream:
            return set(_open(stream).schema_arrow.names) >= NEEDED
    except UnreadableInput:
        return True  # claimed, so that its reader can say that it is damaged


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield the conversation of each row, a group of rows at a time."""
    lenient = Lenient(origin, notices, "Row")
    found = False
    with origin.open() as stream:
        for first, batch in _batches(stream, origin, notices):
            for row, value in enumerate(batch, first):
                found = True
                conversation = lenient.build(unpacked(value), origin.at(row=row), f"row-{row}")
                if conversation is not None:
                    yield conversation
    if not found:
        raise UnreadableInput(
            "This Parquet file has no readable row.", where=origin.path, hint="Write it again."
        )


def write(conversations: Iterable[Conversation], path: Path) -> int:
    """Write ``conversations`` to ``path``, a group of rows at a time; return how many."""
    import pyarrow
    import pyarrow.parquet

    count, rows = 0, iter(conversations)
    with pyarrow.parquet.ParquetWriter(path, _schema(), compression="zstd") as writer:
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            packed = [_packed(to_wire(conversation)) for conversation in batch]
            writer.write_table(pyarrow.Table.from_pylist(packed, schema=_schema()))
            count += len(batch)
    return count


def _batches(
    stream: Any, origin: Origin, notices: Notices
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield rows with the number of the first; a damaged group of rows is passed over."""
    import pyarrow

    file = _open(stream, origin.path)
    first = 1
    for number in range(file.num_row_groups):
        group = file.metadata.row_group(number)
        row = first
        first += group.num_rows
        if group.total_byte_size > GROUP_LIMIT:
            _say_left_out("is too large", row, group.num_rows, origin, notices)
            continue
        try:
            batches = file.iter_batches(ROWS_AT_ONCE, row_groups=[number], use_threads=False)
            for batch in batches:
                yield row, batch.to_pylist()
                row += batch.num_rows
        except (pyarrow.ArrowException, OSError, ValueError, OverflowError):
            _say_left_out("is damaged", row, first - row, origin, notices)


def _say_left_out(what: str, row: int, rows: int, origin: Origin, notices: Notices) -> None:
    message = f"A group of rows {what}; {rows} rows from row {row} on were left out."
    notices.add("damaged-file", message, origin.path, row=row)


def _open(stream: Any, path: str = "") -> "pyarrow.parquet.ParquetFile":
    import pyarrow
    import pyarrow.parquet

    try:
        return pyarrow.parquet.ParquetFile(stream)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableInput(
            "This Parquet file is damaged or cut off.", where=path, hint="Ask for it again."
        ) from error


def _schema() -> "pyarrow.Schema":
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    locator = {"source": text, "path": text, "row": pa.int64(), "offset": pa.int64()}
    link = {"target": text, "text": text}
    attachment = {"name": text, "media_type": text, "size": pa.int64(), "sha256": text}
    headers = dict.fromkeys(MailHeaders.__struct_fields__, text)
    headers |= dict.fromkeys(("authentication", "references", "recipients"), texts)
    message = {
        "from": text,
        "sent_at": pa.timestamp("us", tz="UTC"),
        "text": text,
        "zone_assumed": pa.bool_(),
        **dict.fromkeys(("author", "subject", "folder"), text),
        "links": pa.list_(_struct(link)),
        "attachments": pa.list_(_struct(attachment)),
        "headers": _struct(headers),
        "locator": _struct(locator),
    }
    columns = dict.fromkeys(("id", "language", "channel", *LABELS, "title", OTHER), text)
    owner = dict.fromkeys(Owner.__struct_fields__, text)
    contact = dict.fromkeys(Contact.__struct_fields__, text) | {"links": texts}
    return pa.schema(
        columns
        | {"owner": _struct(owner), "contact": _struct(contact)}
        | {"messages": pa.list_(_struct(message))}
    )


def _struct(fields: dict[str, Any]) -> Any:
    import pyarrow

    return pyarrow.struct(list(fields.items()))


def _packed(line: dict[str, Any]) -> dict[str, Any]:
    """Turn an interchange line into a row: odd keys as JSON, times as times."""
    row = {key: line.pop(key) for key in KNOWN if key in line}
    row |= {key: line.pop(key) for key in LABELS if isinstance(line.get(key), str)}
    for message in row["messages"]:
        if message["sent_at"]:
            message["sent_at"] = datetime.fromisoformat(message["sent_at"])
    if not isinstance(row["channel"], str):
        line["channel"], row["channel"] = row["channel"], "other"
    row[OTHER] = msgspec.json.encode(line).decode() if line else None
    return row


def unpacked(row: dict[str, Any]) -> dict[str, Any]:
    """Turn a row into an interchange line; what is null is absent."""
    line = {key: _without_nulls(value) for key, value in row.items() if value is not None}
    other = parse(str(line.pop(OTHER, "{}")).encode("utf-8", "replace")) or {}
    for message in line["messages"] if isinstance(line.get("messages"), list) else []:
        if isinstance(message, dict) and isinstance(message.get("sent_at"), datetime):
            message["sent_at"] = message["sent_at"].astimezone(UTC)
    return line | other


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value
