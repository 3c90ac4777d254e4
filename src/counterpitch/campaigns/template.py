"""The template of a campaign: the text that most members resemble, and what varies in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from counterpitch.campaigns.archive import Said
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.reuse.align import Word, words
from counterpitch.campaigns.reuse.boilerplate import strip

VARIANTS: Final = 40
"""Members whose texts are laid beside the template."""
FIXED: Final = 0.6
"""Share of members that have a word of the template from which it counts as fixed."""
EXAMPLES: Final = 4


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
    from counterpitch.campaigns.reuse.align import shared

    own = words(text)
    held = [0] * len(own)
    fillings: list[list[str]] = [[] for _ in own]
    for other in others:
        _lay_beside(own, text, other, shared(text, other), held, fillings)
    if not others:
        return (Piece(text, True),)
    fixed = [count >= FIXED * len(others) for count in held]
    return tuple(_runs(text, own, fixed, fillings))


def _lay_beside(
    own: Sequence[Word], text: str, other: str, passages: Sequence[tuple[int, int, int, int]],
    held: list[int], fillings: list[list[str]],
) -> None:  # fmt: skip
    """Count which words of ``own`` stand in ``other``, and note what stands there instead."""
    at = other_at = 0
    number = 0
    for start, end, other_start, other_end in passages:
        first = number
        while number < len(own) and own[number].start < start:
            number += 1
        if number > first and other_at <= other_start <= other_at + 120:
            fillings[first].append(other[other_at:other_start].strip(" ,.;:!?\n"))
        while number < len(own) and own[number].end <= end:
            held[number] += 1
            number += 1
        at, other_at = end, other_end
    del at


def _runs(
    text: str, own: Sequence[Word], fixed: list[bool], fillings: list[list[str]]
) -> Iterable[Piece]:
    start = 0
    while start < len(own):
        end = start
        while end < len(own) and fixed[end] == fixed[start]:
            end += 1
        last = own[end].start if end < len(own) else len(text)
        first = own[start].start if start else 0
        several = Counter(each for slot in fillings[start:end] for each in slot if each)
        shown = tuple(each for each, _ in several.most_common(EXAMPLES))
        yield Piece(text[first:last], fixed[start], () if fixed[start] else shown)
        start = end
