"""What keeps an answer from being exact, in words: rings, double counts, and what was cut off."""

from collections.abc import Iterator
from typing import Final

from counterpitch.ownership.rings import Rings
from counterpitch.ownership.tracing import Tracing
from counterpitch.ownership.twice import told_twice

MOST_STEPS: Final = 2_000
"""Holdings that are listed, and among which those told twice are looked for further up."""


def cautions(
    tracing: Tracing, circles: Rings, over: tuple[str, ...], *, whole: bool
) -> Iterator[str]:
    """Yield each caution; ``whole`` tells whether all chains are listed."""
    if circles.closed:
        yield (
            "There is a ring of companies with no owner outside of it on file; nobody's share"
            " in it can be told. Ask who holds what the register does not list."
        )
    if over:
        yield (
            "Some companies' declared holdings exceed 100 % together (joint holders, or one"
            " holder listed twice); no lower bound is drawn from them, except by law, where"
            " joint holders each count with the whole."
        )
    twice = _twice(tracing)
    if twice:
        yield (
            f"{', '.join(twice)} stand in the register beside a company below them. Registers"
            " list what is held directly or indirectly: if that is one holding told twice, the"
            " economic part is less than what is shown, and its lower bound is not certain. Ask"
            " which of the two is held directly."
        )
    if circles.rings and tracing.result.inexact:
        yield "In a large ring the bounds are right, but may be wider than they need be."
    if not whole:
        yield "There are more chains than are listed; the shares count all of them."
    if tracing.work <= 0:
        yield "Of companies in between in so large a tangle the parts are not worked out."
    if tracing.above.cut:
        yield "Too many stand above this company; the answer counts only the nearest."
    if tracing.unstated:
        yield "Where neither shares nor votes are stated, 0 to 100 % is reckoned with."


def _twice(tracing: Tracing) -> list[str]:
    """Return the names of up to five holders whose holding may be told twice."""
    places = [0, *tracing.between()] if len(tracing.above.pairs) <= MOST_STEPS else [0]
    found = {
        tracing.step(at).owner: None
        for at in told_twice(tracing.above.shares, places)
        if any(each.directness != "direct" for each in tracing.step(at).interests)
    }  # fmt: skip
    return [tracing.view.node(number).name or id for id in list(found)[:5]
            if (number := tracing.view.number(id)) is not None]  # fmt: skip
