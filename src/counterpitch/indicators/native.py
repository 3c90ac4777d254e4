"""The compiled core over one rulebook: what ``Matcher`` uses where the extension has been built."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from counterpitch import _native
from counterpitch.features.facts import FINDERS
from counterpitch.features.greetings import OPENING, PARTICLES, TITLE, greeted
from counterpitch.features.letters import FOLD_TABLE
from counterpitch.features.money import bare
from counterpitch.indicators.contactfacts import contact_facts
from counterpitch.indicators.masktables import MaskTables
from counterpitch.indicators.nodes import quick_replies
from counterpitch.indicators.tables import PhraseTables, lines
from counterpitch.indicators.treetables import TreeTables
from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match, Quote
from counterpitch.rulebook.book import Rulebook

if TYPE_CHECKING:
    from counterpitch._native.core import Core

AVAILABLE: Final = _native.Core is not None
"""Whether the extension has been built and is wanted."""


FORMAT: Final = 4
"""Raised when the tables change, so that a stale cache is never read."""


class NativeTables(msgspec.Struct, frozen=True, array_like=True):
    """All tables of a rulebook, as they are cached."""

    phrases: PhraseTables
    masks: MaskTables
    trees: TreeTables


class _Fields:
    """The fields of all tables as one object, as the core reads them."""

    def __init__(self, tables: NativeTables) -> None:
        for part in (tables.phrases, tables.masks, tables.trees):
            for name in part.__struct_fields__:
                setattr(self, name, getattr(part, name))
        self.greetings = lines(spelled_out(OPENING.split("|")))
        self.greeting_titles = lines(TITLE.split("|"))
        self.particles = lines(sorted(PARTICLES))


def spelled_out(greetings: Iterable[str]) -> Iterator[str]:
    """Yield greetings as they may be written: ``hello,?`` with its comma and without."""
    for greeting in greetings:
        plain = greeting.removesuffix(",?")
        yield from (plain,) if plain == greeting else (plain, f"{plain},")


def core(tables: NativeTables, book: Rulebook) -> "Core":
    """Return the core over ``tables``, which were made from ``book``."""
    assert _native.Core is not None  # noqa: S101 - asked for only where AVAILABLE  # nosec B101
    return _native.Core(
        _Fields(tables),
        fold_letter=lambda code: FOLD_TABLE[code] or "",
        bare_letter=lambda code: bare(chr(code)),
        greeted=greeted,
        facts=_facts(tables.trees.facts, book),
        contact_facts=contact_facts(tables.trees.facts, book),
        quote=Quote,
        match=Match,
        names=tables.trees.names,
    )


Answer = Callable[[Conversation, int], Iterable[tuple[int, int, int, str]]]


def _facts(names: Sequence[str], book: Rulebook) -> Answer:
    """Return what answers for a conversation's facts by their number in ``names``."""

    finders = [_finder(name, book) for name in names]

    def answer(conversation: Conversation, number: int) -> Iterable[tuple[int, int, int, str]]:
        return finders[number](conversation)

    return answer


Found = Callable[[Conversation], Iterable[tuple[int, int, int, str]]]


def _finder(name: str, book: Rulebook) -> Found:
    if name in FINDERS:
        find = FINDERS[name]
        return lambda conversation: find(conversation, book)
    minutes, _, count = name.partition(":")
    return lambda conversation: quick_replies(conversation, int(minutes), int(count))
