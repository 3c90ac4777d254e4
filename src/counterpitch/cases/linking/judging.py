"""Judgements about campaigns, with the person and the reason, in the file the terminal uses too."""

from collections.abc import Sequence
from typing import Any, Final

from counterpitch.campaigns.judgements import Judgement
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.sides import Word, judge
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.linking.place import WAIT_SECONDS, number_of, working
from counterpitch.cases.linking.run import LINKED, opened_state
from counterpitch.cases.store import Store
from counterpitch.cases.text import plain
from counterpitch.errors import UsageError

_NOTED: Final = 100
"""Approaches in whose own journal a judgement is noted."""


def judge_campaigns(
    store: Store, word: Word, names: Sequence[str], *, actor: str, reason: str
) -> Judgement:
    """Keep a judgement and group anew by it; return it with its number.

    ``word`` and ``names`` as in ``campaigns.sides.judge``. The journal notes it with every
    approach that is named. Raises ``UsageError`` where that cannot be, ``Busy`` during a run.
    """
    why = plain(reason.strip(), 2_000)
    if not why:
        raise UsageError("a judgement needs a reason.", hint="Say what settled it.")
    with working(store, wait=WAIT_SECONDS):
        state = opened_state(store)
        if state is None:
            raise UsageError("nothing was linked yet.", hint="Find campaigns first.")
        kept = judge(Linked(state), word, names, at=store.clock(), why=why, by=plain(actor, 200))
        _journal(store, kept, actor)
    return kept


def _journal(store: Store, kept: Judgement, actor: str) -> None:
    payload: dict[str, Any] = {"judgement": kept.number, "word": kept.told, "reason": kept.why}
    if kept.of:
        payload["of"] = kept.of
    named = [each for each in map(number_of, (*kept.one, *kept.other)[:_NOTED]) if each]
    subjects = [f"approach:{each}" for each in named] or ["store"]
    with store.write() as connection:
        append(connection, store.clock(), actor, [Event(LINKED, s, payload) for s in subjects])
