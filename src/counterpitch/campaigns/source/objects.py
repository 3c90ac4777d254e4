"""Rows out of conversations, and conversations out of rows of Arrow."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from counterpitch.campaigns.source.pieces import Piece, lines
from counterpitch.campaigns.source.rows import Rows, approach_schema, message_schema, node
from counterpitch.intake.interchange.lenient import Lenient
from counterpitch.intake.interchange.wire import Wire
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.parquet import unpacked
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Locator

if TYPE_CHECKING:
    import pyarrow as pa


def rows(conversations: Sequence[Conversation]) -> Rows:
    """Return the rows of ``conversations``."""
    import pyarrow as pa

    messages = pa.Table.from_pylist(list(_messages(conversations)), schema=message_schema())
    found = [_approach(each) for each in conversations]
    return Rows(pa.Table.from_pylist(found, schema=approach_schema()), messages)


def _messages(conversations: Iterable[Conversation]) -> Iterator[dict[str, object]]:
    for conversation in conversations:
        number = node(conversation.id)
        for at, message in enumerate(conversation.messages):
            yield {
                "node": number,
                "message": at,
                "contact": message.sender == "contact",
                "sent_at": message.sent_at,
                "text": message.text.encode("utf-8", "replace").decode(),
            }


def _approach(conversation: Conversation) -> dict[str, object]:
    times = [each.sent_at for each in conversation.messages if each.sent_at]
    contact = conversation.contact
    return {
        "approach": conversation.id,
        "node": node(conversation.id),
        "channel": conversation.channel,
        "language": conversation.language,
        "name": contact.name,
        "headline": contact.headline,
        "company": contact.company,
        "email": contact.email,
        "organisation": conversation.owner.organisation,
        "first": min(times, default=None),
        "last": max(times, default=None),
        "messages": len(conversation.messages),
    }


def of_lines(piece: Piece, notices: Notices) -> Iterator[Conversation]:
    """Yield the conversations of a piece of JSON Lines; damaged lines become notices."""
    # Rows are known in the first piece of a file only; later ones are told by their place in bytes.
    first = piece.first == 0
    unit = "Line" if first else "The line at byte"
    strict, lenient = Wire(), Lenient(Origin.of_bytes(piece.path, b""), notices, unit)
    for row, (offset, line) in enumerate(lines(piece), 1):
        if line.isspace():
            continue
        place = Locator("", piece.path, row if first else offset)
        found = strict.decode(line, place) or lenient.decode(line, place)
        if found is not None:
            yield found


def of_batch(batch: "pa.RecordBatch") -> list[Conversation]:
    """Return the conversations of ``batch``, as the Parquet reader gives them."""
    lenient = Lenient(_NOWHERE, Notices(), "Row")
    place = Locator("", "table", 1)
    found = (lenient.build(unpacked(row), place, "") for row in batch.to_pylist())
    return [each for each in found if each is not None]


_NOWHERE = Origin.of_bytes("table", b"")
