"""Pieces: input cut into parts that processes read on their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from counterpitch.campaigns.source.columns import NEEDED
from counterpitch.errors import UnreadableInput

PIECE_BYTES: Final = 48 * 1024 * 1024
"""Bytes of JSON Lines in one piece."""
PIECE_ROWS: Final = 131_072
"""Rows of Parquet in one piece, at least; groups of rows are never cut."""


class Piece(msgspec.Struct, frozen=True):
    """A part of a file: groups of rows of Parquet, or bytes of JSON Lines."""

    path: str
    kind: str
    first: int
    last: int


def pieces(path: Path) -> list[Piece]:
    """Cut a Parquet or JSON Lines file; raises ``UnreadableInput`` if it is neither, or damaged."""
    with path.open("rb") as stream:
        head = stream.read(4)
    if head == b"PAR1":
        return list(_groups(path))
    size = path.stat().st_size
    ends = range(PIECE_BYTES, size + PIECE_BYTES, PIECE_BYTES)
    return [Piece(str(path), "jsonl", end - PIECE_BYTES, min(end, size)) for end in ends]


def is_columnar(path: Path) -> bool:
    """Tell whether ``path`` can be cut: it is Parquet, or JSON Lines that is not compressed.

    Raises ``UnreadableInput`` for what is called Parquet and is none: read as something else, it
    would be one message of nonsense.
    """
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        head = stream.read(64)
    if path.suffix.lower() in (".parquet", ".pq") and not head.startswith(b"PAR1"):
        raise UnreadableInput(
            "This file is called Parquet, but is empty." if not head
            else "This file is called Parquet, but is something else.",
            where=str(path), hint="Ask for it again, or rename it to what it is.",
        )  # fmt: skip
    return head.startswith(b"PAR1") or head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")


def _groups(path: Path) -> Iterator[Piece]:
    import pyarrow
    import pyarrow.parquet

    try:
        metadata = pyarrow.parquet.read_metadata(path)
        schema = metadata.schema.to_arrow_schema()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableInput(
            "This Parquet file is damaged or cut off.", where=str(path), hint="Ask for it again."
        ) from error
    if missing := ", ".join(sorted(NEEDED - set(schema.names))):
        raise UnreadableInput(
            f"This Parquet file has no column {missing}.",
            where=str(path),
            hint="Write it with counterpitch convert.",
        )
    for name, right in (("id", _names(schema)), ("messages", _talks(schema))):
        if not right:
            raise UnreadableInput(
                f"The column {name} of this Parquet file holds {schema.field(name).type},"
                f" and no {'ids' if name == 'id' else 'messages'}.",
                where=str(path),
                hint="Write it with counterpitch convert.",
            )
    first, rows = 0, 0
    for number in range(metadata.num_row_groups):
        rows += metadata.row_group(number).num_rows
        if rows >= PIECE_ROWS or number == metadata.num_row_groups - 1:
            yield Piece(str(path), "parquet", first, number + 1)
            first, rows = number + 1, 0


def _names(schema: Any) -> bool:
    import pyarrow as pa

    kind = schema.field("id").type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind)
                or pa.types.is_integer(kind))  # fmt: skip


def _talks(schema: Any) -> bool:
    import pyarrow as pa

    kind = schema.field("messages").type
    several = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    # Where every list is empty, what it would hold is not known.
    inner = kind.value_type if several else kind
    return bool(several and (pa.types.is_struct(inner) or pa.types.is_null(inner)))


def lines(piece: Piece) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, line) of the lines that begin in a piece of JSON Lines."""
    with open(piece.path, "rb") as stream:
        at = piece.first
        if at:
            # The line that runs into this piece belongs to the one before.
            stream.seek(at - 1)
            at += len(stream.readline()) - 1
        while at < piece.last:
            line = stream.readline()
            if not line:
                return
            yield at, line
            at += len(line)


def batches(piece: Piece, size: int, everything: bool) -> Iterator[Any]:
    """Yield Arrow batches of a piece of Parquet: all columns, or those of approaches and texts."""
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(piece.path)
    columns = None if everything else _few(file.schema_arrow)
    groups = list(range(piece.first, piece.last))
    for batch in file.iter_batches(size, row_groups=groups, columns=columns, use_threads=False):
        at = batch.schema.get_field_index("id")
        yield batch.set_column(at, "id", batch["id"].cast("string"))


def _few(schema: Any) -> list[str]:
    """Return the columns that approaches and texts need, by the paths of Parquet."""
    import pyarrow as pa

    found = [
        name for name in ("id", "channel", "language", "contact", "owner") if name in schema.names
    ]
    item = schema.field("messages").type
    inner = item.value_type if pa.types.is_list(item) else None
    if inner is None or not pa.types.is_struct(inner):
        return [*found, "messages"]
    element = item.value_field.name
    return [*found, *(f"messages.list.{element}.{name}" for name in ("from", "sent_at", "text"))]
