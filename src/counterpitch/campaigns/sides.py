"""The two sides of a judgement: which approaches it is about."""

from collections.abc import Sequence

from counterpitch.campaigns.linked import Linked
from counterpitch.errors import UsageError

Sides = tuple[tuple[str, ...], tuple[str, ...]]


def pairing(found: Linked, one: str, other: str) -> Sides:
    """Return two approaches; raise ``UsageError`` where they are one or not there."""
    a, b = found.approach(one), found.approach(other)
    if a == b:
        raise UsageError("these are one and the same approach.", hint="Name two.")
    return (a,), (b,)


def merging(found: Linked, one: str, other: str) -> Sides:
    """Return the founders of two campaigns that are to be one."""
    a, b = found.campaign(one), found.campaign(other)
    if a == b:
        raise UsageError("these are one campaign already.")
    return (found.members[a][0],), (found.members[b][0],)


def splitting(
    found: Linked, whole: str, approaches: Sequence[str]
) -> tuple[Sides | None, Sides]:
    """Return what must stay together (None for a single approach), and what comes apart."""
    members = found.members[found.campaign(whole)]
    out = tuple(dict.fromkeys(found.approach(each) for each in approaches))
    if strangers := [each for each in out if each not in members]:
        raise UsageError(f"{strangers[0]} is not in this campaign.")
    rest = tuple(each for each in members if each not in out)
    if not rest:
        raise UsageError("nothing would be left in the campaign.", hint="Name fewer approaches.")
    return ((out[:1], out[1:]) if len(out) > 1 else None), (out, rest)
