"""The template of a campaign: the text that most members resemble, and what varies in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from counterpitch.campaigns.archive import Said
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.reuse.boilerplate import strip
from counterpitch.campaigns.reuse.visible import Token, matches, tokens

VARIANTS: Final = 40
"""Members whose texts are laid beside the template."""
FIXED: Final = 0.6
"""Share of members that have a word of the template from which it counts as fixed."""
EXAMPLES: Final = 4
LONGEST_FILLING: Final = 120
"""Characters beyond which what stands in a slot is no filling."""


class Piece(msgspec.Struct, frozen=True):
    """A part of the template: fixed words, or a slot with what stood there."""

    text: str
    fixed: bool
    fillings: tuple[str, ...] = ()


class Template(msgspec.Struct, frozen=True):
    """The message of ``approach`` that most others resemble, cut into fixed words and slots."""

    approach: str
    message: int
    pieces: tuple[Piece, ...]
    compared: int


def template(linked: Linked, names: Sequence[str]) -> Template | None:
    """Return the text that most members resemble, with what varies in it; None if none is
    shared."""
    import pyarrow as pa
    import pyarrow.compute as pc

    own = linked.all_inside(names)
    own = own.filter(pc.starts_with(own["kind"], "text-"))
    ends = pa.chunked_array([*own["a"].chunks, *own["b"].chunks], pa.string())
    ranked = {each["values"]: each["counts"] for each in pc.value_counts(ends).to_pylist()}
    if not ranked:
        return None
    # Of those that resemble most, the first by id: the same on every run.
    chosen = min(ranked, key=lambda each: (-ranked[each], each))
    said = _longest(linked.archive.messages(chosen))
    if said is None:
        return None
    others = [name for name in sorted(ranked) if name != chosen][:VARIANTS]
    texts = [text for name in others if (text := _longest(linked.archive.messages(name)))]
    pieces = _pieces(strip(said.text), [strip(each.text) for each in texts])
    return Template(chosen, said.message, pieces, len(texts))


def _longest(messages: Sequence[Said]) -> Said | None:
    own = [each for each in messages if each.contact]
    return max(own, key=lambda each: (len(each.text), -each.message), default=None)


def _pieces(text: str, others: Sequence[str]) -> tuple[Piece, ...]:
    if not others:
        return (Piece(text, True),)
    own = tokens(text)
    beside = [(other, matches(text, other)) for other in others]
    held = Counter(at for _, found in beside for at in found)
    fixed = [held[at] >= FIXED * len(others) for at in range(len(own))]
    return tuple(_runs(text, own, fixed, beside))


def _runs(
    text: str, own: Sequence[Token], fixed: list[bool], beside: Sequence[tuple[str, dict[int, int]]]
) -> Iterable[Piece]:
    start = 0
    while start < len(own):
        end = start
        while end < len(own) and fixed[end] == fixed[start]:
            end += 1
        last = own[end].start if end < len(own) else len(text)
        first = own[start].start if start else 0
        fillings = () if fixed[start] else _fillings(text[first:last], start, end, beside)
        yield Piece(text[first:last], fixed[start], fillings)
        start = end


def _fillings(
    mine: str, start: int, end: int, beside: Sequence[tuple[str, dict[int, int]]]
) -> tuple[str, ...]:
    """Return what most often stands in other texts between the tokens around a slot."""
    found: Counter[str] = Counter()
    for text, places in beside:
        own = tokens(text)
        first = own[places[start - 1]].end if start - 1 in places else 0 if not start else None
        last = own[places[end]].start if end in places else None
        if first is not None and last is not None and first <= last <= first + LONGEST_FILLING:
            found[text[first:last].strip()] += 1
    own_words = " ".join(mine.split())
    return tuple(each for each, _ in found.most_common() if each and each != own_words)[:EXAMPLES]
