"""Receives: the original first, then what can be read of it, so that a crash loses nothing."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import evidence, index
from counterpitch.cases.codes import new_code
from counterpitch.cases.incoming import batches, items
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.keeping import Item, Kept, keep
from counterpitch.cases.marks import Marks
from counterpitch.cases.nouns.receipts import Receipt
from counterpitch.cases.numbers import alone, inserted
from counterpitch.cases.reassessing import How, outdated, reassess
from counterpitch.cases.receipts import receipt_of
from counterpitch.cases.store import Store
from counterpitch.cases.tables import receipt
from counterpitch.cases.text import plain
from counterpitch.cases.tidying import Tidying
from counterpitch.errors import UnreadableInput
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Channel
from counterpitch.render.notice import told

BATCH: Final = 1_000
"""Conversations written in one transaction."""
NOTICES: Final = 50


Progress = Callable[[int], None]


def _silent(count: int) -> None:
    """Tell nobody."""


def receive(
    store: Store,
    *,
    content: evidence.Content,
    actor: str,
    name: str = "",
    where_from: str = "",
    channel: Channel | None = None,
    revealed: Sequence[str] = (),
    note: str = "",
    consent: bool = False,
    quick: bool = False,
    jobs: int = 1,
    rules: Path | None = None,
    verdicts: Path | None = None,
    progress: Progress = _silent,
) -> Receipt:
    """Keep ``content`` byte for byte, read and assess it, and return the receipt.

    ``name`` is what the reporter calls it, ``where_from`` how it came (``desk``, ``mail``, a link's
    name), ``channel`` where a pasted text was written, if that is known. ``revealed`` is what was
    given away, in words; ``consent`` says that the reporter may be named outside. ``verdicts`` is
    a file as ``scan --jsonl`` wrote it: what it judges is not assessed again. ``progress`` is told
    how many conversations are kept so far. The same bytes from the same actor give the same
    receipt again; one that was cut off is finished. Raises ``UnreadableInput`` where the content
    is empty or cannot be opened.
    """
    called = name or (content.name if isinstance(content, Path) else "pasted text")
    row = {
        "name": plain(called, 400), "actor": plain(actor, 200) or "unknown",
        "where_from": plain(where_from, 400), "channel": channel or "",
        "revealed": msgspec.json.encode([plain(each, 400) for each in revealed]).decode(),
        "note": plain(note, 20_000), "consent": consent, "quick": quick,
    }  # fmt: skip
    number, again = _register(store, content, row, verdicts)
    known = again and _state(store, number) != "reading"
    if not known:
        read(store, number, How(quick, jobs, rules), progress)
    found = receipt_of(store, number, again=again)
    return msgspec.structs.replace(found, new=0) if known else found


def unfinished(store: Store) -> tuple[int, ...]:
    """Return the receipts whose reading was cut off; ``read`` finishes them."""
    with store.read() as connection:
        chosen = sa.select(receipt.c.id).where(receipt.c.state == "reading")
        return tuple(connection.execute(chosen.order_by(receipt.c.id)).scalars())


def resume(store: Store, how: How | None = None) -> int:
    """Finish what a crash cut off; return how many receipts that were."""
    waiting = unfinished(store)
    for number in waiting:
        read(store, number, how)
    if waiting:
        reassess(store, outdated(store), actor="counterpitch", how=how)
    return len(waiting)


def read(store: Store, number: int, how: How | None = None, progress: Progress = _silent) -> None:
    """Read and assess the original of a receipt, a batch at a time. May be repeated at will."""
    with store.read() as connection:
        row = connection.execute(sa.select(receipt).where(receipt.c.id == number)).one()
    chosen = how or How(quick=row.quick)
    notices, count = Notices(), 0
    with closing(Marks()) as marks:
        made = batches(items(store, row, notices, marks, chosen), BATCH)
        for kept in _written(store, row, made):
            count += kept.total
            progress(count)
            if kept.grown:
                reassess(store, kept.grown, actor=row.actor, how=chosen)
    _finish(store, row, count, notices)


def _register(
    store: Store, content: evidence.Content, row: dict[str, Any], verdicts: Path | None
) -> tuple[int, bool]:
    """Keep the original and its receipt; return the receipt's number and if it was there."""
    sha256, size = evidence.digest(content)
    if size == 0:
        raise UnreadableInput("there is nothing in it.", where=row["name"], hint="Paste a message.")
    at = store.clock()
    judged = evidence.digest(verdicts) if verdicts is not None else None
    with store.write() as connection:
        alone(connection)
        same = sa.select(receipt.c.id).where(
            receipt.c.sha256 == sha256, receipt.c.actor == row["actor"]
        )
        found = connection.execute(same).scalar()
        if found is not None:
            evidence.is_kept(connection, sha256)
            return found, True
        new = evidence.keep(connection, content, sha256, size, at)
        if verdicts is not None and judged is not None:
            evidence.keep(connection, verdicts, *judged, at)
        values = row | {
            "code": new_code(), "sha256": sha256, "state": "reading", "notices": "[]",
            "received_at": at, "verdicts_sha256": judged[0] if judged else None,
        }  # fmt: skip
        number = inserted(connection, receipt, values)
        payload = {"sha256": sha256, "size": size, "name": row["name"], "new": new}
        if judged:
            payload["verdicts"] = judged[0]
        events = [Event("received", f"receipt:{number}", payload)]
        append(connection, at, row["actor"], events)
    return number, False


def _state(store: Store, number: int) -> str:
    with store.read() as connection:
        chosen = sa.select(receipt.c.state).where(receipt.c.id == number)
        return str(connection.execute(chosen).scalar_one())


def _written(store: Store, row: sa.Row[Any], batches: Iterator[list[Item]]) -> Iterator[Kept]:
    """Write each batch while the next one is made ready; what is under way is waited for."""
    with ThreadPoolExecutor(max_workers=1) as writer, Tidying(store) as tidying:
        waiting: Future[Kept] | None = None
        for batch in batches:
            if waiting is not None:
                kept = waiting.result()
                tidying.more()
                yield kept
            waiting = writer.submit(_keep, store, row, batch)
        if waiting is not None:
            yield waiting.result()


def _keep(store: Store, row: sa.Row[Any], batch: Sequence[Item]) -> Kept:
    with store.write() as connection:
        return keep(connection, row.id, batch, store.clock(), row.actor)


def _finish(store: Store, row: sa.Row[Any], count: int, notices: Notices) -> None:
    lines = [plain(told(each), 400) for each in notices.kept[:NOTICES]]
    state = "done" if count else "unreadable"
    at: datetime = store.clock()
    with store.write() as connection:
        if count > BATCH:
            index.settle(connection)
        connection.execute(
            receipt.update().where(receipt.c.id == row.id),
            {"state": state, "notices": msgspec.json.encode(lines).decode()},
        )
        payload = {"state": state, "conversations": count, "notices": notices.total()}
        append(connection, at, row.actor, [Event("read", f"receipt:{row.id}", payload)])
