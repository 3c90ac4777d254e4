"""Judgements about campaigns, with the person and the reason, in the file the terminal uses too."""

from collections.abc import Sequence
from typing import Final, Literal, get_args

from counterpitch.campaigns.judgements import Judgement, append
from counterpitch.campaigns.link import relinked
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.sides import Sides, merging, pairing, splitting
from counterpitch.cases.journal.append import Event
from counterpitch.cases.journal.append import append as note
from counterpitch.cases.linking.place import WAIT_SECONDS, number_of, working
from counterpitch.cases.linking.run import LINKED, opened_state
from counterpitch.cases.store import Store
from counterpitch.cases.text import plain
from counterpitch.errors import UsageError

Word = Literal["same", "different", "merge", "split", "undo"]
WORDS: Final[tuple[Word, ...]] = get_args(Word)
_NOTED: Final = 100
"""Approaches in whose own journal a judgement is noted."""


def judge_campaigns(
    store: Store, word: Word, names: Sequence[str], *, actor: str, reason: str
) -> Judgement:
    """Keep a judgement and group anew by it; return it with its number.

    ``names``: two approaches for ``same`` and ``different``, two campaigns for ``merge``, a
    campaign and the approaches that leave it for ``split``, a number for ``undo``. Raises
    ``UsageError`` where they do not fit or an earlier judgement is contradicted.
    """
    why = plain(reason.strip(), 2_000)
    if not why:
        raise UsageError("a judgement needs a reason.", hint="Say what settled it.")
    with working(store, wait=WAIT_SECONDS):
        state = opened_state(store)
        if state is None:
            raise UsageError("nothing was linked yet.", hint="Find campaigns first.")
        kept = _kept(store, Linked(state), word, names, actor, why)
        relinked(state)
        _journal(store, kept, actor)
    return kept


def _kept(
    store: Store, found: Linked, word: Word, names: Sequence[str], actor: str, why: str
) -> Judgement:
    def keep(act: Literal["same", "different", "undo"], sides: Sides, of: int = 0) -> Judgement:
        one, other = sides
        draft = Judgement(0, store.clock(), act, one, other, of, word, why, plain(actor, 200))
        return append(found.state.judgements, draft)

    if word == "undo":
        if len(names) != 1 or not (names[0].isascii() and names[0].isdigit() and len(names[0]) < 9):
            raise UsageError("name the judgement by its number.")
        return keep("undo", ((), ()), int(names[0]))
    if word == "split":
        if len(names) < 2:
            raise UsageError("name the approaches that leave the campaign.")
        together, apart = splitting(found, names[0], names[1:])
        if together is not None:
            keep("same", together)
        return keep("different", apart)
    if word not in WORDS or len(names) != 2:
        raise UsageError("name two to judge about.", hint=f"Known are {', '.join(WORDS)}.")
    if word == "merge":
        return keep("same", merging(found, *names))
    return keep("same" if word == "same" else "different", pairing(found, *names))


def _journal(store: Store, kept: Judgement, actor: str) -> None:
    payload = {"judgement": kept.number, "word": kept.told, "reason": kept.why}
    if kept.of:
        payload["of"] = kept.of
    named = [each for each in map(number_of, (*kept.one, *kept.other)[:_NOTED]) if each]
    subjects = [f"approach:{each}" for each in named] or ["store"]
    with store.write() as connection:
        note(connection, store.clock(), actor, [Event(LINKED, s, payload) for s in subjects])
