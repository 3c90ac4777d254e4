"""``counterpitch own controls`` and ``path``: what one holds, and what lies between two."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.cli.owning.asking import json_option, print_answer, register_option
from counterpitch.errors import UsageError

if TYPE_CHECKING:
    from counterpitch.ownership.node import Node
    from counterpitch.ownership.reach import Below
    from counterpitch.ownership.view import View


@click.command()
@click.argument("holder")
@register_option
@json_option
@click.option("--most", type=click.IntRange(1), default=50, show_default=True)
def controls(holder: str, folder: Path, as_json: bool, most: int) -> None:
    """Show what HOLDER (a person or company) holds and controls, directly and through others."""
    from counterpitch.ownership.find import find
    from counterpitch.ownership.reach import below
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.view import stored

    register = Register.open(folder)
    node = find(register, holder)
    view = stored(register.data)
    number = view.number(node.id)
    if number is None:
        raise UsageError("it holds nothing in the register.", where=holder[:80])
    answer = below(view, number)
    print_answer(answer, as_json, _held(node, answer, most))


def _held(node: "Node", answer: "Below", most: int) -> Iterator[str]:
    """Yield the lines that tell what lies below ``node``, at most ``most`` companies."""
    from counterpitch.ownership.telling import label, standings
    from counterpitch.render.plain import many, one_line

    yield label(node)
    count = many(len(answer.holdings), "company", "companies")
    yield f"{count} below" if answer.holdings else "Nothing below it on file"
    for holding in answer.holdings[:most]:
        yield f"  {label(holding.node)}"
        how = "directly" if holding.direct else "through others"
        yield (
            f"    {how}, {holding.share.text}; {standings(holding.share)};"
            f" control {holding.control}"
        )
    if len(answer.holdings) > most:
        yield f"  … and {len(answer.holdings) - most:,} more (--most)"
    if answer.cut:
        yield "There is more below; the answer counts only the nearest."
    for remark in answer.remarks:
        yield f"Note: {one_line(remark, 500)}"


@click.command()
@click.argument("first")
@click.argument("second")
@register_option
@click.option("--most", type=click.IntRange(1), default=10, show_default=True)
def path(first: str, second: str, folder: Path, most: int) -> None:
    """Show the chains of holdings from FIRST to SECOND, or the other way round."""
    from counterpitch.ownership.find import find
    from counterpitch.ownership.register import Register
    from counterpitch.ownership.telling import label
    from counterpitch.ownership.view import stored

    register = Register.open(folder)
    one, other = (find(register, text) for text in (first, second))
    view = stored(register.data)
    if view.number(one.id) == view.number(other.id):
        raise UsageError(
            f"both are {label(one)}, one and the same.", where=second[:80],
            hint="Name two, to see how they are connected.",
        )  # fmt: skip
    lines = _between(view, one, other, most) or _between(view, other, one, most)
    for line in lines or ["Neither stands above the other by what is in the register."]:
        click.echo(line)


def _between(view: "View", upper: "Node", lower: "Node", most: int) -> list[str]:
    """Return the lines that tell the chains from ``upper`` down to ``lower``; none if none is."""
    from counterpitch.ownership.above import above
    from counterpitch.ownership.chains import chain, step, ways
    from counterpitch.ownership.telling import label, told_chain
    from counterpitch.ownership.trace import names

    top, bottom = view.number(upper.id), view.number(lower.id)
    if top is None or bottom is None:
        return []
    found = above(view, bottom)
    if top not in found.nodes:
        return []
    place = found.nodes.index(top)
    listed, whole = ways(found, {place}, most)
    called = names(view.node(number) for number in found.nodes[:2000])
    lines = [label(upper), f"  stands above {label(lower)}"]
    for way in listed.get(place, []):
        steps = tuple(step(view, found, at) for at in reversed(way))
        lines += told_chain(chain(steps), called)
    return lines if whole else [*lines, "There are more chains than are listed."]
