"""Bystanders out of what leaves the store.

A bystander is whoever is neither the contact nor the person approached: other authors in a group,
people entered with a case as bystander or witness, and mail addresses and telephone numbers that
belong to neither. Names of third parties in running text that nobody entered are not found.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Quote
from counterpitch.model.message import Message
from counterpitch.model.verdict import Verdict

NAME: Final = "[bystander]"
ADDRESS: Final = "[address]"
NUMBER: Final = "[number]"

_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+\-]{1,64}(?:@[A-Za-z0-9.\-]{1,255})+")
_NUMBER: Final = re.compile(r"(?<![\w.])\+?\d[\d ()/\-]{7,20}\d(?!\w)")
_SHORTEST: Final = 2
_WHOLE_WORD: Final = 6
"""Latin names shorter than this stand inside ordinary words."""

Piece = tuple[int, int, str]


class Redacted(msgspec.Struct, frozen=True):
    """A conversation and its verdict without bystanders, and how many places were hidden."""

    conversation: Conversation
    verdict: Verdict | None
    hidden: int


def redacted(
    conversation: Conversation, verdict: Verdict | None, bystanders: Iterable[str] = ()
) -> Redacted:
    """Return what may leave. Quotes follow their words to the new place."""
    hide = _Hiding(conversation, bystanders)
    pieces = [list(hide.places(each.text)) for each in conversation.messages]
    messages = tuple(
        _message(message, found, hide)
        for message, found in zip(conversation.messages, pieces, strict=True)
    )
    count = sum(map(len, pieces)) + sum(
        new.author != old.author for new, old in zip(messages, conversation.messages, strict=True)
    )
    words = msgspec.structs.replace(
        conversation, messages=messages, title=hide.text(conversation.title), extra={}
    )
    moved = None if verdict is None else _verdict(verdict, conversation, pieces)
    return Redacted(words, moved, count)


class _Hiding:
    """What is hidden in one conversation."""

    def __init__(self, conversation: Conversation, bystanders: Iterable[str]) -> None:
        contact, owner = conversation.contact, conversation.owner
        self._kept = {name.casefold() for name in (contact.name, owner.name) if name}
        self._mail = (contact.email or "").casefold()
        others = {each.author for each in conversation.messages if self.strange(each)}
        names = {name.strip() for name in (*others, *bystanders)}
        wanted = sorted((n for n in names if len(n) >= _SHORTEST), key=len, reverse=True)
        self._names = re.compile("|".join(map(_pattern, wanted)), re.IGNORECASE) if wanted else None

    def strange(self, message: Message) -> bool:
        """Tell whether a message's author is neither of the two people."""
        author = message.author.casefold()
        return bool(author) and bool(self._kept) and message.sender == "contact" and not any(
            author in kept or kept in author for kept in self._kept
        )  # fmt: skip

    def places(self, text: str) -> Iterator[Piece]:
        """Yield what is hidden, in order and without overlap."""
        found: list[Piece] = []
        if self._names is not None:
            found += [(m.start(), m.end(), NAME) for m in self._names.finditer(text)]
        found += [
            (m.start(), m.end(), ADDRESS)
            for m in _ADDRESS.finditer(text)
            if m[0].casefold() != self._mail
        ]
        found += [(m.start(), m.end(), NUMBER) for m in _NUMBER.finditer(text)]
        yield from _joined(found)

    def text(self, text: str) -> str:
        """Return a text without what is hidden."""
        return _replaced(text, list(self.places(text)))


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Yield pieces in order, those that overlap as one under the first one's sign."""
    current: Piece | None = None
    for start, end, sign in sorted(found):
        if current is not None and start < current[1]:
            current = (current[0], max(current[1], end), current[2])
            continue
        if current is not None:
            yield current
        current = (start, end, sign)
    if current is not None:
        yield current


def _pattern(name: str) -> str:
    """Return the expression of a name; a short one counts as a whole word only."""
    escaped = re.escape(name)
    return rf"(?<!\w){escaped}(?!\w)" if name.isascii() and len(name) < _WHOLE_WORD else escaped


def _message(message: Message, pieces: list[Piece], hide: _Hiding) -> Message:
    strange = hide.strange(message)
    return msgspec.structs.replace(
        message,
        text=_replaced(message.text, pieces),
        subject=hide.text(message.subject),
        author=NAME if strange else message.author,
        headers=None,
        attachments=tuple(
            msgspec.structs.replace(each, name=hide.text(each.name)) for each in message.attachments
        ),
    )


def _replaced(text: str, pieces: list[Piece]) -> str:
    parts, at = [], 0
    for start, end, sign in pieces:
        parts += [text[at:start], sign]
        at = end
    return "".join([*parts, text[at:]])


def _verdict(verdict: Verdict, words: Conversation, pieces: list[list[Piece]]) -> Verdict:
    def move(quote: Quote) -> Quote:
        if quote.message >= len(pieces) or quote.end <= quote.start:
            return quote
        return _moved(quote, words.messages[quote.message].text, pieces[quote.message])

    return msgspec.structs.replace(
        verdict,
        findings=tuple(
            msgspec.structs.replace(each, quotes=tuple(map(move, each.quotes)))
            for each in verdict.findings
        ),
        disclosed=tuple(
            msgspec.structs.replace(each, quote=move(each.quote)) for each in verdict.disclosed
        ),
        moves=(),
    )


def _moved(quote: Quote, text: str, pieces: list[Piece]) -> Quote:
    start, end = _place(quote.start, pieces, first=True), _place(quote.end, pieces, first=False)
    inside = [
        (max(a, quote.start) - quote.start, min(b, quote.end) - quote.start, sign)
        for a, b, sign in pieces
        if a < quote.end and b > quote.start
    ]
    words = text[quote.start : quote.end]
    told = _replaced(words if words == quote.text else quote.text, inside)
    return Quote(quote.message, start, end, told)


def _place(at: int, pieces: list[Piece], *, first: bool) -> int:
    """Return where a place of the text lies after hiding; inside a piece, its edge."""
    shift = 0
    for start, end, sign in pieces:
        if at <= start:
            break
        if at < end:
            return start + shift + (0 if first else len(sign))
        shift += len(sign) - (end - start)
    return at + shift
