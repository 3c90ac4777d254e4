"""Texts of a campaign beside each other: what is the same, what differs."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from counterpitch.campaigns.archive import Said
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.page import Page
from counterpitch.campaigns.reuse.boilerplate import strip
from counterpitch.campaigns.reuse.visible import visible
from counterpitch.cases.linking.place import number_of

MOST: Final = 8
LONGEST: Final = 4000

Part = tuple[str, bool]
"""Words, and whether they differ from what stands beside them."""


class Variant(msgspec.Struct, frozen=True):
    """The text of an approach (number) beside the template, in parts."""

    number: int
    name: str
    parts: tuple[Part, ...]


def parts(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
    """Cut ``text`` into what ``spans`` (start, end; shared) hold and what they do not."""
    found: list[Part] = []
    at = 0
    for start, end in sorted(spans):
        if start > at:
            found.append((text[at:start], bool(text[at:start].strip())))
        found.append((text[max(start, at) : end], False))
        at = max(at, end)
    if at < len(text):
        found.append((text[at:], bool(text[at:].strip())))
    return tuple(each for each in found if each[0])


def variants(linked: Linked, page: Page) -> tuple[Variant, ...]:
    """Return how the first members differ from the template; none where there is no template."""
    if page.template is None:
        return ()
    own = _longest(linked.archive.messages(page.template.approach))
    found: list[Variant] = []
    for card in page.members:
        if card.approach == page.template.approach or len(found) >= MOST:
            continue
        text = _longest(linked.archive.messages(card.approach))
        spans = [(each.other_start, each.other_end) for each in visible(own, text)]
        if spans:
            found.append(Variant(number_of(card.approach), card.name, parts(text, spans)))
    return tuple(found)


def _longest(messages: Sequence[Said]) -> str:
    own = [strip(each.text) for each in messages if each.contact]
    return max(own, key=len, default="")[:LONGEST]
