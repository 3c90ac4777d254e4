"""How many approaches there are by band and status: counted now and then, kept up by judgements.

Counting reads every approach, though of an index alone. PostgreSQL looks at the row itself wherever
its page was written since the last VACUUM: a few hundred judgements make it read fifty times as
much. So a judgement does not throw away what was counted; it moves so many from one status to
another.
"""

import time
from collections import Counter, deque
from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.nouns.page import Status
from counterpitch.cases.ready import Ready
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, journal
from counterpitch.model.verdict import BANDS, Band

FRESH: Final = 2.0
"""Seconds for which nobody counts anew."""
_SHARE: Final = 20.0
"""The same in terms of what counting takes: so it never takes more than a twentieth of the time."""
_REMEMBERED: Final = 60.0
"""Seconds for which moves are remembered: longer than counting takes, whose result may lack them"""
_KEPT: Final = "counts"

_END: Final = sa.select(sa.func.max(journal.c.seq)).scalar_subquery().label("end")
_GROUPS: Final = (approach.c.rank, approach.c.status)
_COUNTED: Final = sa.select(*_GROUPS, sa.func.count().label("many"), _END).group_by(*_GROUPS)
_ALL: Final = Ready(_COUNTED)
_ONE: Final = Ready(_COUNTED.where(approach.c.channel == sa.bindparam("channel", "")))


class Move(msgspec.Struct, frozen=True):
    """A judgement, as far as it is counted: of what band and channel, from which status to which.

    ``rank`` is 0 (none) to 3 (high).
    """

    rank: int
    channel: str
    before: Status
    after: Status


Moves = Mapping[Move, int]
"""How many approaches made each move."""


class _Counted(msgspec.Struct):
    """What was counted, and moved since. ``end`` is the last entry of the journal it knows of."""

    at: float
    fresh: float
    end: int
    found: Counter[tuple[Band, Status]]

    def move(self, moves: Moves, channel: str) -> None:
        """Follow the moves that belong to ``channel`` (all of them if it is empty)."""
        for each, many in moves.items():
            if channel in ("", each.channel):
                self.found[BANDS[each.rank], each.before] -= many
                self.found[BANDS[each.rank], each.after] += many


class _Tally(msgspec.Struct):
    """What is held by channel (empty for all), and the newest moves with time and journal entry."""

    held: dict[str, _Counted]
    moves: deque[tuple[float, int, Moves]]


def counts(store: Store, channel: str = "") -> dict[tuple[Band, Status], int]:
    """Return how many approaches there are by band and status, none left out but zeros.

    ``channel`` counts those of one channel, which is a name of ``Channel``. Judgements of this
    process are in it at once; what else happened may be missing for two seconds, or for twenty
    times as long as counting takes.
    """
    moment, tally = time.monotonic(), _tally(store)
    with store.lock:
        held = tally.held.get(channel)
        if held is not None and moment - held.at < held.fresh:
            return dict(+held.found)
        if held is not None:
            # While one counts, the others get what was counted before.
            held.at = moment
    made = _counted(store, channel, moment)
    with store.lock:
        for _, entry, moves in tally.moves:
            if entry > made.end:
                made.move(moves, channel)
        tally.held[channel] = made
        return dict(+made.found)


def moved(store: Store, entry: int, moves: Moves) -> None:
    """Tell of judgements that the entry of the journal of this number, now committed, is about.

    Entries are committed in their order. So whoever counts sees all up to the last one that they
    see, and what is told of a later one is missing from what they counted.
    """
    moment, tally = time.monotonic(), _tally(store)
    with store.lock:
        while tally.moves and moment - tally.moves[0][0] > _REMEMBERED:
            tally.moves.popleft()
        tally.moves.append((moment, entry, moves))
        for channel, held in tally.held.items():
            if entry > held.end:
                held.move(moves, channel)


def _tally(store: Store) -> _Tally:
    found: _Tally = store.recent.setdefault(_KEPT, _Tally({}, deque()))
    return found


def _counted(store: Store, channel: str, began: float) -> _Counted:
    with store.look(single=True) as look:
        rows = _ONE.all(look, channel=channel) if channel else _ALL.all(look)
    found = Counter({(BANDS[row.rank], row.status): row.many for row in rows})
    done = time.monotonic()
    end = rows[0].end or 0 if rows else 0
    return _Counted(done, max(FRESH, _SHARE * (done - began)), end, found)
