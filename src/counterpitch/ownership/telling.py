"""A trace and its neighbours told as lines of text for a terminal."""

from collections.abc import Iterator
from typing import Final

from msgspec import structs

from counterpitch.ownership.answer import Bounds, Chain, Owner, Standing, Trace
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.remarks import not_yet
from counterpitch.ownership.trace import names
from counterpitch.render.plain import one_line

_LABELS: Final = (">25 %", ">50 %", "≥75 %")
_CONTROL: Final[dict[Standing, str]] = {
    "certain": "controls it",
    "possible": "may control it",
    "excluded": "does not control it",
}
MOST: Final = 25


def told(trace: Trace, *, chains: bool = True) -> Iterator[str]:
    """Yield the lines of a trace."""
    called = names([trace.company, *trace.nodes, *(o.node for o in trace.owners)])
    yield _title(trace)
    if trace.as_of or trace.known_at:
        yield _when(trace)
    yield ""
    if not trace.owners and not_yet(trace.company, trace.as_of):
        yield from trace.remarks
        return
    yield "Ultimate owners" if trace.owners else "No owner is named in the register."
    for owner in trace.owners[:MOST]:
        yield from _owner(owner, called, chains)
    if len(trace.owners) > MOST:
        yield f"  … and {len(trace.owners) - MOST} more with smaller parts"
    yield from _between(trace)
    yield from _unknown(trace, called)
    yield from _rings(trace, called)
    for claim in trace.claims:
        fits = "fits" if claim.fits else "does not fit: ask which is right"
        yield (
            f"Claimed as indirect: {one_line(claim.owner.name or claim.owner.id, 60)}"
            f" {claim.claimed.text}; by its chains {claim.computed.text}: {fits}"
        )
    for remark in trace.remarks:
        yield f"Note: {remark}"


def label(node: Node) -> str:
    """Return a node's name and what tells it apart, on one line."""
    extra = [node.id, node.status, f"dissolved {node.dissolved}" if node.dissolved else ""]
    name = node.name or (f"unknown ({node.reason})" if node.kind == "unknown" else node.id)
    return one_line(f"{name}  [{', '.join(part for part in extra if part)}]")


def standings(bounds: Bounds) -> str:
    """Return how sure each threshold is: ``>25 % certain · >50 % possible · …``."""
    return " · ".join(f"{name} {how}" for name, how in zip(_LABELS, bounds.standings, strict=True))


def _title(trace: Trace) -> str:
    """Return the company on one line; for an earlier day its status is told as that of today."""
    node = trace.company
    told = (
        structs.replace(node, status=f"now {node.status}") if trace.as_of and node.status else node
    )
    parts = [label(told)]
    if node.incorporated:
        parts.append(f"since {node.incorporated}")
    return "  ".join(parts)


def _when(trace: Trace) -> str:
    held = f"as it was on {trace.as_of}" if trace.as_of else "as it is"
    filed = f"by what was on file on {trace.known_at}"
    loaded = f" of {trace.newest}" if trace.newest else ""
    return f"{held}, {filed if trace.known_at else f'by the newest load{loaded}'}"


def _owner(owner: Owner, called: dict[str, str], chains: bool) -> Iterator[str]:
    yield f"  {label(owner.node)}"
    yield f"    economic   {owner.share.text:<18} {standings(owner.share)}"
    yield f"    by law     {owner.law.text:<18} {standings(owner.law)}"
    yield f"    control    {_CONTROL[owner.control]}"
    yield f"    widest way {owner.weakest.text:<18} its smallest holding"
    for chain in owner.chains if chains else ():
        yield from told_chain(chain, called)


def told_chain(chain: Chain, called: dict[str, str]) -> Iterator[str]:
    """Yield a chain, owner first, each link with its dates and document."""
    yield f"    chain ({chain.share.text})"
    for step in chain.steps:
        yield (
            f"      {one_line(called.get(step.owner, step.owner), 60)}"
            f" → {one_line(called.get(step.owned, step.owned), 60)}: {step.share.text}"
        )
        for interest in step.interests[:6]:
            yield f"        {told_interest(interest)}"


def told_interest(interest: Interest) -> str:
    """Return one interest: what, how much, since when, and where it is written."""
    low, high = f"{100 * interest.lo:g}", f"{100 * interest.hi:g}"
    band = f"{low}-{high} %" if interest.lo != interest.hi else f"{low} %"
    if (interest.lo, interest.hi) == (0.0, 1.0):
        band = "size unknown"
    parts = [interest.basis.replace("_", " "), band]
    if interest.capacity != "self":
        parts.append(interest.capacity.replace("_", " "))
    parts.append(f"since {interest.since}" if interest.since else "start not stated")
    if interest.until:
        parts.append(f"until {interest.until}")
    return one_line(f"{', '.join(parts)}  ({interest.source} {interest.source_ref})", 200)


def _between(trace: Trace) -> Iterator[str]:
    if trace.between:
        yield ""
        yield "Companies in between"
    for owner in trace.between[:MOST]:
        yield f"  {label(owner.node)}"
        yield f"    economic   {owner.share.text:<18} {_CONTROL[owner.control]}"
        yield f"    by law     {owner.law.text:<18} {standings(owner.law)}"


def _unknown(trace: Trace, called: dict[str, str]) -> Iterator[str]:
    yield ""
    yield "What is not known"
    for unknown in trace.unknowns[:MOST]:
        name = one_line(called.get(unknown.at, unknown.at), 60)
        yield f"  {name}: {unknown.sentence} ({unknown.share.text})"
    bounds = trace.undisclosed
    yield f"  held by nobody who is named: {bounds.text}"


def _rings(trace: Trace, called: dict[str, str]) -> Iterator[str]:
    for ring, what in [(r, "Ring") for r in trace.rings] + [
        (r, "Ring without an owner outside on file,") for r in trace.closed
    ]:
        listed = ", ".join(one_line(called.get(id, id), 40) for id in ring[:8])
        yield f"{what} of {len(ring)}: {listed}{' …' if len(ring) > 8 else ''}"
    if trace.over_declared:
        listed = ", ".join(one_line(called.get(id, id), 40) for id in trace.over_declared[:8])
        yield f"Declared to more than 100 %: {listed}"
