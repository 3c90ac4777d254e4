"""The verb: conversations in, a table of keys out."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from counterpitch.campaigns.identifiers.approach import NO_SUPPLY, keys_of
from counterpitch.campaigns.identifiers.supplied import Supplied
from counterpitch.campaigns.keys import Key, table
from counterpitch.model.conversation import Conversation

if TYPE_CHECKING:
    import pyarrow


def identifiers(
    conversations: Iterable[Conversation], facts: Supplied = NO_SUPPLY
) -> "pyarrow.Table":
    """Return the identifiers of ``conversations`` as a table of keys (``campaigns.keys.schema``).

    One row for each value of each conversation, in the order of the conversations. ``weight`` is
    left empty: it follows from how rare a value is in all data (``rarity.weighed``). Nothing is
    opened or looked up anywhere.
    """
    return table(_keys(conversations, facts))


def _keys(conversations: Iterable[Conversation], facts: Supplied) -> Iterator[Key]:
    for conversation in conversations:
        yield from keys_of(conversation, facts)
