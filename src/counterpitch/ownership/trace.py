"""The answer about one company: who is behind it, how much, how surely, and what nobody says."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from msgspec import structs

from counterpitch.errors import UsageError
from counterpitch.ownership.answer import Bounds, Claim, Owner, Trace
from counterpitch.ownership.cautions import MOST_STEPS, cautions
from counterpitch.ownership.chains import ways
from counterpitch.ownership.control import held
from counterpitch.ownership.node import Node
from counterpitch.ownership.remarks import aged, dated
from counterpitch.ownership.rings import over_declared, rings
from counterpitch.ownership.share import combined
from counterpitch.ownership.tracing import ALL, Tracing
from counterpitch.ownership.unknowns import undisclosed, unknowns
from counterpitch.ownership.view import View

MOST_OWNERS: Final = 200
"""Owners for whom control and law are worked out; of the others the share is given."""

MOST_CHAINS: Final = 40
"""Owners, and companies in between, whose chains are listed."""


def trace(
    view: View, id: str, as_of: date | None = None, known_at: date | None = None,
    newest: date | None = None,
) -> Trace:  # fmt: skip
    """Return the whole answer about the company called ``id``.

    ``as_of`` and ``known_at`` are the dates that ``view`` was made for, ``newest`` is the day of
    the register's last load; they are only told on.
    """
    number = view.number(id)
    if number is None:
        raise UsageError("there is no such company in the register.", where=id[:80])
    found = _answer(Tracing(view, number), as_of, known_at)
    remarks = (*dated(found.company, as_of, known_at, newest), *found.remarks, *aged(found.steps))
    return structs.replace(found, newest=newest, remarks=remarks)


def _answer(tracing: Tracing, as_of: date | None, known_at: date | None) -> Trace:
    between = tracing.between()
    first = tracing.ranked(tracing.found)
    owners, middle, whole = _owners(tracing, first, between)
    circles = rings(tracing.view, tracing.above, tracing.result)
    over = over_declared(tracing.view, tracing.above, tracing.result)
    steps = tuple(map(tracing.step, range(min(len(tracing.above.pairs), MOST_STEPS))))
    return Trace(
        company=tracing.node(0), as_of=as_of, known_at=known_at, owners=tuple(owners),
        between=tuple(middle), unknowns=tuple(unknowns(tracing, first)),
        undisclosed=undisclosed(tracing.found), rings=circles.rings, closed=circles.closed,
        over_declared=over, steps=steps,
        nodes=_nodes(tracing, {id for each in steps for id in (each.owner, each.owned)}),
        remarks=tuple(cautions(tracing, circles, over, whole=whole)),
        claims=tuple(_claims(tracing, [*owners, *middle])),
    )  # fmt: skip


def _owners(
    tracing: Tracing, first: list[int], between: list[int]
) -> tuple[list[Owner], list[Owner], bool]:
    """Return ultimate owners, companies in between, and whether all chains are listed."""
    listed = [place for place in first if tracing.node(place).kind != "unknown"]
    by = held(
        tracing.above.shares, tracing.above.votes, tracing.influence,
        [*first[:MOST_OWNERS], *between], joint=tracing.joint(between), direct=tracing.direct(),
    )  # fmt: skip
    found, whole = ways(tracing.above, {*first[:MOST_CHAINS], *between[:MOST_CHAINS]})
    owners = [
        tracing.owner(place, tracing.found[place], tracing.votes.get(place), by, found)
        for place in listed
    ]
    return owners, [tracing.passing(place, by, found) for place in between], whole


def _nodes(tracing: Tracing, shown: set[str]) -> tuple[Node, ...]:
    """Return the nodes of the steps that are listed, and the company itself."""
    if len(tracing.above.nodes) > MOST_STEPS:
        return tuple(tracing.nodes.values())
    every = map(tracing.node, range(len(tracing.above.nodes)))
    return tuple(each for each in every if each.id in shown or each.id == tracing.node(0).id)


def _claims(tracing: Tracing, owners: list[Owner]) -> Iterator[Claim]:
    by_id = {owner.node.id: owner.share for owner in owners}
    for holder, interests in tracing.view.claims(tracing.above.nodes[0]):
        node = tracing.view.node(holder)
        share = combined(interests)
        computed = by_id.get(node.id, ALL)
        yield Claim(
            node, interests, Bounds(share.lo, share.hi, (share.lo + share.hi) / 2), computed,
            share.lo <= computed.hi + 1e-6 and computed.lo <= share.hi + 1e-6,
        )  # fmt: skip


def names(nodes: Iterable[Node]) -> dict[str, str]:
    """Return what to call each node: its name, or what it is."""
    return {
        node.id: node.name or (f"unknown ({node.reason})" if node.kind == "unknown" else node.id)
        for node in nodes
    }
