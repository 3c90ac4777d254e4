"""Judging about campaigns: which approaches a judgement is about, and keeping it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, get_args

from counterpitch.campaigns.judgements import Act, Judgement, append
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.regrouping import relinked
from counterpitch.errors import UsageError

Word = Literal["same", "different", "merge", "split", "undo"]
WORDS: Final[tuple[Word, ...]] = get_args(Word)
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


def splitting(found: Linked, names: Sequence[str]) -> Sides:
    """Return what leaves a campaign together, and the rest; ``names`` are the campaign and the
    approaches that leave."""
    if len(names) < 2:
        raise UsageError("name the approaches that leave the campaign.")
    whole, *approaches = names
    members = found.members[found.campaign(whole)]
    out = tuple(dict.fromkeys(found.approach(each) for each in approaches))
    if strangers := [each for each in out if each not in members]:
        raise UsageError(f"{strangers[0]} is not in this campaign.")
    rest = tuple(each for each in members if each not in out)
    if not rest:
        raise UsageError("nothing would be left in the campaign.", hint="Name fewer approaches.")
    return out, rest


def judge(
    found: Linked, word: Word, names: Sequence[str], *, at: datetime, why: str, by: str = ""
) -> Judgement:
    """Keep a judgement and group anew by it; return it with its number.

    ``names``: two approaches for ``same`` and ``different``, two campaigns for ``merge``, a
    campaign and the approaches that leave it for ``split``, a number for ``undo``. Raises
    ``UsageError`` where they do not fit or an earlier judgement is contradicted.
    """

    def keep(act: Act, sides: Sides = ((), ()), of: int = 0) -> Judgement:
        named = () if of else tuple(names)
        draft = Judgement(0, at, act, *sides, of=of, told=word, named=named, why=why, by=by)
        return append(found.state.judgements, draft)

    if word == "undo":
        kept = keep("undo", of=_number(names))
    elif word == "split":
        kept = keep("split", splitting(found, names))
    elif word not in WORDS or len(names) != 2:
        raise UsageError("name two to judge about.", hint=f"Known are {', '.join(WORDS)}.")
    elif word == "merge":
        kept = keep("same", merging(found, *names))
    else:
        kept = keep(word, pairing(found, *names))
    relinked(found.state)
    return kept


def _number(names: Sequence[str]) -> int:
    if len(names) != 1 or not (names[0].isascii() and names[0].isdigit() and len(names[0]) < 9):
        raise UsageError("name the judgement by its number.")
    return int(names[0])
