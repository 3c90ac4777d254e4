"""What an indicator found: quotes, and the tree of conditions that was met."""

import msgspec


class Quote(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Quoted words: message index, place in its text (code points), the words.

    ``start == end == 0`` where the words do not stand in the text (an address, a
    file name); ``text`` then says what was seen.
    """

    message: int
    start: int
    end: int
    text: str


class Match(msgspec.Struct, frozen=True, gc=False):
    """An indicator that matched, with its evidence in order."""

    indicator: str
    quotes: tuple[Quote, ...]


class MatchNode(msgspec.Struct, frozen=True):
    """A condition of an indicator's tree, met or not, with its own evidence."""

    label: str
    met: bool
    quotes: tuple[Quote, ...] = ()
    children: "tuple[MatchNode, ...]" = ()
