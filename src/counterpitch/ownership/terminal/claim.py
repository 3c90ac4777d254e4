"""What a register says about a claimed company, in a terminal."""

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from counterpitch.ownership.claim import BESIDE, NO_PROOF
from counterpitch.ownership.verify import Point, Verified
from counterpitch.render.plain import one_line

MARKS: Final = {"for": "+", "against": "-", "neither": " "}
_STYLE: Final = {"for": "green", "against": "yellow", "neither": ""}


def lines(found: Verified) -> Iterator[str]:
    """Yield the points as lines: what was asked, the answer, the honest explanation, the row."""
    for point in found.points:
        yield f"{MARKS[point.weight]} {point.question} {one_line(point.answer)}"
        if point.innocent:
            yield f"    honest explanation: {point.innocent}"
        if point.source_ref:
            yield f"    by: {point.source} {one_line(point.source_ref)}"


def screen(found: Iterable[Verified]) -> RenderableType:
    """Return the section that stands beneath a verdict."""
    parts: list[RenderableType] = []
    for each in found:
        head = Text("\nThe company that the contact claims", "bold")
        head.append(f"  {one_line(each.claim, 80)}", "not bold")
        parts += [head, *map(_point, each.points)]
    parts += [Text(f"  {NO_PROOF}", "dim"), Text(f"  {BESIDE}", "dim")]
    return Group(*parts)


def _point(point: Point) -> RenderableType:
    said = Text(f"  {MARKS[point.weight]} ", _STYLE[point.weight])
    said.append(f"{point.question} ", "bold").append(one_line(point.answer))
    rest = [f"Or: {point.innocent}"] if point.innocent else []
    if point.source_ref:
        rest.append(f"{point.source} {one_line(point.source_ref)}")
    below = [Padding(Text(each, "dim"), (0, 0, 0, 6)) for each in rest]
    return Group(said, *below)


def summary(found: Verified) -> Text:
    """Return a claim on one line: the name, and what does not speak for it."""
    odd = [point.answer for point in found.points if point.weight == "against"]
    text = Text(one_line(found.claim, 60), "bold")
    said = " ".join(odd) if odd else "nothing in the register speaks against it."
    return text.append(f": {one_line(said, 220)}", "not bold")
