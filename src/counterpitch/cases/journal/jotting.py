"""Jots down one entry by itself, past SQLAlchemy: a page that is looked at adds one every time.

It is a transaction of its own, and the chain is that of ``append``. PostgreSQL finds the end of the
chain, hashes and writes in one statement. After a power cut (not a crash of the program) the last
such entries may be missing.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any, Final

from counterpitch.cases.journal.append import (
    ENTRY,
    HEAD,
    LOCK,
    PAYLOAD,
    Event,
    end_of,
    rows,
)
from counterpitch.cases.journal.chain import (
    GENESIS,
    SALT_BYTES,
    around_seq,
    payload_hash,
    payload_text,
)
from counterpitch.cases.looking import Look
from counterpitch.cases.ready import Ready, refusal, together
from counterpitch.cases.store import Store
from counterpitch.cases.tables import journal, journal_payload
from counterpitch.cases.tables.base import to_micros
from counterpitch.cases.text import plain
from counterpitch.cases.writing import inserting

Values = Mapping[str, int | str | None]

_LOCKED: Final = f"SELECT pg_advisory_xact_lock({LOCK})"
_WRITTEN: Final = f"""
WITH own AS (
  SELECT coalesce(max(seq), 0) + 1 AS seq, coalesce(max(hash), '{GENESIS}') AS previous
  FROM (SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1) AS last
), made AS (
  INSERT INTO journal ({", ".join(ENTRY)})
  SELECT seq, %(jot_at)s::bigint, %(jot_actor)s::text, %(jot_action)s::text, %(jot_subject)s::text,
    %(jot_hashed)s::text, previous,
    encode(sha256(convert_to(previous || encode(sha256(convert_to(
      %(jot_before)s::text || seq || %(jot_after)s::text, 'UTF8')), 'hex'), 'UTF8')), 'hex')
  FROM own WHERE EXISTS (THERE) AND LOCK
  ON CONFLICT DO NOTHING
  RETURNING seq
)
INSERT INTO journal_payload ({", ".join(PAYLOAD)})
SELECT seq, %(jot_salt)s::bytea, %(jot_payload)s::text FROM made RETURNING seq
"""  # noqa: S608  # nosec B608
_QUICKLY: Final = _WRITTEN.replace("LOCK", f"pg_try_advisory_xact_lock({LOCK})")
_SURELY: Final = _WRITTEN.replace("LOCK", "true")


def jot(store: Store, actor: str, event: Event, *, there: Ready, **values: int | str) -> bool:
    """Add ``event`` if the question ``there`` finds anything; tell whether it did."""
    return jot_and_ask(store, actor, event, there, (), values)[0]


def jot_and_ask(
    store: Store,
    actor: str,
    event: Event,
    there: Ready,
    questions: Sequence[Ready],
    values: Values,
) -> tuple[bool, list[list[Any]]]:
    """Add ``event`` as :func:`jot` does, then put ``questions``; return what each of them finds."""
    who = plain(actor, 200) or "unknown"
    with store.look(writing=True) as look:
        try:
            if store.sqlite:
                noted = _jotted(store, look, who, event, there, values)
                look.begin()
                return noted, together(look, questions, **values)
            noted = _written(store, look, who, event, there, values)
            return noted, together(look, questions, **values)
        except look.dialect.loaded_dbapi.Error as error:
            raise refusal(error, "an entry of the journal", look.dialect) from error


def _written(
    store: Store, look: Look, who: str, event: Event, there: Ready, values: Values
) -> bool:
    """Write an entry into PostgreSQL: in one go where nobody else holds the lock.

    That statement sees the end of the chain as it was when it began. Whoever wrote after that, and
    before the lock was taken, has the number already; then, as where the lock is held, nothing is
    written, and it is done again under the lock.
    """
    statement, given = there.within(look.dialect, values)
    told = {**given, **_told(store, who, event)}
    if look.run(_QUICKLY.replace("THERE", statement), told):
        return True
    look.driver.execute("BEGIN")
    look.driver.execute(_LOCKED)
    written = look.run(_SURELY.replace("THERE", statement), told)
    look.driver.execute("COMMIT")
    return bool(written)


def _told(store: Store, who: str, event: Event) -> dict[str, Any]:
    """Return the values of ``_WRITTEN``: all of an entry but its number and its hash."""
    at, salt, text = store.clock(), os.urandom(SALT_BYTES), payload_text(event.payload)
    hashed = payload_hash(salt, text)
    before, after = around_seq(at, who, event.action, event.subject, hashed)
    return {
        "jot_at": to_micros(at), "jot_actor": who, "jot_action": event.action,
        "jot_subject": event.subject, "jot_hashed": hashed, "jot_before": before,
        "jot_after": after, "jot_salt": salt, "jot_payload": text,
    }  # fmt: skip


def _jotted(store: Store, look: Look, who: str, event: Event, there: Ready, values: Values) -> bool:
    """Write an entry into SQLite, whose only writer this connection is."""
    found = there.told(look.dialect, there.begun(look.dialect, look.driver, values))
    if not found:
        look.driver.execute("ROLLBACK")
        return False
    end = HEAD.told(look.dialect, HEAD.begun(look.dialect, look.driver, {}))
    entry, payload = rows(end_of(end), store.clock(), who, event, os.urandom(SALT_BYTES))
    look.driver.execute(inserting(journal.name, ENTRY), entry)
    look.driver.execute(inserting(journal_payload.name, PAYLOAD), payload)
    look.driver.execute("COMMIT")
    return True
