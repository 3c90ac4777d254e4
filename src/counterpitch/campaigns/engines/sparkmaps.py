"""What runs on every machine of a cluster: batches of input in, batches of a table out."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from counterpitch.campaigns.engines.unit import short_keys_of
from counterpitch.campaigns.keys import schema as key_schema
from counterpitch.campaigns.personas.records import PRIOR
from counterpitch.campaigns.reuse.kernel import kernel
from counterpitch.campaigns.reuse.kernel import schema as signed_schema
from counterpitch.campaigns.source import columns, objects
from counterpitch.campaigns.source.rows import Rows, approach_schema, message_schema
from counterpitch.intake.interchange.lenient import Lenient
from counterpitch.intake.interchange.wire import Wire
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Locator

if TYPE_CHECKING:
    import pyarrow as pa


class Mapped:
    """What runs on every machine: batches in, batches of one of the tables out."""

    def __init__(self, read: Any, make: Any) -> None:
        self._read, self._make = read, make

    def __call__(self, batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        """Yield a batch of the table for each batch of the input."""
        for batch in batches:
            if batch.num_rows:
                yield from self._make(*self._read(batch)).combine_chunks().to_batches()


Read = tuple[Rows, Sequence[Conversation] | None, Any]


def of_columns(batch: "pa.RecordBatch") -> Read:
    """Read rows of Parquet."""
    return columns.rows(batch), None, batch


def of_lines(batch: "pa.RecordBatch") -> Read:
    """Read lines of JSON."""
    strict, lenient = Wire(), Lenient(Origin.of_bytes("lines", b""), Notices())
    place = Locator("", "lines", 1)
    encoded = (each.encode("utf-8", "replace") for each in batch.column(0).to_pylist() if each)
    read = (strict.decode(line, place) or lenient.decode(line, place) for line in encoded)
    found = [each for each in read if each is not None]
    return objects.rows(found), found, None


def _conversations(rows: Rows, found: Sequence[Conversation] | None, batch: Any) -> Any:
    return found if found is not None else objects.of_batch(batch.filter(columns.speaking(batch)))


def signed(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    """Sign the messages."""
    return kernel(rows.messages).cast(signed_schema())


def cards(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    """Return what is known of each approach."""
    return rows.approaches.cast(approach_schema())


def said(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    """Return the messages."""
    import pyarrow as pa

    schema = message_schema()
    return rows.messages.cast(schema.set(4, pa.field("text", pa.string()))).cast(schema)


def short(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    """Return the keys of texts that are only compared as a whole."""
    return short_keys_of(rows).cast(key_schema())


def named_schema() -> "pa.Schema":
    """Return the columns of ``named``."""
    import pyarrow as pa

    words = [(name, pa.string()) for name in ("approach", *PRIOR)]
    return pa.schema([("packed", pa.binary()), *words, ("blocks", pa.list_(pa.string()))])


def named(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    """Return the personas: packed, what they are counted by, and the keys of possible partners."""
    import pyarrow as pa

    from counterpitch.campaigns.identifiers.approach import keys_of
    from counterpitch.campaigns.personas.persona import packed, personas
    from counterpitch.campaigns.personas.records import blocks, records

    whole = found if found is not None else objects.of_batch(batch)
    own = [each for each in whole if each.contact.name]
    people = list(personas(own, (key for one in own for key in keys_of(one))))
    people.sort(key=lambda each: each.approach)
    columns = records(people).select(list(PRIOR))
    return pa.Table.from_arrays(
        [
            pa.array(map(packed, people), pa.binary()),
            pa.array([each.approach for each in people], pa.string()),
            *columns.columns,
            pa.array([blocks(each) for each in people], pa.list_(pa.string())),
        ],
        schema=named_schema(),
    )


def identified(rows: Rows, found: Any, batch: Any) -> "pa.Table":
    """Return the identifiers."""
    from counterpitch.campaigns.identifiers.identify import identifiers

    return identifiers(_conversations(rows, found, batch)).cast(key_schema())
