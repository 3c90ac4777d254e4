"""Judgements of people, and who looks after what."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases.counting import Move, moved
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.nouns.approaches import JUDGEMENTS, JudgementWord
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, judgement
from counterpitch.cases.text import plain
from counterpitch.errors import UsageError

_ANSWERS: Final = ("confirmed", "false-alarm", "duplicate")
"""Judgements that answer the reporter's question."""


class Overtaken(UsageError):
    """Somebody judged meanwhile: what was to be kept rests on what is no longer so."""

    status = 409


def judge(
    store: Store,
    numbers: Sequence[int],
    actor: str,
    word: JudgementWord,
    reason: str,
    *,
    seen: int | None = None,
) -> int:
    """Add a person's judgement to each approach; return how many got one.

    Nothing is overwritten: an earlier judgement stays, and the newest one is where the
    approach stands. ``reason`` is required. All of them are judged or none: raises
    ``UsageError`` if a number is unknown, and ``Overtaken`` if one of them has a judgement newer
    than ``seen``, the number of the newest that was shown (0 for none); None asks for no such
    thing.
    """
    wanted, why = _checked(numbers, word, reason)
    at = store.clock()
    with store.write() as connection:
        found = _demanded(connection, wanted)
        if seen is not None:
            _not_overtaken(connection, wanted, seen)
        connection.execute(
            judgement.insert(),
            [
                {"approach_id": n, "at": at, "actor": plain(actor, 200), "judgement": word,
                 "reason": why}
                for n in wanted
            ],
        )  # fmt: skip
        changed = {"status": word, "triaged_at": sa.func.coalesce(approach.c.triaged_at, _at(at))}
        if word in _ANSWERS:
            changed["answered_at"] = sa.func.coalesce(approach.c.answered_at, _at(at))
        connection.execute(approach.update().where(approach.c.id.in_(wanted)).values(changed))
        events = [
            Event("judged", f"approach:{n}", {"judgement": word, "reason": why}) for n in wanted
        ]
        entry = append(connection, at, actor, events)
    moved(store, entry, Counter(Move(row.rank, row.channel, row.status, word) for row in found))
    return len(wanted)


def newest_judgement(store: Store) -> int:
    """Return the number of the newest judgement of all, 0 where there is none."""
    with store.read() as connection:
        return connection.execute(sa.select(sa.func.max(judgement.c.id))).scalar() or 0


def assign(store: Store, numbers: Sequence[int], actor: str, assignee: str) -> int:
    """Say who looks after each approach; an empty ``assignee`` gives it back to all."""
    wanted = sorted(set(numbers))
    with store.write() as connection:
        _demanded(connection, wanted)
        connection.execute(
            approach.update().where(approach.c.id.in_(wanted)), {"assignee": plain(assignee, 200)}
        )
        payload = {"assignee": plain(assignee, 200)}
        events = [Event("assigned", f"approach:{n}", payload) for n in wanted]
        append(connection, store.clock(), actor, events)
    return len(wanted)


def _at(moment: object) -> sa.BindParameter[object]:
    return sa.bindparam(None, moment, type_=approach.c.triaged_at.type)


def _checked(numbers: Sequence[int], word: JudgementWord, reason: str) -> tuple[list[int], str]:
    if word not in JUDGEMENTS:
        known = ", ".join(JUDGEMENTS)
        raise UsageError(f"'{word}' is no judgement.", hint=f"One of: {known}.")
    why = plain(reason.strip(), 4_000)
    if not why:
        raise UsageError("a judgement needs a reason.", hint="Say in a few words why.")
    if not numbers:
        raise UsageError("no approach was named.", hint="Give one number or more.")
    return sorted(set(numbers)), why


def _demanded(connection: sa.Connection, wanted: Sequence[int]) -> Sequence[sa.Row[Any]]:
    """Lock the rows and return what is counted of them as it was.

    They are locked in the order of their numbers: so two bulk judgements never wait in a ring.
    """
    columns = (approach.c.id, approach.c.rank, approach.c.channel, approach.c.status)
    chosen: sa.Select[Any] = (
        sa.select(*columns).where(approach.c.id.in_(wanted)).order_by(approach.c.id)
    )
    rows = connection.execute(chosen.with_for_update()).all()
    missing = set(wanted) - {row.id for row in rows}
    if missing:
        named = ", ".join(str(each) for each in sorted(missing)[:5])
        raise UsageError(f"there is no approach {named}.", hint="See counterpitch queue.")
    return rows


def _not_overtaken(connection: sa.Connection, wanted: Sequence[int], seen: int) -> None:
    """Raise where one of the approaches, whose rows are locked, was judged after ``seen``."""
    chosen = sa.select(judgement).where(judgement.c.approach_id.in_(wanted), judgement.c.id > seen)
    newest = {row.approach_id: row for row in connection.execute(chosen.order_by(judgement.c.id))}
    if newest:
        told = "; ".join(_told(row) for row in list(newest.values())[:5])
        raise Overtaken(
            f"Nothing was kept, for somebody judged meanwhile: {told}.",
            hint=f"To judge all the same, name judgement {max(r.id for r in newest.values())} as"
            " seen.",
        )


def _told(row: sa.Row[Any]) -> str:
    word = row.judgement.replace("-", " ")
    return f"A-{row.approach_id} {word} by {row.actor} on {row.at:%Y-%m-%d %H:%M} UTC"
