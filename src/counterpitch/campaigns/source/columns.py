"""Rows out of Arrow batches of conversations, as ``counterpitch convert`` writes them."""

from typing import TYPE_CHECKING, Any

from counterpitch.campaigns.source.rows import Rows, approach_schema, message_schema, nodes

if TYPE_CHECKING:
    import pyarrow as pa

CONTACT = ("name", "headline", "company", "email")
NEEDED = frozenset({"id", "messages"})


def rows(batch: "pa.RecordBatch") -> Rows:
    """Return the rows of ``batch``; columns that are not there are empty, rows without id or
    messages are left out.
    """
    import pyarrow.compute as pc

    usable = pc.and_(pc.is_valid(batch["id"]), pc.is_valid(batch["messages"]))
    if not pc.all(usable).as_py():
        batch = batch.filter(usable)
    numbers = nodes(batch["id"])
    messages = _messages(batch["messages"], numbers)
    return Rows(_approaches(batch, numbers, messages), messages)


def _messages(lists: Any, numbers: "pa.Array") -> "pa.Table":
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    structs = lists.flatten()
    counts = np.asarray(pc.list_value_length(lists), np.int64)
    parents = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    places = np.arange(len(parents)) - starts[parents]
    text = field(structs, "text", pa.large_string())
    found = pa.Table.from_arrays(
        [
            numbers.take(pa.array(parents)),
            pa.array(places, pa.int32()),
            pc.fill_null(pc.equal(field(structs, "from", pa.string()), "contact"), False),
            field(structs, "sent_at", pa.timestamp("us", tz="UTC")),
            text,
        ],
        schema=message_schema(),
    )
    return found.filter(pc.is_valid(text)) if text.null_count else found


def _approaches(batch: "pa.RecordBatch", numbers: "pa.Array", messages: "pa.Table") -> "pa.Table":
    import pyarrow as pa
    import pyarrow.compute as pc

    times = messages.group_by("node").aggregate([("sent_at", "min"), ("sent_at", "max")])
    at = pc.index_in(numbers, times["node"].combine_chunks())
    contact, owner = field(batch, "contact", None), field(batch, "owner", None)
    text = pa.string()
    columns = [
        batch["id"].cast(text),
        numbers,
        field(batch, "channel", text),
        field(batch, "language", text),
        *(field(contact, each, text) for each in CONTACT),
        field(owner, "organisation", text),
        times["sent_at_min"].combine_chunks().take(at),
        times["sent_at_max"].combine_chunks().take(at),
        pc.list_value_length(batch["messages"]).cast(pa.int32()),
    ]
    return pa.Table.from_arrays(columns, schema=approach_schema())


def field(parent: Any, name: str, kind: "pa.DataType | None") -> Any:
    """Return a column or field of ``parent``; nulls where it is absent or of a strange type."""
    import pyarrow as pa

    count = parent.num_rows if isinstance(parent, pa.RecordBatch) else len(parent)
    found = _found(parent, name)
    if found is None or (kind is None and not pa.types.is_struct(found.type)):
        return pa.nulls(count, kind or pa.null())
    if kind is None:
        return found
    try:
        return found.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.nulls(count, kind)


def _found(parent: Any, name: str) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(parent, pa.RecordBatch):
        return parent.column(name) if name in parent.schema.names else None
    if not pa.types.is_struct(parent.type) or parent.type.get_field_index(name) < 0:
        return None
    return pc.struct_field(parent, name)


def speaking(batch: "pa.RecordBatch") -> Any:
    """Return, for each row of ``batch``, whether it may hold an identifier.

    Most messages hold none, and finding that out in columns costs less than building them.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from counterpitch.campaigns.identifiers.reading import hint

    contact, lists = field(batch, "contact", None), batch["messages"]
    found = np.zeros(batch.num_rows, bool)
    for name in ("email", "company", "profile_url"):
        found |= _true(pc.not_equal(field(contact, name, pa.string()), ""))
    for name in ("headline", "name"):
        found |= _true(pc.match_substring_regex(field(contact, name, pa.string()), hint()))
    structs = lists.flatten()
    hits = _true(pc.match_substring_regex(field(structs, "text", pa.large_string()), hint()))
    for name in ("links", "attachments", "headers"):
        part = _found(structs, name)
        if part is not None and not pa.types.is_null(part.type):
            hits |= np.asarray(pc.is_valid(part))
    found[np.asarray(pc.list_parent_indices(lists))[hits]] = True
    return pa.array(found)


def _true(values: Any) -> Any:
    import numpy as np
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(values, False))
