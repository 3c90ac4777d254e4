"""What a chart is drawn from: boxes and links, free of where they come from."""

from typing import Literal

import msgspec

from counterpitch.ownership.answer import Bounds, Standing
from counterpitch.ownership.node import Kind

Form = Literal["solid", "dashed"]
"""``solid``: some share is certain; ``dashed``: there may be none."""


class Box(msgspec.Struct, frozen=True):
    """One node: its name, what it is, and up to two short lines below the name.

    ``standings`` say how sure it is that its share of the target passes 25, 50 and 75 %.
    ``folded`` counts the holders that this box stands for, 0 for an ordinary one.
    """

    id: str
    name: str
    kind: Kind = "company"
    lines: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()
    target: bool = False
    ended: bool = False
    folded: int = 0


class Link(msgspec.Struct, frozen=True):
    """``owner`` holds ``owned``: the words on the line, and how much at most (0 to 1)."""

    owner: str
    owned: str
    text: str = ""
    form: Form = "solid"
    weight: float = 0.0


class Graph(msgspec.Struct, frozen=True):
    """All boxes and links of one chart; ``title`` is what a screen reader says."""

    title: str
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


def band(share: Bounds) -> str:
    """Return a share as the words on a line: "25–50 %", "over 50 %", "?"."""
    if share.lo <= 1e-9 and share.hi >= 1 - 1e-9:
        return "?"
    return share.text.replace("-", "–").replace(" (unknown)", "")
