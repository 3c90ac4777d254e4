"""The two tables that linking reads: approaches, and their messages."""

from typing import TYPE_CHECKING, Any, NamedTuple

from counterpitch.campaigns.source.digest import digest, digests

if TYPE_CHECKING:
    import pyarrow as pa


class Rows(NamedTuple):
    """Approaches and messages of one piece of input.

    ``approaches``: approach, node, channel, language, name, headline, company, email, organisation,
    first, last (UTC), messages. ``messages``: node, message (index in its conversation), contact
    (whether the contact wrote it), sent_at, text.
    """

    approaches: "pa.Table"
    messages: "pa.Table"


def node(approach: str) -> int:
    """Return the 64-bit number of an approach, which follows from its id alone."""
    return digest(approach.encode("utf-8", "surrogatepass"))


def nodes(approaches: Any) -> "pa.Array":
    """Return the numbers of an Arrow array of ids."""
    import pyarrow as pa

    return pa.array(digests(approaches))


def approach_schema() -> "pa.Schema":
    """Return the columns of ``Rows.approaches``."""
    import pyarrow as pa

    time = pa.timestamp("us", tz="UTC")
    words = ("channel", "language", "name", "headline", "company", "email", "organisation")
    return pa.schema(
        [
            ("approach", pa.string()),
            ("node", pa.int64()),
            *((each, pa.string()) for each in words),
            ("first", time),
            ("last", time),
            ("messages", pa.int32()),
        ]
    )


def message_schema() -> "pa.Schema":
    """Return the columns of ``Rows.messages``."""
    import pyarrow as pa

    return pa.schema(
        [
            ("node", pa.int64()),
            ("message", pa.int32()),
            ("contact", pa.bool_()),
            ("sent_at", pa.timestamp("us", tz="UTC")),
            ("text", pa.large_string()),
        ]
    )
